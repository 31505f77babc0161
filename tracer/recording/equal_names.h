// Comparing names, which are short: a call of memcmp() costs more than what it does.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

namespace braid::recording {

/// Whether the bytes of both at `at` are equal, as many as a Word has.
template <class Word>
[[nodiscard]] inline bool equal_words(std::string_view a, std::string_view b, std::size_t at) {
  Word of_a = 0;
  Word of_b = 0;
  std::memcpy(&of_a, a.data() + at, sizeof of_a);
  std::memcpy(&of_b, b.data() + at, sizeof of_b);
  return of_a == of_b;
}

/// Whether both are equal.
[[nodiscard]] inline bool equal_names(std::string_view a, std::string_view b) {
  const std::size_t size = a.size();
  if (size != b.size()) return false;
  if (size > 2 * sizeof(std::uint64_t)) return a == b;
  // Two words, which overlap where the names are no multiple of them.
  if (size >= sizeof(std::uint64_t))
    return equal_words<std::uint64_t>(a, b, 0) &&
           equal_words<std::uint64_t>(a, b, size - sizeof(std::uint64_t));
  if (size >= sizeof(std::uint32_t))
    return equal_words<std::uint32_t>(a, b, 0) &&
           equal_words<std::uint32_t>(a, b, size - sizeof(std::uint32_t));
  for (std::size_t k = 0; k < size; ++k) {
    if (a[k] != b[k]) return false;
  }
  return true;
}

}  // namespace braid::recording
