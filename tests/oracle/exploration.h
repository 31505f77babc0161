// What an exploration finds, however it explores: the common language of the oracles and the engine.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/schedule.h"

namespace braid::oracle {

using explore::BigInteger;
using explore::BigRational;
using explore::Ending;
using explore::Schedule;

/// How a schedule ends, in words. Final: the values of the tracked observables. Blocked: the actors that
/// wait.
struct OutcomeName {
  Ending ending = Ending::final;
  std::vector<std::string> values;
  std::vector<std::uint32_t> waiting;
  friend auto operator<=>(const OutcomeName&, const OutcomeName&) = default;
  friend bool operator==(const OutcomeName&, const OutcomeName&) = default;
};

struct FoundOutcome {
  BigInteger schedules = 0;
  BigRational probability = 0;  ///< under the random scheduler
  Schedule witness;             ///< the canonical one
  friend bool operator==(const FoundOutcome&, const FoundOutcome&) = default;
};

struct Exploration {
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
  std::map<OutcomeName, FoundOutcome> outcomes;
  /// By predicate: the canonical schedule to a state of which it is true, or nothing.
  std::vector<std::optional<Schedule>> counterexamples;
  friend bool operator==(const Exploration&, const Exploration&) = default;
};

/// The digits of a number that is not negative.
[[nodiscard]] std::string decimal(BigInteger number);

[[nodiscard]] BigRational fraction(std::uint64_t numerator, std::uint64_t denominator);

std::ostream& operator<<(std::ostream& out, const Exploration& exploration);

/// A schedule with its cost, in the order of canonical schedules: fewest steps, then fewest context switches,
/// then the least label sequence, a proper prefix being less.
struct RankedSchedule {
  std::size_t steps = 0;
  std::size_t switches = 0;
  Schedule labels;
  friend auto operator<=>(const RankedSchedule&, const RankedSchedule&) = default;
};

}  // namespace braid::oracle
