// Schedules as one long number: labels of a fixed width, the last one lowest, in words, the little end first.
//
// Two schedules of one length compare as their numbers do: label by label, the first difference deciding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "braid/checker/explore/packed.h"
#include "braid/checker/explore/schedule.h"

namespace braid::explore {

/// The bits of a label, of which there are `labels`.
[[nodiscard]] constexpr unsigned label_bits(std::uint32_t labels) {
  return labels <= 1 ? 0 : bits_for(labels - 1);
}

/// The words of a schedule of so many steps.
[[nodiscard]] constexpr std::size_t packed_words(std::uint64_t steps, unsigned bits) {
  return static_cast<std::size_t>((steps * bits + 63) / 64);
}

/// Compares two packed schedules of equal length: negative, 0, positive. Words beyond a schedule's are 0.
[[nodiscard]] inline int compare_packed(const std::uint64_t* a, std::size_t a_words, const std::uint64_t* b,
                                        std::size_t b_words) {
  for (std::size_t word = a_words > b_words ? a_words : b_words; word-- > 0;) {
    const std::uint64_t left = word < a_words ? a[word] : 0;
    const std::uint64_t right = word < b_words ? b[word] : 0;
    if (left != right) return left < right ? -1 : 1;
  }
  return 0;
}

/// A packed schedule with one more label, word by word, without making it. Borrows the words.
struct ExtendedSchedule {
  const std::uint64_t* words;
  std::size_t count;
  unsigned bits;  ///< of a label
  std::uint64_t label;

  [[nodiscard]] std::uint64_t word(std::size_t index) const {
    if (bits == 0) return 0;
    const std::uint64_t own = index < count ? words[index] << bits : 0;
    const std::uint64_t below = index == 0 ? label : (index <= count ? words[index - 1] >> (64 - bits) : 0);
    return own | below;
  }

  /// Whether it is less than the schedule in `target`, of the same length.
  [[nodiscard]] bool less_than(const std::uint64_t* target, std::size_t target_words) const {
    for (std::size_t at = target_words; at-- > 0;) {
      const std::uint64_t left = word(at);
      if (left != target[at]) return left < target[at];
    }
    return false;
  }

  /// Writes it; words that it does not need become 0.
  void write(std::uint64_t* target, std::size_t target_words) const {
    for (std::size_t at = 0; at < target_words; ++at) target[at] = word(at);
  }
};

/// The labels of a packed schedule of so many steps. O(steps * words).
[[nodiscard]] Schedule unpack_schedule(std::span<const std::uint64_t> words, std::uint64_t steps,
                                       unsigned bits);

}  // namespace braid::explore
