// How the program ends.
#pragma once

#include <algorithm>
#include <array>

namespace braid::command {

enum ExitCode : int {
  kHolds = 0,          ///< the answer is yes, or the work is done
  kViolated = 1,       ///< a property or condition does not hold
  kUsage = 2,          ///< the command line is wrong
  kBadInput = 3,       ///< a trace, formula or file is wrong, or too big to be explored
  kIncomplete = 4,     ///< stopped early: a limit, a signal, no memory, output that cannot be written
  kUnknown = 5,        ///< a history that could not be decided
  kInternalError = 70  ///< braid contradicts itself
};

/// The worse of two; of incomplete and violated, violated, since that cannot be mended by a longer run.
[[nodiscard]] constexpr ExitCode worse(ExitCode a, ExitCode b) {
  constexpr std::array kByBadness = {kHolds,    kIncomplete, kUnknown,      kViolated,
                                     kBadInput, kUsage,      kInternalError};
  const auto badness = [&](ExitCode code) { return std::find(kByBadness.begin(), kByBadness.end(), code); };
  return badness(a) < badness(b) ? b : a;
}

}  // namespace braid::command
