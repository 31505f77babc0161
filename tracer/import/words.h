// Takes a line of text apart, word by word.
#pragma once

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

namespace braid::import {

/// Removes white space (blanks and tabs) and then a word from the front of `text`; "" at its end.
[[nodiscard]] inline std::string_view take_word(std::string_view& text) {
  // Not find_first_of(), which calls memchr() for every character.
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  std::size_t begin = 0;
  while (begin < text.size() && is_blank(text[begin])) ++begin;
  std::size_t end = begin;
  while (end < text.size() && !is_blank(text[end])) ++end;
  const std::string_view word = text.substr(begin, end - begin);
  text.remove_prefix(end);
  return word;
}

/// All of `text` as a number; nothing where it is none or does not fit.
template <class Number>
[[nodiscard]] std::optional<Number> read_number(std::string_view text, int base = 10) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// Takes a word; nothing where it is no number.
template <class Number>
[[nodiscard]] std::optional<Number> take_number(std::string_view& text) {
  return read_number<Number>(take_word(text));
}

template <class Words>
[[nodiscard]] bool is_one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace braid::import
