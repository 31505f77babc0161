#include "braid/tracer/recording/json_fields.h"

#include "braid/tracer/quote.h"
#include "braid/tracer/recording/json_member.h"
#include "braid/tracer/recording/json_text.h"

namespace braid::recording {
namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kMostMembers = 1000;  // each is compared with those before it

void read_value(JsonLine& line, int depth, Value& value);

/// One of 64 bits; those of the names that occur together in usual events differ.
std::uint64_t mark_of(std::string_view name) {
  if (name.empty()) return 1;
  const auto first = static_cast<unsigned char>(name.front());
  const auto last = static_cast<unsigned char>(name.back());
  return std::uint64_t{1} << ((name.size() * 6 + first * 2U + last * 7U) % 64);
}

void read_fields(JsonLine& line, int depth, Fields& fields) {
  fields.clear();
  std::uint64_t seen = 0;  // marks of the names so far: few names share one
  line.take_members([&](std::string_view name) {
    if (fields.size() == kMostMembers)
      refuse(fmt::format("an object has more than {} members", kMostMembers));
    const std::uint64_t mark = mark_of(name);
    if ((seen & mark) != 0 && fields.find(name) != nullptr)
      refuse(fmt::format("{} occurs twice", quote(name)));
    seen |= mark;
    Value& value = fields.append(name);
    if (line.first() == '"') {
      value.set_text(line.take_text());
    } else {
      read_value(line, depth + 1, value);
    }
  });
}

/// An object, or the text that it holds in base64.
void read_object(JsonLine& line, int depth, Value& value) {
  Fields& fields = value.set_fields();
  read_fields(line, depth, fields);
  if (fields.size() != 1 || fields.begin()->name != "base64") return;
  const std::string* text = fields.begin()->value.text();
  if (text == nullptr) refuse_type("base64", "no string");
  std::string bytes;
  if (!read_base64(*text, bytes)) refuse("\"base64\" is no base64");
  value = Value(std::move(bytes));
}

void read_list(JsonLine& line, int depth, Value& value) {
  List& list = value.set_list();
  std::size_t count = 0;
  line.take_items([&] {
    if (count == list.size()) list.emplace_back(false);
    read_value(line, depth + 1, list[count++]);
  });
  list.erase(list.begin() + static_cast<std::ptrdiff_t>(count), list.end());
}

void read_word(std::string_view word, Value& value) {
  if (const auto number = integer_in<std::int64_t>(word)) return value.set_integer(*number);
  if (const auto number = integer_in<std::uint64_t>(word)) {
    value = Value(*number);
  } else if (word == "true" || word == "false") {
    value = Value(word == "true");
  } else if (word == "null") {
    refuse("a value is null", "what is unknown is left out");
  } else {
    refuse("a number is no integer", "fractions are written as strings");
  }
}

void read_value(JsonLine& line, int depth, Value& value) {
  if (depth > kDeepest) refuse(fmt::format("values are nested deeper than {}", kDeepest));
  switch (line.first()) {
    case '"':
      return value.set_text(line.take_text());
    case '{':
      return read_object(line, depth, value);
    case '[':
      return read_list(line, depth, value);
    default: {
      std::uint64_t number = 0;
      if (line.take_short_natural(number)) return value.set_integer(static_cast<std::int64_t>(number));
      return read_word(line.take_word(), value);
    }
  }
}

}  // namespace

void read_fields(JsonLine& line, Fields& fields) {
  read_fields(line, 0, fields);
}

}  // namespace braid::recording
