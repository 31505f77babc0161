// Symmetries: permutations of a model's clients under which its steps are the same.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/formula/bound_formula.h"

namespace braid::models {

/// A field whose bits stand in another after the permutation.
struct FieldMove {
  explore::Field from;
  explore::Field to;      ///< as wide
  bool content = false;   ///< it tells a content, which is permuted as contents are
  std::int64_t base = 0;  ///< of a content: the bits plus this are its number; a negative one means none
};

/// A permutation of clients, in terms of one model of one trace. Applied to a reachable state it gives a
/// reachable state, and to a step of the one a step of the other.
struct Symmetry {
  std::vector<std::uint32_t> positions;  ///< what stands at place i of the positions goes to positions[i]
  std::vector<FieldMove> moves;         ///< each field that moves or holds contents is `from` once, `to` once
  std::vector<std::uint64_t> contents;  ///< what becomes of each content; empty: all stay
  std::vector<std::vector<std::uint32_t>> members;  ///< by Signature::sets, by member: what becomes of it
  std::vector<explore::ObservableId> observables;   ///< of the model: what becomes of each
};

/// Numbers of classes, by element of 0 .. elements-1: of two elements that are alike (an equivalence), the
/// same.
[[nodiscard]] std::vector<std::uint32_t> classes_of(
    std::uint32_t elements, const std::function<bool(std::uint32_t, std::uint32_t)>& alike);

/// All permutations of 0 .. elements-1 that keep each element within its class, the identity first: by
/// element, its image. Where there are more than `most`, those of a subgroup: of large classes, only some
/// elements move. `classes`, by element, are arbitrary numbers. REQUIRES most >= 1.
[[nodiscard]] std::vector<std::vector<std::uint32_t>> permutations_within(
    std::span<const std::uint32_t> classes, std::size_t most);

/// For each observable of a model, the one that is about its image: `about` says of each what it is about,
/// `images` what becomes of that. Several about the same, which read the same, are told apart by their order.
/// REQUIRES that the images are the same as what they are images of, in another order. O(n log n).
template <class About>
[[nodiscard]] std::vector<explore::ObservableId> observables_about(const std::vector<About>& about,
                                                                   const std::vector<About>& images) {
  std::map<About, std::vector<explore::ObservableId>> ids;
  for (explore::ObservableId id = 0; id < about.size(); ++id) ids[about[id]].push_back(id);
  std::map<About, std::size_t> seen;
  std::vector<explore::ObservableId> permuted;
  for (std::size_t i = 0; i < about.size(); ++i) permuted.push_back(ids.at(images[i])[seen[about[i]]++]);
  return permuted;
}

/// What each observable becomes, those that the properties remember included.
[[nodiscard]] std::vector<explore::ObservableId> permuted_observables(
    const Symmetry& symmetry, std::span<const formula::BoundProperty> properties);

/// Whether each claim of the properties, and what they remember, is the same in permuted states: then a state
/// decides a claim exactly if the permuted one does. `observables` is permuted_observables() of the signature
/// that the properties are bound to. O(nodes log nodes).
[[nodiscard]] bool fixes(const Symmetry& symmetry, std::span<const explore::ObservableId> observables,
                         const explore::Signature& signature,
                         std::span<const formula::BoundProperty> properties);

}  // namespace braid::models
