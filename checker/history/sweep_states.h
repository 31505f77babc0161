// States in front of a sweep over a history, in flat memory.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/history/history.h"

namespace braid::history {

/// How a state lies in words: what the objects hold, two a word, and then a bit for each slot of an operation
/// in progress that has taken effect.
class StateShape {
 public:
  StateShape(std::size_t values, std::size_t slots)
      : value_words_((values + 1) / 2), words_(value_words_ + (slots + 63) / 64) {}

  [[nodiscard]] std::size_t words() const { return words_; }
  [[nodiscard]] std::size_t value_words() const { return value_words_; }

  [[nodiscard]] static ValueId value(const std::uint64_t* state, std::size_t place) {
    return static_cast<ValueId>(state[place / 2] >> (32 * (place % 2)));
  }
  static void set_value(std::uint64_t* state, std::size_t place, ValueId value) {
    const unsigned shift = 32 * (place % 2);
    state[place / 2] = (state[place / 2] & ~(std::uint64_t{0xFFFFFFFFU} << shift)) | std::uint64_t{value}
                                                                                         << shift;
  }
  [[nodiscard]] bool done(const std::uint64_t* state, std::size_t slot) const {
    return (state[value_words_ + slot / 64] >> slot % 64 & 1U) != 0;
  }
  void set_done(std::uint64_t* state, std::size_t slot) const {
    state[value_words_ + slot / 64] |= std::uint64_t{1} << slot % 64;
  }
  void reset_done(std::uint64_t* state, std::size_t slot) const {
    state[value_words_ + slot / 64] &= ~(std::uint64_t{1} << slot % 64);
  }
  /// How many operations have taken effect.
  [[nodiscard]] std::size_t count_done(const std::uint64_t* state) const;

 private:
  std::size_t value_words_;
  std::size_t words_;
};

/// Of states that are equal but for operations of unknown outcome, those that have used a least set of them.
/// Invariant: no live state's set includes another's that is equal otherwise.
class LeastStates {
 public:
  explicit LeastStates(const StateShape& shape) : shape_(shape) {}

  /// Makes it empty; keeps the memory. `unknown` has the bits, in words like those of a state's slots, of the
  /// operations whose outcome is unknown. Borrowed until the next clear().
  void clear(std::span<const std::uint64_t> unknown);

  /// Adds the state unless one that is there is as good; drops those that are worse. Whether it was added: it
  /// is then the last.
  [[nodiscard]] bool admit(const std::uint64_t* state);

  /// All that were added, by number; those that were dropped are not live.
  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(next_.size()); }
  [[nodiscard]] bool live(std::uint32_t number) const { return live_[number] != 0; }
  /// Valid until the next admit().
  [[nodiscard]] const std::uint64_t* at(std::uint32_t number) const {
    return words_.data() + number * shape_.words();
  }

 private:
  struct Place {
    std::uint32_t generation = 0;
    std::uint32_t first = 0;  ///< of the states that are equal but for unknown outcomes
  };

  [[nodiscard]] std::size_t hash(const std::uint64_t* state) const;
  [[nodiscard]] bool same(const std::uint64_t* a, const std::uint64_t* b) const;
  /// Whether `more` has used what `less` has.
  [[nodiscard]] bool includes(const std::uint64_t* more, const std::uint64_t* less) const;
  void grow();
  void append(const std::uint64_t* state, std::uint32_t next);

  StateShape shape_;
  std::span<const std::uint64_t> unknown_;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> next_;  // in the list of its place
  std::vector<std::uint8_t> live_;
  std::vector<Place> table_;  // open addressing; a power of two
  std::uint32_t generation_ = 0;
  std::size_t used_ = 0;  // places of this generation
};

}  // namespace braid::history
