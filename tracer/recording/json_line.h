// A line of JSON, read once, from front to back, where it stands.
//
// simdjson's first stage (Langdale and Lemire, "Parsing Gigabytes of JSON per Second", VLDB Journal 28, 2019)
// finds where tokens begin, and sees to UTF-8, to strings' ends and to control characters in them. Its second
// stage would copy what it finds into a tree, from which it is copied again into an event: here events are
// filled from the tokens.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace braid::recording {

/// What is wrong with a line; whoever reads the lines adds where. A line is looked at only as far as it is
/// read, so one that is no JSON may be told by a mistake in what it seemed to say: who reports that asks
/// JsonLine::error_in() first.
struct Mistake {
  std::string cause;
  std::string accepted;  ///< what would have been right; may be empty
};

[[noreturn]] void refuse(std::string cause, std::string accepted = {});

/// One line after another, and how far it has been read. Functions that take something throw Mistake where
/// what stands next is no JSON of that kind. Texts are valid until the next one is taken. Not thread-safe.
class JsonLine {
 public:
  JsonLine();

  /// Begins to read a line, which it borrows. REQUIRES that kPadding bytes behind it may be read, and that
  /// the first of them is no JSON. Throws Mistake where simdjson's first stage refuses it.
  void begin(std::string_view line);
  static constexpr std::size_t kPadding = simdjson::SIMDJSON_PADDING;

  /// Begins the same line again.
  void rewind() { next_ = tokens_; }

  /// The first character of the next token; at the end, what follows the line.
  [[nodiscard]] char first() const { return text_[*next_]; }
  [[nodiscard]] bool at_end() const { return next_ == tokens_ + count_; }

  /// Takes a string.
  [[nodiscard]] std::string_view take_text();

  /// Takes what is no string, list or object: a number, `true`, `false`, `null`, or what is no JSON.
  [[nodiscard]] std::string_view take_word();

  /// Takes an integer from 0 to 10^18 - 1, if nothing else stands next; leaves it, perhaps, where white space
  /// follows it.
  [[nodiscard]] bool take_short_natural(std::uint64_t& number);

  /// Takes an object: calls visit(name) before each value, which it has to take.
  template <class Visit>
  void take_members(Visit visit);

  /// Takes a list: calls visit() before each value, which it has to take.
  template <class Visit>
  void take_items(Visit visit);

  /// Takes a value of any kind. Of lists and objects it sees no more than that they end.
  void skip();

  /// Why the line is no JSON, or SUCCESS.
  [[nodiscard]] simdjson::error_code error_in_line() const;

 private:
  [[noreturn]] static void refuse_token();
  void take(char token);
  [[nodiscard]] bool take_if(char token);
  [[nodiscard]] std::string_view unescaped(std::string_view text);

  std::unique_ptr<simdjson::internal::dom_parser_implementation> indexer_;
  std::size_t capacity_ = 0;
  const char* text_ = nullptr;
  std::size_t size_ = 0;
  // Where tokens begin; a last one, which is not counted, is the end of the line.
  const std::uint32_t* tokens_ = nullptr;
  const std::uint32_t* next_ = nullptr;
  std::size_t count_ = 0;
  bool escapes_ = false;  ///< whether there is a backslash anywhere: if not, texts are what stands there
  std::string unescaped_;
};

inline void JsonLine::take(char token) {
  if (first() != token) refuse_token();
  ++next_;
}

inline bool JsonLine::take_if(char token) {
  if (first() != token) return false;
  ++next_;
  return true;
}

inline std::string_view JsonLine::take_text() {
  if (first() != '"') refuse_token();
  const char* begin = text_ + *next_ + 1;
  ++next_;
  const char* end = text_ + *next_ - 1;
  while (*end == ' ' || *end == '\t' || *end == '\r') --end;
  if (*end != '"' || end < begin) refuse_token();
  const std::string_view text(begin, static_cast<std::size_t>(end - begin));
  return escapes_ ? unescaped(text) : text;
}

inline std::string_view JsonLine::take_word() {
  const char* begin = text_ + *next_;
  if (at_end()) refuse_token();
  ++next_;
  const char* end = text_ + *next_;
  while (end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r') --end;
  return {begin, static_cast<std::size_t>(end - begin)};
}

inline bool JsonLine::take_short_natural(std::uint64_t& number) {
  constexpr std::ptrdiff_t kMostDigits = 18;
  const char* begin = text_ + *next_;
  const char* end = begin;
  std::uint64_t sum = 0;
  // Something that is no digit stands behind the line.
  for (; *end >= '0' && *end <= '9'; ++end) sum = sum * 10 + static_cast<std::uint64_t>(*end - '0');
  if (end == begin || end - begin > kMostDigits || (*begin == '0' && end - begin > 1)) return false;
  if (end != text_ + next_[1]) return false;
  ++next_;
  number = sum;
  return true;
}

template <class Visit>
void JsonLine::take_members(Visit visit) {
  take('{');
  if (take_if('}')) return;
  do {
    const std::string_view name = take_text();
    take(':');
    visit(name);
  } while (take_if(','));
  take('}');
}

template <class Visit>
void JsonLine::take_items(Visit visit) {
  take('[');
  if (take_if(']')) return;
  do {
    visit();
  } while (take_if(','));
  take(']');
}

}  // namespace braid::recording
