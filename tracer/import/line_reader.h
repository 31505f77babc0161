// The lines of an input.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "braid/tracer/import/input.h"

namespace braid::import {

/// Reads lines that end in \n, \r\n, or with the input. Of a line longer than kMostLine the rest is dropped,
/// and too_long() says so. Memory: one buffer of at most kMostLine and a bit.
class LineReader {
 public:
  static constexpr std::size_t kMostLine = std::size_t{1} << 24;
  /// So many bytes behind a line may be read (not used) by whoever reads it, as simdjson does.
  static constexpr std::size_t kPadding = 64;

  explicit LineReader(Input input);

  /// The next line, without its end; valid until the next call. False at the end.
  [[nodiscard]] bool next(std::string_view& line);

  /// Of the last line, from 1.
  [[nodiscard]] std::uint64_t number() const { return number_; }
  [[nodiscard]] bool too_long() const { return too_long_; }

  /// Whether the last line ended with the input, not with a line feed: it may be cut off.
  [[nodiscard]] bool unfinished() const { return unfinished_; }

  [[nodiscard]] const Input& input() const { return input_; }

 private:
  bool fill();
  void drop_rest_of_line();
  std::string_view take(std::size_t first, std::size_t size);

  Input input_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;  ///< the bytes in [begin_, end_) are still to be given out
  std::size_t end_ = 0;
  std::uint64_t number_ = 0;
  bool too_long_ = false;
  bool unfinished_ = false;
};

}  // namespace braid::import
