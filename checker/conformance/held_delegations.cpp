#include "braid/checker/conformance/held_delegations.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {
namespace {

using Delegation = HeldDelegations::Delegation;

bool conflict(const Delegation& a, const Delegation& b) {
  return a.client != b.client && (a.writes || b.writes);
}

HeldDelegations::State without_client(HeldDelegations::State state, std::uint32_t client) {
  std::erase_if(state, [&](const Delegation& held) { return held.client == client; });
  return state;
}

}  // namespace

void HeldDelegations::successors(const State& state, const Step& step, std::vector<State>& out) const {
  const Delegation& wanted = step.delegation;
  switch (step.kind) {
    case Kind::open:
    case Kind::grant: {
      for (const Delegation& held : state) {
        if (conflict(held, wanted)) return;
      }
      if (step.kind == Kind::open) {
        out.push_back(state);
        return;
      }
      State next = without_client(state, wanted.client);
      next.insert(std::lower_bound(next.begin(), next.end(), wanted), wanted);
      out.push_back(std::move(next));
      return;
    }
    case Kind::give_up:
    case Kind::expire:
      out.push_back(without_client(state, wanted.client));
      return;
    case Kind::lose:
      out.emplace_back();
      return;
  }
}

bool HeldDelegations::harmless(const State& state, const Step& step, bool) const {
  return step.kind == Kind::open && std::none_of(state.begin(), state.end(), [&](const Delegation& held) {
           return conflict(held, step.delegation);
         });
}

bool HeldDelegations::compares(const State& state, const Step& step) const {
  return (step.kind == Kind::open || step.kind == Kind::grant) &&
         std::any_of(state.begin(), state.end(),
                     [&](const Delegation& held) { return held.client != step.delegation.client; });
}

std::string HeldDelegations::tell(const State& state) const {
  std::string text;
  for (const Delegation& held : state)
    text += fmt::format("{}{} holds a {} delegation", text.empty() ? "" : " and ", client_text(held.client),
                        held.writes ? "write" : "read");
  return text.empty() ? "no delegations are known of" : text;
}

std::string HeldDelegations::refusal(const State&, const Step& step) const {
  const std::string client = client_text(step.delegation.client);
  if (step.kind == Kind::grant)
    return fmt::format("the reply gives {} a {} delegation", client,
                       step.delegation.writes ? "write" : "read");
  return fmt::format("the reply lets {} {} it", client, step.delegation.writes ? "write" : "read");
}

std::string HeldDelegations::accepted(const State&, const Step&) const {
  return "NFS4ERR_DELAY, until the delegation is given back";
}

}  // namespace braid::conformance
