// Reads EDN values from a stream.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/edn/value.h"
#include "braid/tracer/import/input.h"

namespace braid::import::edn {

/// Values one after another. White space, commas, comments (`;` to the end of the line) and discarded values
/// (`#_ value`) are passed over. What is no EDN, is nested deeper than kMostDepth, or has more than
/// kMostParts values in one or more than kMostBytes of text, throws InputError with its line and column.
/// Memory: one value and a buffer.
class Reader {
 public:
  static constexpr int kMostDepth = 64;
  static constexpr std::size_t kMostParts = std::size_t{1} << 20;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 24;

  /// How values at the top level are given.
  enum class Top : std::uint8_t {
    whole,
    opened,  ///< of lists and vectors the values in them, so that one may be larger than memory
  };

  explicit Reader(Input input, Top top = Top::whole);
  /// Reads `text`, which stays the caller's, and which messages call `name`.
  Reader(std::string_view text, std::string name);

  enum class Outcome : std::uint8_t {
    value,
    end,
    cut_off,  ///< the input ends within a value; nothing follows
  };

  [[nodiscard]] Outcome next(Value& value);

  /// Where the last value begins, from 1.
  [[nodiscard]] std::uint64_t line() const { return value_line_; }
  /// Whether the input ended within an opened list or vector.
  [[nodiscard]] bool left_open() const { return closing_.has_value(); }

 private:
  struct CutOff {};

  [[nodiscard]] bool refill();
  [[nodiscard]] int peek();  ///< -1 at the end
  char advance();
  char take();  ///< advance(), counted
  [[noreturn]] void fail(std::string_view cause) const;
  void pass_over_space();
  [[nodiscard]] bool next_at_top();

  /// False where the value is one to discard.
  [[nodiscard]] bool read(Value& value, int depth);
  void read_some(Value& value, int depth);
  void read_items(Value& value, Kind kind, char closing, int depth);
  void read_map(Value& value, int depth);
  void read_string(Value& value);
  void read_escape(std::string& text);
  void read_code_point(std::string& text);
  void read_character(Value& value);
  [[nodiscard]] bool read_dispatched(Value& value, int depth);
  void read_token(Value& value);
  void append_token(std::string& text);

  std::optional<Input> input_;
  std::string name_;
  Top top_ = Top::whole;
  std::vector<char> buffer_;
  std::string_view left_;
  std::uint64_t line_ = 1;
  std::size_t column_ = 1;
  std::uint64_t value_line_ = 1;
  std::size_t parts_ = 0;
  std::size_t bytes_ = 0;
  std::optional<char> closing_;  ///< the bracket of the list or vector that was opened at the top
};

}  // namespace braid::import::edn
