#include "braid/checker/conformance/held_locks.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {
namespace {

using Lock = HeldLocks::Lock;

bool overlap(const Lock& a, const Lock& b) {
  return a.first < b.behind && b.first < a.behind;
}

bool conflict(const Lock& a, const Lock& b) {
  return a.owner != b.owner && overlap(a, b) && (a.writes || b.writes);
}

/// What the owner holds outside of the range, and all that others hold.
HeldLocks::State without(const HeldLocks::State& state, const Lock& range) {
  HeldLocks::State left;
  for (const Lock& lock : state) {
    if (lock.owner != range.owner || !overlap(lock, range)) {
      left.push_back(lock);
      continue;
    }
    Lock before = lock;
    before.behind = range.first;
    if (before.first < before.behind) left.push_back(before);
    Lock after = lock;
    after.first = range.behind;
    if (after.first < after.behind) left.push_back(after);
  }
  return left;
}

}  // namespace

void HeldLocks::successors(const State& state, const Step& step, std::vector<State>& out) const {
  switch (step.kind) {
    case Kind::lock: {
      const bool refused = std::any_of(state.begin(), state.end(),
                                       [&](const Lock& held) { return conflict(held, step.lock); });
      if (refused) return;
      State next = without(state, step.lock);
      next.push_back(step.lock);
      std::sort(next.begin(), next.end());
      out.push_back(std::move(next));
      return;
    }
    case Kind::unlock: {
      State next = without(state, step.lock);
      std::sort(next.begin(), next.end());
      out.push_back(std::move(next));
      return;
    }
    case Kind::expire: {
      State next = state;
      std::erase_if(next, [&](const Lock& lock) { return lock.client == step.lock.client; });
      out.push_back(std::move(next));
      return;
    }
    case Kind::lose:
      out.emplace_back();
      return;
  }
}

bool HeldLocks::compares(const State& state, const Step& step) const {
  return step.kind == Kind::lock && std::any_of(state.begin(), state.end(), [&](const Lock& lock) {
           return lock.owner != step.lock.owner;
         });
}

std::string HeldLocks::lock_text(const Lock& lock) const {
  const bool whole = lock.first == 0 && lock.behind == ~std::uint64_t{0};
  return fmt::format("a {} lock of {}{}", lock.writes ? "write" : "read", client_text(lock.client),
                     whole ? "" : fmt::format(" on bytes {} to {}", lock.first, lock.behind - 1));
}

std::string HeldLocks::tell(const State& state) const {
  std::string text;
  for (const Lock& lock : state) text += (text.empty() ? "it has " : " and ") + lock_text(lock);
  return text.empty() ? "it has no locks that are known of" : text;
}

std::string HeldLocks::refusal(const State&, const Step& step) const {
  return "the reply grants " + lock_text(step.lock);
}

std::string HeldLocks::accepted(const State&, const Step&) const {
  return "that the lock is denied";
}

}  // namespace braid::conformance
