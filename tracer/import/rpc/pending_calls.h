// Calls that have no reply yet.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "braid/tracer/import/rpc/protocol.h"
#include "braid/tracer/recording/record.h"

namespace braid::import::rpc {

struct PendingCall {
  recording::Record event;
  std::unique_ptr<CallState> state;
  Protection protection = Protection::none;
  bool control = false;
  std::uint64_t order = 0;  ///< of calls, the first has the least
};

/// The calls of one side of a connection, by xid. Of several attempts with the same xid the first takes the
/// first reply, the second the second. Memory: kMost calls; the older half of more is given up.
class PendingCalls {
 public:
  static constexpr std::size_t kMost = 8192;

  void add(std::uint32_t xid, PendingCall call);
  [[nodiscard]] std::optional<PendingCall> take(std::uint32_t xid);
  [[nodiscard]] bool has(std::uint32_t xid) const { return calls_.contains(xid); }

  /// Calls to give up, in the order of sending: with `all` each, else those that are too many.
  [[nodiscard]] std::vector<PendingCall> give_up(bool all);

 private:
  std::multimap<std::uint32_t, PendingCall> calls_;
  std::uint64_t added_ = 0;
};

}  // namespace braid::import::rpc
