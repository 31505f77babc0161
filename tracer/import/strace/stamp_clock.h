// The time of a line, from what strace prints of it.
#pragma once

#include <cstdint>
#include <optional>

#include "braid/tracer/import/strace/line.h"

namespace braid::import::strace {

/// One input's clock: -ttt and --absolute-timestamps give seconds since the epoch; -t and -tt the time of the
/// day, to which a day is added whenever it falls back by more than half a day; -r the time since the line
/// before, which is summed up from 0.
class StampClock {
 public:
  /// Nothing where the sum would be no time any more.
  [[nodiscard]] std::optional<recording::Time> time(const Stamp& stamp);

 private:
  std::optional<bool> relative_;
  recording::Time sum_;     ///< of relative times
  recording::Time latest_;  ///< time of the day, without days
  std::int64_t days_ = 0;
};

}  // namespace braid::import::strace
