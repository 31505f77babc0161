// One schedule, gone along step by step by somebody who decides on the way.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"

namespace braid::models {

/// A step that can be taken now, with what happens in it.
struct NextStep {
  std::uint32_t label = 0;
  std::uint32_t actor = 0;
  std::vector<explore::EventInstance> events;
};

/// A state of a trace's system, at first the initial one. Not thread-safe.
class Walk {
 public:
  virtual ~Walk() = default;

  /// By rising label; valid until the next take(). Empty: the schedule has ended.
  [[nodiscard]] virtual std::span<const NextStep> enabled() const = 0;
  /// REQUIRES index < enabled().size().
  virtual void take(std::size_t index) = 0;
  /// The next events of the trace's processes, which are the first actors, in the trace's order.
  [[nodiscard]] virtual std::span<const explore::Position> positions() const = 0;
  /// An observable that is no history.
  [[nodiscard]] virtual std::int64_t value(explore::ObservableId observable) const = 0;
  /// What it means that nothing is enabled, where that is so.
  [[nodiscard]] virtual explore::Ending ending() const = 0;
};

}  // namespace braid::models
