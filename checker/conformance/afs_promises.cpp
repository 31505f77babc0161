#include "braid/checker/conformance/afs_promises.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/recording/time.h"

namespace braid::conformance {
namespace {

/// `V.0.0`, by which a server tells that all of a volume changed.
std::string volume_of(const std::string& fid) {
  return fid.substr(0, fid.find('.')) + ".0.0";
}

}  // namespace

void AfsPromises::grant(const std::string& fid, std::uint32_t client, std::uint64_t version,
                        std::uint64_t seconds, std::uint32_t call) {
  promises_[fid][client].push_back({client, version, seconds, call});
}

void AfsPromises::change(const std::string& fid, const std::string& name, std::uint64_t version,
                         std::uint32_t call) {
  changes_[fid].push_back({name, version, call});
}

void AfsPromises::end(const std::string& fid, std::uint32_t client, std::uint32_t call) {
  ends_[{fid, client}].push_back(call);
}

void AfsPromises::unreachable(std::uint32_t client, std::int64_t since) {
  const auto [entry, added] = unreachable_since_.try_emplace(client, since);
  if (!added) entry->second = std::min(entry->second, since);
}

bool AfsPromises::ended(const Key& key, std::int64_t from, std::int64_t until,
                        const MessageCalls& calls) const {
  const auto entry = ends_.find(key);
  return entry != ends_.end() &&
         std::any_of(entry->second.begin(), entry->second.end(), [&](std::uint32_t call) {
           return calls[call].start >= from && calls[call].start < until;
         });
}

bool AfsPromises::is_over(const std::string& fid, const Promise& promise, std::int64_t until,
                          const MessageCalls& calls) const {
  const std::int64_t given = calls[promise.call].start;
  constexpr std::uint64_t kMostSeconds = 1'000'000'000;
  const auto seconds = static_cast<std::int64_t>(std::min(promise.seconds, kMostSeconds));
  if (given + seconds * recording::kNanosecondsPerSecond <= until) return true;
  const auto unreachable = unreachable_since_.find(promise.client);
  if (unreachable != unreachable_since_.end() && unreachable->second < until) return true;
  for (const std::string& what : {fid, volume_of(fid), std::string()}) {
    if (ended({what, promise.client}, given, until, calls)) return true;
  }
  return false;
}

void AfsPromises::check_change(const std::string& fid, const Change& change, const MessageCalls& calls,
                               ObjectChecks& checks) const {
  const auto holders = promises_.find(fid);
  const MessageCall& changing = calls[change.call];
  if (holders == promises_.end() || changing.fate != Fate::answered) return;
  std::vector<RefusingState> states;
  for (const auto& [client, promises] : holders->second) {
    if (client == changing.actor) continue;
    const Promise* last = nullptr;  // of those that were given before the change
    for (const Promise& promise : promises) {
      const bool is_before = promise.version < change.version && calls[promise.call].start < changing.end;
      if (is_before && (last == nullptr || calls[promise.call].start > calls[last->call].start))
        last = &promise;
    }
    if (last == nullptr) continue;
    checks.constrain(change.call);
    if (is_over(fid, *last, changing.end, calls)) continue;
    const std::string& holder = calls.names().text_of(client);
    states.push_back({fmt::format("{} holds a promise on version {}, by {}", holder, last->version,
                                  calls.describe(last->call)),
                      "",
                      fmt::format("the reply tells that it is of version {}, although {} was not told",
                                  change.version, holder),
                      fmt::format("a CallBack to {} before the reply", holder)});
  }
  if (!states.empty())
    checks.add({"the callback promises on " + change.name, change.call, std::move(states)});
}

void AfsPromises::check(const MessageCalls& calls, ObjectChecks& checks) const {
  for (const auto& [fid, changes] : changes_) {
    const std::size_t before = checks.findings().size();
    for (const Change& change : changes) {
      check_change(fid, change, calls, checks);
      if (checks.findings().size() > before) break;  // the first of a file, as of other objects
    }
  }
}

}  // namespace braid::conformance
