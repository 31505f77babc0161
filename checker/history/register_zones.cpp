#include "braid/checker/history/register_zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "braid/checker/history/writes.h"

namespace braid::history {
namespace {

/// The operations on one value.
struct Cluster {
  ValueId value = kInitial;
  std::uint32_t write = kNone;  ///< none: the initial value, or one that nobody wrote
  std::uint32_t first_to_end = kNone;
  std::uint32_t last_to_start = kNone;
  std::int64_t low = kNever;    ///< the least end
  std::int64_t high = kAlways;  ///< the greatest start
  std::vector<std::uint32_t> reads;

  [[nodiscard]] bool is_forward() const { return low < high; }
};

class Clusters {
 public:
  Clusters(const History& history, std::span<const std::uint32_t> operations) : history_(history) {
    for (const std::uint32_t number : operations) add(number);
    for (auto& [value, cluster] : by_value_) {
      // A write that nobody read may not have taken effect, or may be put anywhere that suits.
      if (cluster.reads.empty() && (cluster.write == kNone || !history.operations[cluster.write].is_known()))
        continue;
      clusters_.push_back(cluster);
    }
    std::sort(clusters_.begin(), clusters_.end(),
              [](const Cluster& a, const Cluster& b) { return a.low < b.low; });
  }

  [[nodiscard]] const std::vector<Cluster>& all() const { return clusters_; }
  [[nodiscard]] const Operation& operation(std::uint32_t number) const { return history_.operations[number]; }

 private:
  void add(std::uint32_t number) {
    const Operation& operation = history_.operations[number];
    Cluster& cluster = by_value_[operation.value];
    cluster.value = operation.value;
    if (operation.kind == OperationKind::write) {
      cluster.write = number;
    } else {
      cluster.reads.push_back(number);
    }
    // The initial value was written before everything.
    if (operation.value == kInitial) cluster.low = kAlways;
    if (operation.end < cluster.low) {
      cluster.low = operation.end;
      cluster.first_to_end = number;
    }
    if (operation.start > cluster.high) {
      cluster.high = operation.start;
      cluster.last_to_start = number;
    }
  }

  const History& history_;
  std::unordered_map<ValueId, Cluster> by_value_;
  std::vector<Cluster> clusters_;
};

/// A read of what nobody wrote, or of what was written only after it returned.
std::optional<Contradiction> misread(const History& history, const Cluster& cluster) {
  for (const std::uint32_t read : cluster.reads) {
    if (cluster.value == kInitial) return std::nullopt;
    if (cluster.write == kNone) {
      return Contradiction{
          fmt::format("{} returned {}, which nobody wrote", describe(history, history.operations[read]),
                      value_text(history, cluster.value)),
          {read},
          0};
    }
    if (history.operations[read].before(history.operations[cluster.write])) {
      return Contradiction{
          fmt::format("{} returned {} before {} began", describe(history, history.operations[read]),
                      value_text(history, cluster.value),
                      describe(history, history.operations[cluster.write])),
          {std::min(cluster.write, read), std::max(cluster.write, read)},
          0};
    }
  }
  return std::nullopt;
}

/// `a` and `b` must each come before the other.
bool contradict(const Cluster& a, const Cluster& b) {
  return a.low < b.high && b.low < a.high;
}

std::string sentence_of(const History& history, const Cluster& a, const Cluster& b) {
  // Told of a late read of the older value, if there is one.
  const Cluster* older = &a;
  const Cluster* newer = &b;
  const auto reads_late = [&](const Cluster& cluster) {
    return cluster.last_to_start != kNone && cluster.last_to_start != cluster.write;
  };
  if (!reads_late(*older) && reads_late(*newer)) std::swap(older, newer);
  const Operation& late = history.operations[older->last_to_start];
  const Operation& seen = history.operations[newer->first_to_end];
  const std::string first =
      older->first_to_end == kNone
          ? std::string("at first")
          : fmt::format("by {}", describe(history, history.operations[older->first_to_end]));
  std::string sentence =
      fmt::format("{} {} {} after {} had {} {}", describe(history, late),
                  late.kind == OperationKind::read ? "returned" : "wrote", value_text(history, older->value),
                  describe(history, seen), seen.kind == OperationKind::read ? "returned" : "written",
                  value_text(history, newer->value));
  const Operation& last_of_newer = history.operations[newer->last_to_start];
  if (older->first_to_end == kNone) return sentence;
  return sentence + fmt::format(", although {} was there {} before {} began",
                                value_text(history, older->value), first, describe(history, last_of_newer));
}

Contradiction contradiction_of(const History& history, const Cluster& a, const Cluster& b) {
  Contradiction contradiction{sentence_of(history, a, b), {}, 0};
  for (const std::uint32_t number :
       {a.write, a.first_to_end, a.last_to_start, b.write, b.first_to_end, b.last_to_start}) {
    if (number != kNone) contradiction.operations.push_back(number);
  }
  std::sort(contradiction.operations.begin(), contradiction.operations.end());
  contradiction.operations.erase(
      std::unique(contradiction.operations.begin(), contradiction.operations.end()),
      contradiction.operations.end());
  return contradiction;
}

/// A pair that contradicts, with the forward cluster's zone containing or overlapping the other's.
std::optional<Contradiction> first_pair(const History& history, const std::vector<Cluster>& clusters) {
  // In the order of lows; of two forward zones that overlap, the later begins within the furthest-reaching
  // earlier.
  const Cluster* furthest = nullptr;
  for (const Cluster& cluster : clusters) {
    if (furthest != nullptr && contradict(*furthest, cluster))
      return contradiction_of(history, *furthest, cluster);
    if (cluster.is_forward() && (furthest == nullptr || cluster.high > furthest->high)) furthest = &cluster;
  }
  return std::nullopt;
}

/// Reads that some write, as a whole, came between: it began after their value's write had returned, and
/// returned before they began; and reads of what was not written yet, or never.
std::uint64_t count_offending(const History& history, const std::vector<Cluster>& clusters) {
  struct Span {
    std::int64_t start;
    std::int64_t end;
  };
  std::vector<Span> writes;  // by start; ends made least from there on
  for (const Cluster& cluster : clusters) {
    if (cluster.write == kNone || cluster.value == kInitial) continue;
    const Operation& write = history.operations[cluster.write];
    writes.push_back({write.start, write.end});
  }
  std::sort(writes.begin(), writes.end(), [](const Span& a, const Span& b) { return a.start < b.start; });
  for (std::size_t k = writes.size(); k-- > 1;)
    writes[k - 1].end = std::min(writes[k - 1].end, writes[k].end);
  std::uint64_t count = 0;
  for (const Cluster& cluster : clusters) {
    const std::int64_t written = cluster.value == kInitial ? kAlways
                                 : cluster.write == kNone  ? kNever
                                                           : history.operations[cluster.write].end;
    const auto later =
        std::upper_bound(writes.begin(), writes.end(), written,
                         [](std::int64_t time, const Span& span) { return time < span.start; });
    const bool from_nowhere = cluster.value != kInitial && cluster.write == kNone;
    for (const std::uint32_t number : cluster.reads) {
      const Operation& read = history.operations[number];
      const bool from_future = cluster.write != kNone && read.before(history.operations[cluster.write]);
      const bool stale = later != writes.end() && later->end < read.start;
      if (from_nowhere || from_future || stale) ++count;
    }
  }
  return count;
}

}  // namespace

RegisterFindings check_register(const History& history, std::span<const std::uint32_t> operations) {
  const Clusters clusters(history, operations);
  RegisterFindings findings;
  for (const Cluster& cluster : clusters.all()) {
    if (!findings.contradiction) findings.contradiction = misread(history, cluster);
  }
  if (!findings.contradiction) findings.contradiction = first_pair(history, clusters.all());
  findings.offending_reads = count_offending(history, clusters.all());
  // Two reads in the wrong order need no write between.
  if (findings.contradiction && findings.offending_reads == 0) findings.offending_reads = 1;
  return findings;
}

}  // namespace braid::history
