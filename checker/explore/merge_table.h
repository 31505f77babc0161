// Where the copies of a state meet: the table of the cell that is being pulled.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "braid/checker/explore/packed.h"

namespace braid::explore {

/// A set of states, numbered in the order in which they first came. Re-used from cell to cell; memory only
/// grows. Invariant: slot s is 0 (empty) or 1 + the number of a state; at most half of the slots are taken.
template <std::size_t Words>
class MergeTable {
 public:
  /// Empties the table, with room for about `expected` states.
  void clear(std::size_t expected) {
    std::size_t capacity = 64;
    while (capacity < expected * 2) capacity *= 2;
    if (capacity > slots_.size()) slots_.resize(capacity);
    // Only the part in use is cleared: small cells stay cheap after a large one.
    use(capacity);
    count_ = 0;
    if (states_capacity_ < capacity / 2) grow_states(capacity / 2);
  }

  [[nodiscard]] std::size_t count() const { return count_; }
  [[nodiscard]] const State<Words>* states() const { return states_.get(); }
  [[nodiscard]] std::size_t bytes() const {
    return slots_.size() * sizeof(std::uint32_t) + states_capacity_ * sizeof(State<Words>);
  }

  /// Makes room for `more` states beyond those present, so that locate() does not allocate.
  void reserve(std::size_t more) {
    const std::size_t needed = count_ + more;
    if (needed > states_capacity_) grow_states(std::max(needed, states_capacity_ * 2));
    if (needed * 2 <= capacity_) return;
    std::size_t capacity = capacity_;
    while (capacity < needed * 2) capacity *= 2;
    if (capacity > slots_.size()) slots_.resize(capacity);
    use(capacity);
    for (std::size_t number = 0; number < count_; ++number) {
      std::size_t slot = home(states_[number]);
      while (slots_[slot] != 0) slot = (slot + 1) & (capacity_ - 1);
      slots_[slot] = static_cast<std::uint32_t>(number + 1);
    }
  }

  /// Writes the number of each of `count` states, adding those that are new. REQUIRES reserve(count) before.
  void locate(const State<Words>* states, std::size_t count, std::uint32_t* numbers) {
    constexpr std::size_t kBeyondNearCaches = std::size_t{1} << 16;
    if (capacity_ >= kBeyondNearCaches) {
      // The look-ups of a batch then wait for memory together, not one after the other.
      for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(&slots_[home(states[i])]);
    }
    std::size_t present = count_;
    for (std::size_t i = 0; i < count; ++i) numbers[i] = locate_one(states[i], present);
    count_ = present;
  }

 private:
  std::uint32_t locate_one(const State<Words>& state, std::size_t& present) {
    for (std::size_t slot = home(state);; slot = (slot + 1) & (capacity_ - 1)) {
      const std::uint32_t taken = slots_[slot];
      if (taken == 0) {
        states_[present] = state;
        slots_[slot] = static_cast<std::uint32_t>(++present);
        return static_cast<std::uint32_t>(present - 1);
      }
      if (states_[taken - 1] == state) return taken - 1;
    }
  }

  void use(std::size_t capacity) {
    capacity_ = capacity;
    shift_ = 64 - bits_for(capacity - 1);
    std::memset(slots_.data(), 0, capacity * sizeof(std::uint32_t));
  }
  void grow_states(std::size_t capacity) {
    std::unique_ptr<State<Words>[]> grown(new State<Words>[capacity]);
    if (count_ > 0) std::memcpy(grown.get(), states_.get(), count_ * sizeof(State<Words>));
    states_ = std::move(grown);
    states_capacity_ = capacity;
  }
  /// Fibonacci hashing: the product's topmost bits depend on all bits of the state.
  [[nodiscard]] std::size_t home(const State<Words>& state) const {
    constexpr std::uint64_t kGolden = 0x9E3779B97F4A7C15u;
    std::uint64_t hash = state.words[0] * kGolden;
    for (std::size_t word = 1; word < Words; ++word) {
      hash = ((hash ^ (hash >> 29)) + state.words[word]) * kGolden;
    }
    return static_cast<std::size_t>(hash >> shift_);
  }

  std::vector<std::uint32_t> slots_;
  std::size_t capacity_ = 0;
  unsigned shift_ = 64;
  std::unique_ptr<State<Words>[]> states_;
  std::size_t states_capacity_ = 0;
  std::size_t count_ = 0;
};

}  // namespace braid::explore
