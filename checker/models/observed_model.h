// What the verbs need of a model beyond the explorer: names for what it is and does.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// A model of a trace whose states can be read and whose steps can be told:
/// - `M::signature(trace)`, and `M(trace, tracked)`: throw InputError for traces that the model cannot take.
/// - `m.reading(observable, control)`: where to find an observable of the signature.
/// - `m.events(control, step, branch)`: what happens in a step, for `remember`, in the order in which it
/// does: of
///   an open that needs no message, its call and its return.
/// - `m.describe(control, step, branch)`: for people, without the actor.
/// - `m.waiting(control)`: the actors that have events left.
/// - `m.chain_lengths()`: the lengths of the actors' programs if each event is one step that never waits and
/// always
///   goes on to the next (or ends the schedule in an error); else nothing.
/// - `m.actor_of(label)`, `m.actor_name(actor)`.
template <class M>
concept ObservedModel = explore::Model<M> && std::constructible_from < M,
        const Trace&, const std::vector<explore::ObservableId>
& > &&requires(const M& m, const Trace& trace, explore::ObservableId observable, explore::Control control,
               const typename M::Step& step) {
  { M::signature(trace) } -> std::same_as<explore::Signature>;
  { m.reading(observable, control) } -> std::same_as<explore::Reading>;
  { m.events(control, step, explore::Branch{}) } -> std::same_as<std::vector<explore::EventInstance>>;
  { m.describe(control, step, explore::Branch{}) } -> std::same_as<std::string>;
  { m.waiting(control) } -> std::same_as<std::vector<std::uint32_t>>;
  { m.chain_lengths() } -> std::same_as<std::optional<std::vector<std::uint64_t>>>;
  { m.actor_of(std::uint32_t{}) } -> std::same_as<std::uint32_t>;
  { m.actor_name(std::uint32_t{}) } -> std::convertible_to<std::string>;
};

}  // namespace braid::models
