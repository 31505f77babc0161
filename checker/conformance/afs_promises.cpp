#include "braid/checker/conformance/afs_promises.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <limits>
#include <tuple>

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

void AfsPromises::end(const std::string& fid, std::uint32_t client, std::int64_t moment) {
  ends_[{fid, client}].insert(moment);
}

void AfsPromises::unreachable(std::uint32_t client, std::int64_t since) {
  const auto [entry, added] = unreachable_since_.try_emplace(client, since);
  if (!added) entry->second = std::min(entry->second, since);
}

namespace {

/// When starts were, up to each version: the greatest.
class LatestStarts {
 public:
  void add(std::uint64_t version, std::int64_t start) { starts_.emplace_back(version, start); }

  void sort() {
    std::sort(starts_.begin(), starts_.end());
    for (std::size_t k = 1; k < starts_.size(); ++k)
      starts_[k].second = std::max(starts_[k].second, starts_[k - 1].second);
  }

  /// Of those of at most that version; the least time where there are none.
  [[nodiscard]] std::int64_t up_to(std::uint64_t version) const {
    const auto behind = std::upper_bound(starts_.begin(), starts_.end(), version,
                                         [](std::uint64_t v, const auto& start) { return v < start.first; });
    return behind == starts_.begin() ? std::numeric_limits<std::int64_t>::min() : std::prev(behind)->second;
  }

 private:
  std::vector<std::pair<std::uint64_t, std::int64_t>> starts_;
};

}  // namespace

/// What is known of one file's promises, in the order in which checks ask for it.
class AfsPromises::OfFile {
 public:
  OfFile(const AfsPromises& promises, const std::string& fid, const std::vector<Change>& changes,
         const MessageCalls& calls)
      : promises_(promises), fid_(fid), calls_(calls) {
    if (const auto holders = promises.promises_.find(fid); holders != promises.promises_.end())
      holders_ = holders->second;
    for (auto& [client, given] : holders_) {
      std::sort(given.begin(), given.end(), [&](const Promise& a, const Promise& b) {
        return std::tuple(a.version, calls[a.call].start) < std::tuple(b.version, calls[b.call].start);
      });
    }
    for (const Change& change : changes) changed_.add(change.version, calls[change.call].start);
    changed_.sort();
  }

  /// False where somebody else was not told of the change before its reply.
  bool check(const Change& change, ObjectChecks& checks) const {
    const MessageCall& changing = calls_[change.call];
    if (changing.fate != Fate::answered) return true;
    std::vector<RefusingState> states;
    for (const auto& [client, given] : holders_) {
      const Promise* last = client == changing.actor ? nullptr : last_before(given, change);
      if (last == nullptr) continue;
      checks.constrain(change.call);
      if (!is_over(*last, changing.end)) states.push_back(broken(change, *last));
    }
    if (states.empty()) return true;
    checks.add({"the callback promises on " + change.name, change.call, std::move(states)});
    return false;
  }

 private:
  /// The client's last promise before the change. Versions tell the order.
  [[nodiscard]] const Promise* last_before(const std::vector<Promise>& given, const Change& change) const {
    auto place = std::lower_bound(
        given.begin(), given.end(), change.version,
        [](const Promise& promise, std::uint64_t version) { return promise.version < version; });
    while (place != given.begin()) {
      --place;
      if (calls_[place->call].start < calls_[change.call].end) return &*place;
    }
    return nullptr;
  }

  /// Whether it may be over by then. It was given at the soonest when the call and the changes that it saw
  /// had begun.
  [[nodiscard]] bool is_over(const Promise& promise, std::int64_t until) const {
    const std::int64_t given = std::max(calls_[promise.call].start, changed_.up_to(promise.version));
    constexpr std::uint64_t kMostSeconds = 1'000'000'000;
    const auto seconds = static_cast<std::int64_t>(std::min(promise.seconds, kMostSeconds));
    if (given + seconds * recording::kNanosecondsPerSecond <= until) return true;
    const auto unreachable = promises_.unreachable_since_.find(promise.client);
    if (unreachable != promises_.unreachable_since_.end() && unreachable->second < until) return true;
    for (const std::string& what : {fid_, volume_of(fid_), std::string()}) {
      const auto ends = promises_.ends_.find({what, promise.client});
      if (ends == promises_.ends_.end()) continue;
      const auto end = ends->second.lower_bound(given);
      if (end != ends->second.end() && *end < until) return true;
    }
    return false;
  }

  [[nodiscard]] RefusingState broken(const Change& change, const Promise& promise) const {
    const std::string& holder = calls_.names().text_of(promise.client);
    return {fmt::format("{} holds a promise on version {}, by {}", holder, promise.version,
                        calls_.describe(promise.call)),
            "",
            fmt::format("the reply tells that it is of version {}, although {} was not told", change.version,
                        holder),
            fmt::format("a CallBack to {} before the reply", holder)};
  }

  const AfsPromises& promises_;
  const std::string& fid_;
  const MessageCalls& calls_;
  std::map<std::uint32_t, std::vector<Promise>> holders_;
  LatestStarts changed_;
};

void AfsPromises::check(const MessageCalls& calls, ObjectChecks& checks) const {
  for (const auto& [fid, changes] : changes_) {
    const OfFile file(*this, fid, changes, calls);
    for (const Change& change : changes) {
      if (!file.check(change, checks)) break;  // the first of a file, as of other objects
    }
  }
}

}  // namespace braid::conformance
