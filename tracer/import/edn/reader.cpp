#include "braid/tracer/import/edn/reader.h"

#include <fmt/format.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/words.h"

namespace braid::import::edn {
namespace {

constexpr std::size_t kBuffer = std::size_t{1} << 16;
constexpr int kEnd = -1;

bool is_space(int c) {
  return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == ',' || c == '\f' || c == '\v';
}

bool ends_token(int c) {
  return c == kEnd || is_space(c) ||
         std::string_view("()[]{}\";").find(static_cast<char>(c)) != std::string_view::npos;
}

bool is_number(std::string_view token) {
  if (token.starts_with('-') || token.starts_with('+')) token.remove_prefix(1);
  return !token.empty() && token.front() >= '0' && token.front() <= '9';
}

// Surrogates are written like other code points: what they make is no UTF-8, and kept as it is.
void append_utf8(std::string& text, std::uint32_t point) {
  if (point < 0x80) {
    text += static_cast<char>(point);
  } else if (point < 0x800) {
    text += static_cast<char>(0xc0 | (point >> 6));
    text += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    text += static_cast<char>(0xe0 | (point >> 12));
    text += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    text += static_cast<char>(0x80 | (point & 0x3f));
  }
}

void set_number(Value& value) {
  std::string_view digits = value.text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.ends_with('N')) digits.remove_suffix(1);
  if (const auto number = read_number<std::int64_t>(digits)) {
    value.kind = Kind::integer;
    value.integer = *number;
    value.text.clear();
  } else {
    value.kind = Kind::number;
  }
}

}  // namespace

Reader::Reader(Input input, Top top)
    : input_(std::move(input)), name_(input_->name()), top_(top), buffer_(kBuffer) {}

Reader::Reader(std::string_view text, std::string name) : name_(std::move(name)), left_(text) {}

bool Reader::refill() {
  if (!input_) return false;
  left_ = std::string_view(buffer_.data(), input_->read(buffer_));
  return !left_.empty();
}

int Reader::peek() {
  if (left_.empty() && !refill()) return kEnd;
  return static_cast<unsigned char>(left_.front());
}

// REQUIRES that peek() saw something.
char Reader::advance() {
  const char c = left_.front();
  left_.remove_prefix(1);
  ++column_;
  if (c == '\n') {
    ++line_;
    column_ = 1;
  }
  return c;
}

char Reader::take() {
  if (++bytes_ > kMostBytes) fail("a value of more bytes than are read");
  return advance();
}

void Reader::fail(std::string_view cause) const {
  throw InputError(name_, {static_cast<std::size_t>(line_), column_}, cause, "EDN is read");
}

void Reader::pass_over_space() {
  while (true) {
    const int c = peek();
    if (c == ';') {
      while (peek() != kEnd && peek() != '\n') advance();
    } else if (is_space(c)) {
      advance();
    } else {
      return;
    }
  }
}

Reader::Outcome Reader::next(Value& value) {
  try {
    while (next_at_top()) {
      parts_ = bytes_ = 0;
      value_line_ = line_;
      value = {};
      if (read(value, 0)) return Outcome::value;
    }
    return Outcome::end;
  } catch (const CutOff&) {
    return Outcome::cut_off;
  }
}

// Lists and vectors at the top are opened, not those in them.
bool Reader::next_at_top() {
  while (true) {
    pass_over_space();
    const int c = peek();
    if (c == kEnd) return false;
    if (top_ == Top::opened && !closing_ && (c == '(' || c == '[')) {
      closing_ = c == '(' ? ')' : ']';
    } else if (closing_ && c == *closing_) {
      closing_.reset();
    } else {
      return true;
    }
    advance();
  }
}

bool Reader::read(Value& value, int depth) {
  if (depth > kMostDepth) fail(fmt::format("values nested deeper than {}", kMostDepth));
  if (++parts_ > kMostParts) fail("a value of more parts than are read");
  switch (peek()) {
    case kEnd:
      throw CutOff();
    case '(':
      read_items(value, Kind::list, ')', depth);
      return true;
    case '[':
      read_items(value, Kind::vector, ']', depth);
      return true;
    case '{':
      read_map(value, depth);
      return true;
    case '"':
      read_string(value);
      return true;
    case '\\':
      read_character(value);
      return true;
    case '#':
      return read_dispatched(value, depth);
    case ')':
    case ']':
    case '}':
      fail("a bracket that closes nothing");
    default:
      read_token(value);
      return true;
  }
}

void Reader::read_items(Value& value, Kind kind, char closing, int depth) {
  value.kind = kind;
  take();
  while (true) {
    pass_over_space();
    if (peek() == closing) break;
    Value item;
    if (read(item, depth + 1)) value.items.push_back(std::move(item));
  }
  take();
}

void Reader::read_map(Value& value, int depth) {
  read_items(value, Kind::map, '}', depth);
  if (value.items.size() % 2 != 0) fail("a map with a key that has no value");
}

void Reader::read_string(Value& value) {
  value.kind = Kind::string;
  take();
  while (true) {
    const int c = peek();
    if (c == kEnd) throw CutOff();
    take();
    if (c == '"') return;
    if (c == '\\') {
      read_escape(value.text);
    } else {
      value.text += static_cast<char>(c);
    }
  }
}

void Reader::read_escape(std::string& text) {
  const int c = peek();
  if (c == kEnd) throw CutOff();
  take();
  switch (c) {
    case 't':
      text += '\t';
      return;
    case 'r':
      text += '\r';
      return;
    case 'n':
      text += '\n';
      return;
    case '\\':
    case '"':
      text += static_cast<char>(c);
      return;
    case 'u':
      return read_code_point(text);
    default:
      fail("an escape that there is not in strings");
  }
}

void Reader::read_code_point(std::string& text) {
  std::string digits;
  for (int i = 0; i < 4; ++i) {
    if (peek() == kEnd) throw CutOff();
    digits += take();
  }
  const auto point = read_number<std::uint32_t>(digits, 16);
  if (!point) fail("an escape \\u without four hexadecimal digits");
  append_utf8(text, *point);
}

void Reader::read_character(Value& value) {
  value.kind = Kind::character;
  take();
  if (peek() == kEnd) throw CutOff();
  value.text = take();
  append_token(value.text);
}

bool Reader::read_dispatched(Value& value, int depth) {
  take();
  const int c = peek();
  if (c == '{') {
    read_items(value, Kind::set, '}', depth);
    return true;
  }
  if (c == '_') {
    take();
    read_some(value, depth);
    return false;
  }
  if (c == '#') {  // ##Inf, ##NaN
    value.kind = Kind::number;
    value.text = '#';
    append_token(value.text);
    return true;
  }
  append_token(value.text);
  if (value.text.empty()) fail("a # without a tag");
  value.kind = Kind::tagged;
  read_some(value.items.emplace_back(), depth);
  return true;
}

void Reader::read_some(Value& value, int depth) {
  do {
    value = {};
    pass_over_space();
  } while (!read(value, depth + 1));
}

void Reader::read_token(Value& value) {
  append_token(value.text);
  if (value.text == "nil") {
    value = {};
  } else if (value.text == "true" || value.text == "false") {
    value.integer = value.text == "true" ? 1 : 0;
    value.kind = Kind::boolean;
    value.text.clear();
  } else if (value.text.starts_with(':')) {
    value.kind = Kind::keyword;
    value.text.erase(0, 1);
    if (value.text.empty()) fail("a colon without a keyword");
  } else if (is_number(value.text)) {
    set_number(value);
  } else {
    value.kind = Kind::symbol;
  }
}

void Reader::append_token(std::string& text) {
  while (!ends_token(peek())) text += take();
}

}  // namespace braid::import::edn
