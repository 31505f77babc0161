// The outcomes of a sweep, found once more from its archive.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/archive.h"
#include "braid/checker/explore/outcomes.h"
#include "question.h"

namespace braid::oracle {

[[nodiscard]] inline std::uint64_t archived_states(const explore::Archive& archive) {
  std::uint64_t states = 0;
  for (const explore::Rank rank : archive.ranks()) {
    archive.read(rank, [&](const explore::ArchivedCell& cell) { states += cell.count; });
  }
  return states;
}

/// How many actors can step in each state of the cell.
template <explore::Model M>
[[nodiscard]] std::vector<std::uint32_t> choices_of(const M& model, const explore::ArchivedCell& cell) {
  std::vector<std::uint32_t> choices(cell.count, 0);
  for (std::size_t i = 0; i < cell.count; ++i) {
    std::int64_t last_actor = -1;
    model.steps(cell.control.view(), [&](const typename M::Step& step) {
      explore::WideState state{{cell.states.begin() + static_cast<std::ptrdiff_t>(i * cell.stride),
                                cell.states.begin() + static_cast<std::ptrdiff_t>((i + 1) * cell.stride)}};
      explore::Branch branch = explore::kDisabled;
      model.template with_kernel<explore::WideState>(step, [&](auto&& kernel) { branch = kernel(state); });
      if (branch == explore::kDisabled || last_actor == std::int64_t{step.actor}) return;
      last_actor = step.actor;
      ++choices[i];
    });
  }
  return choices;
}

template <explore::Model M>
[[nodiscard]] explore::OutcomeTable archived_outcomes(const Question<M>& question,
                                                      const explore::Archive& archive,
                                                      const explore::CountWeights& weights) {
  explore::OutcomeCollector collector(weights, question.grouping());
  collector.begin(1);
  for (const explore::Rank rank : archive.ranks()) {
    archive.read(rank, [&](const explore::ArchivedCell& cell) {
      const std::vector<std::uint32_t> choices = choices_of(question.model, cell);
      explore::CellView view;
      view.control = cell.control.view();
      view.ending = cell.ending;
      view.states = cell.states.data();
      view.stride = cell.stride;
      view.count = cell.count;
      view.weights = &cell.weights;
      view.records = cell.records.data();
      view.choices = choices.data();
      collector.visit(0, view);
    });
  }
  return collector.take_table();
}

[[nodiscard]] inline bool same(const explore::OutcomeTable& a, const explore::OutcomeTable& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& left, const auto& right) {
    return left.first == right.first && left.second.schedules == right.second.schedules &&
           left.second.first_rank == right.second.first_rank && left.second.masses == right.second.masses;
  });
}

}  // namespace braid::oracle
