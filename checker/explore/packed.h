// Packed states: bit vectors whose fields are laid out when a trace is loaded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

namespace braid::explore {

/// Where a number lives in a packed state. A field never straddles two words. Width 0 is a field without
/// bits: it reads as 0 and must be set to 0 only.
struct Field {
  std::uint32_t word = 0;
  std::uint8_t shift = 0;
  std::uint8_t width = 0;

  /// The field's bits, moved down to bit 0. REQUIRES width <= 63.
  [[nodiscard]] constexpr std::uint64_t mask() const { return (std::uint64_t{1} << width) - 1; }

  friend bool operator==(const Field&, const Field&) = default;
};

/// The number of bits that hold 0..greatest.
[[nodiscard]] constexpr unsigned bits_for(std::uint64_t greatest) {
  unsigned bits = 0;
  for (; greatest != 0; greatest >>= 1) ++bits;
  return bits;
}

/// Hands out fields, densely packed into 64-bit words in the order of the calls.
class Layout {
 public:
  /// A new field of `width` bits (0..63).
  [[nodiscard]] Field add(unsigned width);

  /// Words of a state; at least 1. The topmost bit of the last word is never handed out.
  [[nodiscard]] std::size_t words() const { return word_ + 1; }
  [[nodiscard]] std::size_t bits() const { return bits_; }

 private:
  std::uint32_t word_ = 0;
  unsigned used_ = 0;
  std::size_t bits_ = 0;
};

/// A state's data in `Words` 64-bit words. Trivial (`State<W>{}` is all zero); equal states have equal words.
template <std::size_t Words>
struct State {
  std::array<std::uint64_t, Words> words;

  [[nodiscard]] std::uint64_t get(Field field) const {
    return (words[index(field)] >> field.shift) & field.mask();
  }
  /// REQUIRES value <= field.mask().
  void set(Field field, std::uint64_t value) {
    std::uint64_t& word = words[index(field)];
    word = (word & ~(field.mask() << field.shift)) | (value << field.shift);
  }
  /// Without a branch where states are narrow: std::array's comparison would call memcmp for each.
  friend bool operator==(const State& a, const State& b) {
    if constexpr (Words > 8) return a.words == b.words;
    std::uint64_t difference = 0;
    for (std::size_t word = 0; word < Words; ++word) difference |= a.words[word] ^ b.words[word];
    return difference == 0;
  }

 private:
  static constexpr std::size_t index(Field field) {
    if constexpr (Words == 1) return 0;
    return field.word;
  }
};

/// The same, for any number of words; for replaying one schedule, where speed does not matter.
struct WideState {
  std::vector<std::uint64_t> words;

  [[nodiscard]] std::uint64_t get(Field field) const {
    return (words[field.word] >> field.shift) & field.mask();
  }
  void set(Field field, std::uint64_t value) {
    std::uint64_t& word = words[field.word];
    word = (word & ~(field.mask() << field.shift)) | (value << field.shift);
  }
  friend bool operator==(const WideState&, const WideState&) = default;
};

}  // namespace braid::explore
