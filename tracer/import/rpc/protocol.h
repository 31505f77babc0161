// What a remote procedure call means: a family of programs.
#pragma once

#include <memory>
#include <string_view>

#include "braid/tracer/import/packets/packet.h"
#include "braid/tracer/import/rpc/message.h"
#include "braid/tracer/recording/record.h"

namespace braid::import::rpc {

/// What a protocol remembers of a call until its reply comes.
class CallState {
 public:
  virtual ~CallState() = default;
};

/// The readable part of a message.
struct Body {
  std::string_view bytes;
  bool cut = false;     ///< there was more, which was not captured
  bool sealed = false;  ///< RPCSEC_GSS has encrypted it: `bytes` means nothing
};

class Protocol {
 public:
  virtual ~Protocol() = default;

  [[nodiscard]] virtual bool knows(std::uint32_t program) const = 0;

  /// Names the operation and adds arguments. `event` has actor, times, and the arguments of every call. Never
  /// null.
  virtual std::unique_ptr<CallState> call(const CallHeader& header, const packets::Address& caller,
                                          const packets::Address& called, const Body& arguments,
                                          recording::Record& event) = 0;

  /// Adds results, and the object. REQUIRES that the call was a success.
  virtual void reply(CallState& state, const Body& results, recording::Record& event) = 0;

  /// The call has failed in RPC, or has no reply: adds the object.
  virtual void no_results(CallState& state, recording::Record& event) = 0;
};

}  // namespace braid::import::rpc
