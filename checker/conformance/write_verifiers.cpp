#include "braid/checker/conformance/write_verifiers.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::conformance {
namespace {

/// The time of one verifier, by the calls that told it.
struct Reign {
  std::string verifier;
  std::int64_t first_end = kNever;
  std::uint32_t first_call = 0;
  std::vector<std::uint32_t> calls;
};

Reign reign_of(const std::string& verifier, const std::vector<std::uint32_t>& told,
               const MessageCalls& calls) {
  Reign reign;
  reign.verifier = verifier;
  for (const std::uint32_t call : told) {
    if (calls[call].fate != Fate::answered) continue;
    reign.calls.push_back(call);
    if (calls[call].end >= reign.first_end) continue;
    reign.first_end = calls[call].end;
    reign.first_call = call;
  }
  return reign;
}

}  // namespace

void WriteVerifiers::add(std::uint32_t server, const std::string& verifier, std::uint32_t call) {
  if (!verifier.empty()) calls_[server][verifier].push_back(call);
}

std::vector<Restart> WriteVerifiers::check(const MessageCalls& calls, ObjectChecks& checks) const {
  std::vector<Restart> restarts;
  for (const auto& [server, told] : calls_) {
    std::vector<Reign> reigns;
    for (const auto& [verifier, numbers] : told) reigns.push_back(reign_of(verifier, numbers, calls));
    std::erase_if(reigns, [](const Reign& reign) { return reign.calls.empty(); });
    std::sort(reigns.begin(), reigns.end(),
              [](const Reign& a, const Reign& b) { return a.first_end < b.first_end; });
    for (const Reign& reign : reigns) {
      for (const std::uint32_t call : reign.calls) {
        if (call != reigns.front().first_call) checks.constrain(call);
      }
    }
    for (std::size_t k = 0; k + 1 < reigns.size(); ++k) {
      const Reign& old = reigns[k];
      const Reign& next = reigns[k + 1];
      std::int64_t last_start = calls[old.first_call].start;
      for (const std::uint32_t call : old.calls) {
        if (calls[call].start <= next.first_end) {
          last_start = std::max(last_start, calls[call].start);
          continue;
        }
        const std::string server_name = calls.names().text_of(server);
        checks.add({"the write verifier of " + server_name,
                    call,
                    {{"it is " + next.verifier, calls.describe(next.first_call),
                      fmt::format("the reply says {}, which it was before", old.verifier),
                      "a reply with " + next.verifier + " or one that it never had"}}});
        break;
      }
      restarts.push_back({server, last_start, next.first_end});
    }
  }
  return restarts;
}

}  // namespace braid::conformance
