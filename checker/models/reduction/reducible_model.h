// What a model tells so that verdicts can be had from fewer states.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <vector>

#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/reduction/symmetry.h"

namespace braid::models {

/// - `m.symmetries(most)`: a group of at most `most` symmetries, the identity first; the identity alone if it
///   knows none.
/// - `m.independent(control, step)`: nothing, unless this holds in every state of this control in which the
///   step is enabled: whatever other steps are taken from there, it stays enabled, unless one fails and ends
///   all; each of these steps can be taken before it or after, with the same final state; and there is no
///   other step of its own that could be taken instead. If so, a field: the step is enabled exactly where it
///   is not 0, or everywhere if it has no bits. This is a persistent set of one step (Godefroid,
///   Partial-Order Methods for the Verification of Concurrent Systems, 1996).
/// - `m.changes(control, step, observable)`: whether an independent step may change the value of the
///   observable.
template <class M>
concept ReducibleModel = ObservedModel<M> &&
    requires(const M& m, explore::ObservableId observable, explore::Control control,
             const typename M::Step& step) {
  { m.symmetries(std::size_t{1}) } -> std::same_as<std::vector<Symmetry>>;
  { m.independent(control, step) } -> std::same_as<std::optional<explore::Field>>;
  { m.changes(control, step, observable) } -> std::convertible_to<bool>;
};

}  // namespace braid::models
