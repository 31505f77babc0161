#include "braid/checker/conformance/write_verifiers.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {

/// The time of one verifier, by the calls that told it.
struct WriteVerifiers::Reign {
  std::string verifier;
  std::uint32_t number = 0;
  std::int64_t first_end = kNever;
  std::uint32_t first_call = 0;
  std::vector<std::uint32_t> calls;
};

WriteVerifiers::Reign WriteVerifiers::reign_of(const std::string& verifier, const Told& told,
                                               const MessageCalls& calls) {
  Reign reign;
  reign.verifier = verifier;
  reign.number = told.number;
  for (const std::uint32_t call : told.calls) {
    if (calls[call].fate != Fate::answered) continue;
    reign.calls.push_back(call);
    if (calls[call].end >= reign.first_end) continue;
    reign.first_end = calls[call].end;
    reign.first_call = call;
  }
  return reign;
}

std::uint32_t WriteVerifiers::add(std::uint32_t server, const std::string& verifier, std::uint32_t call) {
  if (verifier.empty()) return kNoVerifier;
  const auto [entry, added] = told_[server].try_emplace(verifier);
  if (added) entry->second.number = count_++;
  entry->second.calls.push_back(call);
  return entry->second.number;
}

/// Whether some call that began when the next verifier was known told the old one.
bool WriteVerifiers::comes_back(std::uint32_t server, const Reign& old, const Reign& next,
                                const MessageCalls& calls, ObjectChecks& checks) {
  const auto late = std::find_if(old.calls.begin(), old.calls.end(),
                                 [&](std::uint32_t call) { return calls[call].start > next.first_end; });
  if (late == old.calls.end()) return false;
  checks.add({"the write verifier of " + calls.names().text_of(server),
              *late,
              {{"it is " + next.verifier, calls.describe(next.first_call),
                fmt::format("the reply says {}, which it was before", old.verifier),
                "a reply with " + next.verifier + " or one that it never had"}}});
  return true;
}

ServerLives WriteVerifiers::check(const MessageCalls& calls, ObjectChecks& checks) const {
  ServerLives lives;
  lives.life_of.assign(count_, kNoVerifier);
  for (const auto& [server, verifiers] : told_) {
    std::vector<Reign> reigns;
    for (const auto& [verifier, told] : verifiers) reigns.push_back(reign_of(verifier, told, calls));
    std::erase_if(reigns, [](const Reign& reign) { return reign.calls.empty(); });
    std::sort(reigns.begin(), reigns.end(),
              [](const Reign& a, const Reign& b) { return a.first_end < b.first_end; });
    for (const Reign& reign : reigns) {
      for (const std::uint32_t call : reign.calls) {
        if (call != reigns.front().first_call) checks.constrain(call);
      }
    }
    bool in_order = true;
    for (std::size_t k = 0; k + 1 < reigns.size(); ++k) {
      std::int64_t last_start = calls[reigns[k].first_call].start;
      for (const std::uint32_t call : reigns[k].calls) {
        if (calls[call].start <= reigns[k + 1].first_end)
          last_start = std::max(last_start, calls[call].start);
      }
      in_order = !comes_back(server, reigns[k], reigns[k + 1], calls, checks) && in_order;
      lives.restarts.push_back(
          {server, static_cast<std::uint32_t>(k + 1), last_start, reigns[k + 1].first_end});
    }
    if (!in_order || reigns.size() < 2) continue;
    for (std::size_t k = 0; k < reigns.size(); ++k)
      lives.life_of[reigns[k].number] = static_cast<std::uint32_t>(k);
  }
  return lives;
}

}  // namespace braid::conformance
