#include "braid/tracer/import/rpc/pending_calls.h"

#include <algorithm>

namespace braid::import::rpc {

void PendingCalls::add(std::uint32_t xid, PendingCall call) {
  call.order = added_++;
  calls_.emplace(xid, std::move(call));
}

std::optional<PendingCall> PendingCalls::take(std::uint32_t xid) {
  const auto first = calls_.lower_bound(xid);
  if (first == calls_.end() || first->first != xid) return std::nullopt;
  std::optional<PendingCall> call = std::move(first->second);
  calls_.erase(first);
  return call;
}

std::vector<PendingCall> PendingCalls::give_up(bool all) {
  std::vector<PendingCall> given_up;
  if (!all && calls_.size() <= kMost) return given_up;
  const std::uint64_t end = all ? added_ : added_ - kMost / 2;
  for (auto call = calls_.begin(); call != calls_.end();) {
    if (call->second.order < end) {
      given_up.push_back(std::move(call->second));
      call = calls_.erase(call);
    } else {
      ++call;
    }
  }
  std::sort(given_up.begin(), given_up.end(),
            [](const PendingCall& a, const PendingCall& b) { return a.order < b.order; });
  return given_up;
}

}  // namespace braid::import::rpc
