#include "braid/checker/history/linearizable.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <span>
#include <utility>

#include "braid/checker/history/register_prefixes.h"
#include "braid/checker/history/register_zones.h"
#include "braid/checker/history/writes.h"

namespace braid::history {
namespace {

/// Sets of objects, joined where one transaction touches them.
class JoinedObjects {
 public:
  explicit JoinedObjects(const History& history) : parent_(history.objects.size()) {
    std::iota(parent_.begin(), parent_.end(), 0U);
    for (const Operation& operation : history.operations) {
      for (std::uint32_t k = 1; k < operation.part_count; ++k)
        join(history.parts[operation.first_part].object, history.parts[operation.first_part + k].object);
    }
  }

  [[nodiscard]] std::uint32_t of(const History& history, const Operation& operation) {
    if (operation.kind != OperationKind::transaction) return find(operation.object);
    return operation.part_count == 0 ? 0 : find(history.parts[operation.first_part].object);
  }

 private:
  std::uint32_t find(std::uint32_t object) {
    while (parent_[object] != object) object = parent_[object] = parent_[parent_[object]];
    return object;
  }
  void join(std::uint32_t a, std::uint32_t b) { parent_[find(a)] = find(b); }

  std::vector<std::uint32_t> parent_;
};

bool reads(const Operation& operation) {
  return operation.kind == OperationKind::read;
}

using Numbers = std::vector<std::uint32_t>;

std::uint64_t returns_before(const History& history, std::int64_t end) {
  return static_cast<std::uint64_t>(
      std::count_if(history.operations.begin(), history.operations.end(),
                    [&](const Operation& operation) { return operation.end < end; }));
}

bool appends(const History& history) {
  const auto is_append = [](const auto& effect) { return effect.kind == OperationKind::append; };
  return std::any_of(history.operations.begin(), history.operations.end(), is_append) ||
         std::any_of(history.parts.begin(), history.parts.end(), is_append);
}

/// The operations from the latest time on, from which there still is no linearization at the same return,
/// whatever the objects held then. What had returned by that time is not needed to see the contradiction.
/// Appends are, since they make the texts.
Numbers latest_part(const History& history, const Numbers& operations, std::uint32_t failed_at,
                    const SweepLimits& limits) {
  if (appends(history)) return operations;
  History from_anything = history;
  from_anything.initial_known.assign(history.objects.size(), false);
  std::vector<std::int64_t> ends;
  for (const std::uint32_t number : operations) ends.push_back(history.operations[number].end);
  std::sort(ends.begin(), ends.end());
  const auto part_from = [&](std::int64_t time) {
    Numbers part;
    for (const std::uint32_t number : operations) {
      if (history.operations[number].end >= time) part.push_back(number);
    }
    return part;
  };
  // The more is left out, the more is possible: the cuts that leave a contradiction are the first ones.
  std::uint64_t states = 0;
  const auto contradicts = [&](std::int64_t time) {
    return linearizable_until(from_anything, part_from(time), failed_at, limits, states) == Answer::violated;
  };
  if (ends.empty() || !contradicts(ends.front())) return operations;
  std::size_t good = 0;
  std::size_t bad = ends.size();
  while (good + 1 < bad) {
    const std::size_t middle = good + (bad - good) / 2;
    (contradicts(ends[middle]) ? good : bad) = middle;
  }
  return part_from(ends[good]);
}

/// Leaves out reads of a contradiction, from the last to the first, as long as there still is no
/// linearization up to the same return. Several at once where that does; the more is left out, the more is
/// possible, so that it makes no difference. Writes stay, since a read without its write would be a
/// contradiction of our own making.
class FewerReads {
 public:
  FewerReads(const History& history, Numbers operations, std::uint32_t failed_at, const SweepLimits& limits)
      : history_(history), kept_(std::move(operations)), failed_at_(failed_at), limits_(limits) {}

  [[nodiscard]] Numbers kept() {
    Numbers candidates;
    for (const std::uint32_t number : kept_) {
      if (reads(history_.operations[number]) && number != failed_at_) candidates.push_back(number);
    }
    leave_out(candidates);
    return std::move(kept_);
  }

 private:
  void leave_out(std::span<const std::uint32_t> candidates) {
    if (candidates.empty()) return;
    Numbers fewer;
    std::set_difference(kept_.begin(), kept_.end(), candidates.begin(), candidates.end(),
                        std::back_inserter(fewer));
    if (linearizable_until(history_, fewer, failed_at_, limits_, states_) == Answer::violated) {
      kept_ = std::move(fewer);
    } else if (candidates.size() > 1) {
      const std::size_t half = candidates.size() / 2;
      leave_out(candidates.subspan(half));
      leave_out(candidates.first(half));
    }
  }

  const History& history_;
  Numbers kept_;  // in ascending order
  std::uint32_t failed_at_;
  const SweepLimits& limits_;
  std::uint64_t states_ = 0;
};

/// Makes the contradiction small: leaves out what returned later, then reads, and then what had returned
/// early enough.
Numbers minimal(const History& history, const Numbers& operations, std::uint32_t failed_at,
                const SweepLimits& limits) {
  SweepLimits small = limits;
  small.most_states = std::min<std::uint64_t>(limits.most_states, 100'000);
  const std::int64_t end = history.operations[failed_at].end;
  Numbers kept;
  for (const std::uint32_t number : operations) {
    const Operation& operation = history.operations[number];
    if (operation.start <= end && (!reads(operation) || operation.end <= end)) kept.push_back(number);
  }
  return latest_part(history, FewerReads(history, std::move(kept), failed_at, small).kept(), failed_at,
                     small);
}

/// The operations of a minimal contradiction that a person needs to see: reads, compare-and-sets, and writes
/// of what these saw, or near the end.
Numbers shown_of(const History& history, const Numbers& operations) {
  std::set<std::pair<std::uint32_t, ValueId>> seen;
  for (const std::uint32_t number : operations) {
    const Operation& operation = history.operations[number];
    if (operation.kind == OperationKind::compare_and_set) seen.emplace(operation.object, operation.expected);
    if (reads(operation)) seen.emplace(operation.object, operation.value);
  }
  Numbers shown;
  for (const std::uint32_t number : operations) {
    const Operation& operation = history.operations[number];
    const bool plain_write = operation.kind == OperationKind::write;
    if (!plain_write || operation.is_known() || seen.count({operation.object, operation.value}) > 0)
      shown.push_back(number);
  }
  return shown;
}

std::string sentence_of(const History& history, std::uint32_t failed_at) {
  const Operation& operation = history.operations[failed_at];
  std::string what;
  if (reads(operation)) what = fmt::format(" {}", value_text(history, operation.value));
  if (operation.kind == OperationKind::compare_and_set)
    what = fmt::format(" that it had replaced {}", value_text(history, operation.expected));
  return fmt::format("{} returned{}, which no order of the operations called by then explains",
                     describe(history, operation), what);
}

void sweep_object(const History& history, const Numbers& operations, const SweepLimits& limits,
                  Verdict& verdict, std::uint64_t& states) {
  const SweepResult result = sweep_linearizations(history, operations, limits);
  states += result.states;
  if (result.answer == Answer::unknown) verdict.why_unknown = result.why_unknown;
  if (result.answer != Answer::violated) return;
  ++verdict.offending_reads;
  const auto earlier_is_known = [&](std::uint32_t operation) {
    return verdict.contradiction && verdict.valid_prefix &&
           *verdict.valid_prefix <= returns_before(history, history.operations[operation].end);
  };
  if (earlier_is_known(result.ended_at)) return;
  const std::uint32_t failed_at = first_unexplained(history, operations, result.ended_at, limits, states);
  if (earlier_is_known(failed_at)) return;
  verdict.valid_prefix = returns_before(history, history.operations[failed_at].end);
  verdict.contradiction = Contradiction{sentence_of(history, failed_at),
                                        shown_of(history, minimal(history, operations, failed_at, limits)),
                                        history.operations[failed_at].object};
}

/// Whether a contradiction of clusters, and the prefix that they find, stand also if what the register held
/// at first, which nobody knows, is a value that is written later.
bool is_certain(const History& history, const Numbers& operations, const Contradiction& contradiction,
                RegisterPrefixes& prefixes, const SweepLimits& limits) {
  if (sweep_linearizations(history, contradiction.operations, limits).answer != Answer::violated)
    return false;
  const SweepResult result = sweep_linearizations(history, operations, limits);
  if (result.answer != Answer::violated) return false;
  std::uint64_t states = 0;
  const std::uint32_t failed_at = first_unexplained(history, operations, result.ended_at, limits, states);
  return returns_before(history, history.operations[failed_at].end) == prefixes.of(operations, contradiction);
}

void check_object_register(const History& history, const Numbers& operations, RegisterPrefixes& prefixes,
                           const SweepLimits& limits, Verdict& verdict, std::uint64_t& states) {
  const RegisterFindings findings = check_register(history, operations);
  const std::uint32_t object = history.operations[operations.front()].object;
  const bool certain = !findings.contradiction || history.initial_known[object] ||
                       is_certain(history, operations, *findings.contradiction, prefixes, limits);
  if (!certain) {
    sweep_object(history, operations, limits, verdict, states);
    return;
  }
  verdict.offending_reads += findings.offending_reads;
  if (!findings.contradiction) return;
  const std::uint64_t prefix = prefixes.of(operations, *findings.contradiction);
  if (verdict.contradiction && *verdict.valid_prefix <= prefix) return;
  verdict.valid_prefix = prefix;
  verdict.contradiction = findings.contradiction;
  verdict.contradiction->object = object;
}

}  // namespace

Verdict check_linearizable(const History& history, const SweepLimits& limits) {
  Verdict verdict;
  verdict.model = "linearizable";
  JoinedObjects joined(history);
  std::map<std::uint32_t, Numbers> by_object;
  for (std::uint32_t number = 0; number < history.operations.size(); ++number) {
    by_object[joined.of(history, history.operations[number])].push_back(number);
    if (reads(history.operations[number])) ++verdict.reads;
  }
  RegisterPrefixes prefixes(history);
  std::uint64_t states = 0;
  for (const auto& [object, operations] : by_object) {
    if (history.unique_writes) {
      check_object_register(history, operations, prefixes, limits, verdict, states);
    } else {
      sweep_object(history, operations, limits, verdict, states);
    }
  }
  if (states > 0) verdict.measure = fmt::format("{} states", states);
  verdict.answer = verdict.contradiction         ? Answer::violated
                   : verdict.why_unknown.empty() ? Answer::holds
                                                 : Answer::unknown;
  return verdict;
}

}  // namespace braid::history
