// Shortest schedules: the canonical schedule to each state.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "braid/checker/explore/schedule.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// The canonical schedule (fewest steps, then fewest context switches, then least label sequence) to each
/// state, and for each actor the canonical one among those whose last step is that actor's: the next switch
/// depends on it.
///
/// A record has a slot for each actor. A slot is its cost, 1 + (steps << 32 | switches) (0: no schedule ends
/// with this actor), and the schedule, packed, the last label lowest, little end first. Two schedules of
/// equal cost have equal lengths, so that comparing the packed numbers compares the label sequences.
///
/// With a bound, states that cannot be reached within that many switches are left out: a schedule that is
/// found within it, and has the fewest steps that any schedule to its target has, is canonical. (A state on
/// its way may keep a longer schedule with fewer switches instead; what goes on from there is too long to be
/// taken.)
class ShortestWeights final : public Weights {
 public:
  static constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

  /// Schedules of more than `greatest_steps` steps are left out too: those to a target that is that far away
  /// do not miss them.
  ShortestWeights(std::uint32_t actors, std::uint32_t labels, std::uint32_t greatest_switches = kUnbounded,
                  std::uint32_t greatest_steps = kUnbounded);

  void open_initial(CellWeights& cell) const override;
  void initial(const CellWeights& cell, std::uint64_t* record) const override;
  void open(CellWeights& target, const std::vector<Source>& sources) const override;
  [[nodiscard]] bool selects() const override {
    return greatest_switches_ != kUnbounded || greatest_steps_ != kUnbounded;
  }
  std::size_t select(const WeightEdge& edge, const std::uint64_t* source, std::size_t count,
                     std::uint32_t* numbers) const override;
  void merge(const WeightEdge& edge, const std::uint64_t* source, const std::uint32_t* source_numbers,
             const std::uint32_t* siblings, std::size_t count, std::uint64_t* target,
             const std::uint32_t* target_numbers) const override;
  void close(const CellWeights&, const std::uint32_t*, std::uint32_t, std::size_t,
             std::uint64_t*) const override {}

  /// A schedule with its cost; ordered as canonical schedules are.
  struct Found {
    std::uint64_t cost = 0;  ///< steps << 32 | switches
    Schedule schedule;
    friend auto operator<=>(const Found&, const Found&) = default;
  };
  /// The steps in a cost.
  [[nodiscard]] static std::uint64_t steps_of(std::uint64_t cost) { return cost >> 32; }
  /// The cost of the canonical schedule in a record; cheap.
  [[nodiscard]] std::uint64_t cost(const CellWeights& cell, const std::uint64_t* record) const;
  /// The canonical schedule in a record.
  [[nodiscard]] Found best(const CellWeights& cell, const std::uint64_t* record) const;

 private:
  [[nodiscard]] std::size_t slot_words(const CellWeights& cell) const { return cell.record_words / actors_; }
  void size_records(CellWeights& cell) const;

  std::uint32_t actors_;
  unsigned label_bits_;
  std::uint32_t greatest_switches_;
  std::uint32_t greatest_steps_;
};

}  // namespace braid::explore
