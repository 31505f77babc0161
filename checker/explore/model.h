// The model concept: what the explorer wants to know of a system.
//
// A state is its *control* (the positions of all actors, and the rank) and its *data* (a packed bit vector).
// States are swept cell by cell, a cell being all reached states with the same control. A model therefore
// speaks about steps in two voices: of a control, it lists the steps that some state with this control may be
// able to take; of data, it gives a kernel, a small function that takes the step in one state.
//
// Rank contract: target() gives every step a rank greater than its source's, and equal states have equal
// ranks.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/packed.h"

namespace braid::explore {

/// Which of a step's outcomes a state takes: 0 .. branches-1, or kDisabled where the step cannot be taken.
using Branch = std::int32_t;
inline constexpr Branch kDisabled = -1;

/// How a schedule ends in a state that has no enabled step.
enum class Ending : std::uint8_t {
  blocked,  ///< some actor has events left
  final,    ///< all events are done
  error,    ///< the last step could not be carried out
};

/// What the explorer reads of every model's step; a model's Step derives from it. Trivially copyable.
struct StepBase {
  std::uint32_t actor = 0;  ///< who takes it
  std::uint32_t label =
      0;  ///< unique among the steps of a state; grows with the actor; the order of schedules
  std::uint32_t branches = 1;  ///< how many different targets it has
  bool guarded = false;        ///< whether it is disabled in some states of the cell
};

/// Requirements on a model `m` (const, safe to use from many threads at once):
/// - `m.actor_count()`, `m.label_count()`: actors and labels are numbered from 0.
/// - `m.layout()`: the data's layout. `m.initialize(state)` writes the initial data into a zeroed state.
/// - `m.initial()`: the initial control.
/// - `m.steps(control, sink)`: calls `sink(step)` for each step that a state with this control may take, by
/// rising
///   label. A function of the control alone.
/// - `m.template with_kernel<S>(step, batch)`: calls `batch(kernel)` once, where `kernel(state)` takes the
/// step in
///   the state (an S: State<W> or WideState), changes its data in place and returns the branch; a disabled
///   step leaves the state in any condition. Unguarded steps with one branch must return 0.
/// - `m.target(control, step, branch, positions)`: writes the positions after the step and returns the rank.
/// - `m.ending(control)`: what it means when a state with this control has no enabled step. `error` controls
/// list no
///   steps.
/// - `m.label_name(label)`: for people.
template <class M>
concept Model = requires(const M& m, Control control, const typename M::Step& step,
                         std::span<Position> positions, State<1>& state, WideState& wide) {
  requires std::derived_from<typename M::Step, StepBase>;
  { m.actor_count() } -> std::convertible_to<std::uint32_t>;
  { m.label_count() } -> std::convertible_to<std::uint32_t>;
  { m.layout() } -> std::convertible_to<const Layout&>;
  { m.initial() } -> std::convertible_to<OwnedControl>;
  m.initialize(state);
  m.initialize(wide);
  m.steps(control, [](const typename M::Step&) {});
  m.template with_kernel<State<1>>(step, [](auto&&) {});
  m.template with_kernel<WideState>(step, [](auto&&) {});
  { m.target(control, step, Branch{}, positions) } -> std::same_as<Rank>;
  { m.ending(control) } -> std::same_as<Ending>;
  { m.label_name(std::uint32_t{}) } -> std::convertible_to<std::string>;
};

}  // namespace braid::explore
