// Calls and replies between two endpoints, whatever carries them.
#pragma once

#include <array>
#include <string>

#include "braid/tracer/import/ledger.h"
#include "braid/tracer/import/packets/decoder.h"
#include "braid/tracer/import/rpc/pending_calls.h"
#include "braid/tracer/import/rpc/recent_calls.h"
#include "braid/tracer/import/rpc/record_stream.h"

namespace braid::import::rpc {

/// What all conversations of an import share. Borrowed by them.
struct Surroundings {
  Protocol& protocol;
  RecentCalls& recent;
  Ledger& ledger;
  const packets::HostNames& names;
  const packets::Emit& emit;
};

/// Two endpoints that call each other: in NFS 4.1 the server uses the client's connection for its own calls.
class Conversation {
 public:
  /// Sides are 0 and 1.
  Conversation(const packets::Endpoint& side_0, const packets::Endpoint& side_1, Surroundings surroundings);

  /// A message from that side, which arrived whole at `now`, in input `source`. False if it is none.
  bool message(std::size_t side, const Message& message, recording::Time now, std::uint64_t source);

  /// Whether a reply from that side with the number with which `bytes` begin is expected.
  [[nodiscard]] bool expects_reply(std::size_t side, std::string_view bytes) const;

  /// Emits calls that will have no reply.
  void finish();

 private:
  void call(std::size_t side, const Message& message, const CallHeader& header, std::uint64_t source);
  void reply(std::size_t side, const Message& message, const ReplyHeader& header, recording::Time now,
             std::uint64_t source);
  void skip(std::string_view kind, const Message& message, std::uint64_t source);
  void give_up(std::size_t side, bool all);
  [[nodiscard]] Body body_of(const PendingCall& call, std::string_view bytes, bool cut);

  std::array<packets::Endpoint, 2> sides_;
  std::array<std::string, 2> names_;
  std::array<PendingCalls, 2> pending_;  ///< by the caller's side
  Surroundings surroundings_;
};

}  // namespace braid::import::rpc
