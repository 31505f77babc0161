// Writes JSON documents, token by token, so that a table of millions of rows is never a tree in memory.
#pragma once

#include <cstdint>
#include <ostream>
#include <string_view>
#include <vector>

namespace braid::report {

/// Numbers beyond this are written as strings, since most readers keep numbers as doubles.
inline constexpr std::uint64_t kGreatestJsonNumber = std::uint64_t{1} << 53;

/// How the members of an object or array are laid out.
enum class JsonLayout : std::uint8_t { one_line, line_each };

/// A document is written by calls in its own order; commas and colons come by themselves. Output is ASCII
/// where the input is; bytes that are not UTF-8 become U+FFFD. Errors of the stream are left to its owner.
class JsonWriter {
 public:
  explicit JsonWriter(std::ostream& out) : out_(out) {}

  JsonWriter& begin_object(JsonLayout layout = JsonLayout::one_line);
  JsonWriter& end_object();
  JsonWriter& begin_array(JsonLayout layout = JsonLayout::one_line);
  JsonWriter& end_array();

  /// The name of the next member. REQUIRES that an object is open and no value is due.
  JsonWriter& key(std::string_view name);

  JsonWriter& text(std::string_view value);
  JsonWriter& boolean(bool value);
  /// A number up to kGreatestJsonNumber, else a string of digits.
  JsonWriter& number(std::uint64_t value);
  JsonWriter& number(std::int64_t value);
  /// The shortest digits that mean exactly this number; null for what JSON has no number for.
  JsonWriter& real(double value);
  JsonWriter& null();

  /// Ends the document with a line feed. REQUIRES that everything is closed.
  void finish() { out_ << '\n'; }

 private:
  struct Open {
    JsonLayout layout = JsonLayout::one_line;
    bool empty = true;
  };

  void begin_value();
  void begin_member();
  void begin(char bracket, JsonLayout layout);
  void end(char bracket);
  void string(std::string_view value);
  void new_line();

  std::ostream& out_;
  std::vector<Open> open_;
  bool after_key_ = false;
};

}  // namespace braid::report
