// Texts and numbers as strace prints them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace braid::import::strace {

/// `"..."`, with strace's escapes undone.
struct Text {
  std::string bytes;
  bool cut = false;  ///< `"abc"...`: there was more (-s)
};

/// Where a text that begins at `from` (with the quotation mark) ends: behind the closing mark; npos where it
/// does not end.
[[nodiscard]] std::size_t end_of_text(std::string_view text, std::size_t from);

/// The text at the beginning of `argument`; nothing where there is none.
[[nodiscard]] std::optional<Text> read_text(std::string_view argument);

/// Undoes \n, \\, \", \17, \x0f and their like (strace's string_quote writes no others).
[[nodiscard]] std::string unescaped(std::string_view text);

/// A number in decimal, octal (0...) or hexadecimal (0x...) digits at the beginning of `argument`.
[[nodiscard]] std::optional<std::int64_t> read_integer(std::string_view argument);

/// The value of NAME in `{NAME=VALUE, ...}`, up to the comma or brace behind it; empty where there is none.
[[nodiscard]] std::string_view member(std::string_view structure, std::string_view name);

/// `[{iov_base="abc", iov_len=3}, ...]`, joined.
struct Vector {
  Text text;
  std::uint64_t length = 0;
  bool whole = true;  ///< all elements are printed, so that `length` is the sum of all
};
[[nodiscard]] Vector read_vector(std::string_view argument);

/// `[3, 4]` or `[3<pipe:[1]>, 4<pipe:[1]>]`.
[[nodiscard]] std::vector<std::int64_t> read_pair(std::string_view argument);

/// The name of what -X verbose prints as `0x42 /* O_RDWR|O_CREAT */`; all else as it is.
[[nodiscard]] std::string_view symbolic(std::string_view argument);

/// Whether `flags` (`O_RDWR|O_APPEND`, or a number under -X raw) has that flag, whose number is `bit`.
[[nodiscard]] bool has_flag(std::string_view flags, std::string_view name, std::int64_t bit);

}  // namespace braid::import::strace
