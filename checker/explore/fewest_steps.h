// How many steps lead to a state at least, where ranks do not tell.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <limits>

#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// The length of the shortest schedule to each state. A record is one word: 1 + steps; 0: no schedule yet.
class FewestStepsWeights final : public Weights {
 public:
  void open_initial(CellWeights& cell) const override { cell.record_words = 1; }
  void initial(const CellWeights&, std::uint64_t* record) const override { *record = 1; }
  void open(CellWeights& target, const std::vector<Source>&) const override { target.record_words = 1; }
  [[nodiscard]] bool selects() const override { return true; }
  std::size_t select(const WeightEdge&, const std::uint64_t* source, std::size_t count,
                     std::uint32_t* numbers) const override {
    const std::uint64_t bound = bound_.load(std::memory_order_relaxed);
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (source[i] <= bound) numbers[kept++] = static_cast<std::uint32_t>(i);
    }
    return kept;
  }
  void merge(const WeightEdge&, const std::uint64_t* source, const std::uint32_t* source_numbers,
             const std::uint32_t*, std::size_t count, std::uint64_t* target,
             const std::uint32_t* target_numbers) const override {
    for (std::size_t i = 0; i < count; ++i) {
      const std::uint64_t extended = source[source_numbers == nullptr ? i : source_numbers[i]] + 1;
      std::uint64_t& known = target[target_numbers[i]];
      if (known == 0 || extended < known) known = extended;
    }
  }
  void close(const CellWeights&, const std::uint32_t*, std::uint32_t, std::size_t,
             std::uint64_t*) const override {}

  [[nodiscard]] static std::uint64_t steps_of(const std::uint64_t* record) { return *record - 1; }

  /// From now on schedules of more steps are of no interest: states that have none shorter are left out.
  /// Which states these are may depend on the threads; the fewest steps to what is nearer do not.
  void leave_out_above(std::uint64_t steps) const { bound_.store(steps, std::memory_order_relaxed); }

 private:
  mutable std::atomic<std::uint64_t> bound_ = std::numeric_limits<std::uint64_t>::max();
};

}  // namespace braid::explore
