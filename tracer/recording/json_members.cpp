#include "braid/tracer/recording/json_members.h"

#include "braid/tracer/import/words.h"
#include "braid/tracer/recording/json_text.h"

namespace braid::recording {

namespace dom = simdjson::dom;

void refuse(std::string cause, std::string accepted) {
  throw Mistake{std::move(cause), std::move(accepted)};
}

std::string_view text_of(dom::element element, std::string_view member) {
  std::string_view text;
  if (element.get(text) != simdjson::SUCCESS) refuse(fmt::format("{} is no string", quote(member)));
  return text;
}

std::string_view name_of_member(dom::element element, std::string_view member) {
  const std::string_view text = text_of(element, member);
  if (text.empty()) refuse(fmt::format("{} is empty", quote(member)));
  return text;
}

std::uint64_t natural_of(dom::element element, std::string_view member) {
  std::uint64_t number = 0;
  if (element.get(number) == simdjson::SUCCESS) return number;
  // Integers beyond 2^53 are strings.
  std::string_view digits;
  if (element.get(digits) == simdjson::SUCCESS) {
    if (const auto large = import::read_number<std::uint64_t>(digits)) return *large;
  }
  refuse(fmt::format("{} is no integer from 0 on", quote(member)));
}

dom::object object_of(dom::element element, std::string_view member) {
  dom::object object;
  if (element.get(object) != simdjson::SUCCESS) refuse(fmt::format("{} is no object", quote(member)));
  return object;
}

Time time_of(dom::element element, std::string_view member) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) {
    if (const auto time = parse_time(text)) return *time;
  }
  refuse(fmt::format("{} is no time", quote(member)),
         "decimal seconds in a string, with at most nine decimals: \"12.345\"");
}

namespace {

constexpr int kDeepest = 64;
constexpr std::size_t kMostMembers = 1000;  // each is compared with those before it

Value read_value(dom::element element, int depth);

/// One of 64 bits.
std::uint64_t mark_of(std::string_view name) {
  if (name.empty()) return 1;
  const auto first = static_cast<unsigned char>(name.front());
  const auto last = static_cast<unsigned char>(name.back());
  return std::uint64_t{1} << ((name.size() * 7 + first * 3U + last) % 64);
}

void read_fields(dom::object object, int depth, Fields& fields) {
  if (object.size() > kMostMembers) refuse(fmt::format("an object has more than {} members", kMostMembers));
  fields.clear();
  fields.reserve(object.size());
  std::uint64_t seen = 0;  // marks of the names so far: few names share one
  for (const dom::key_value_pair member : object) {
    const std::uint64_t mark = mark_of(member.key);
    if ((seen & mark) != 0 && fields.find(member.key) != nullptr)
      refuse(fmt::format("{} occurs twice", quote(member.key)));
    seen |= mark;
    if (member.value.type() == dom::element_type::STRING) {
      fields.add(member.key, member.value.get_string().value_unsafe());
    } else {
      fields.add(member.key, read_value(member.value, depth + 1));
    }
  }
}

Value read_object(dom::object object, int depth) {
  if (object.size() == 1 && (*object.begin()).key == "base64") {
    std::string bytes;
    if (!read_base64(text_of((*object.begin()).value, "base64"), bytes)) refuse("\"base64\" is no base64");
    return bytes;
  }
  Fields fields;
  read_fields(object, depth, fields);
  return fields;
}

Value read_value(dom::element element, int depth) {
  if (depth > kDeepest) refuse(fmt::format("values are nested deeper than {}", kDeepest));
  switch (element.type()) {
    case dom::element_type::BOOL:
      return element.get_bool().value_unsafe();
    case dom::element_type::INT64:
      return element.get_int64().value_unsafe();
    case dom::element_type::UINT64:
      return element.get_uint64().value_unsafe();
    case dom::element_type::STRING:
      return element.get_string().value_unsafe();
    case dom::element_type::OBJECT:
      return read_object(element.get_object().value_unsafe(), depth);
    case dom::element_type::ARRAY: {
      List list;
      const dom::array array = element.get_array().value_unsafe();
      for (const dom::element item : array) list.push_back(read_value(item, depth + 1));
      return list;
    }
    case dom::element_type::DOUBLE:
      refuse("a number is no integer", "fractions are written as strings");
    case dom::element_type::NULL_VALUE:
      refuse("a value is null", "what is unknown is left out");
  }
  refuse("a value is of no known type");
}

}  // namespace

void read_fields(dom::object object, Fields& fields) {
  read_fields(object, 0, fields);
}

std::size_t Members::see(std::string_view name) {
  // Members mostly come in one order: the one behind the last is tried first.
  for (std::size_t tried = 0; tried < count_; ++tried) {
    const std::size_t k = next_ + tried < count_ ? next_ + tried : next_ + tried - count_;
    if (names_[k] != name) continue;
    if ((seen_ >> k & 1U) != 0) refuse(fmt::format("{} occurs twice", quote(name)));
    seen_ |= 1U << k;
    next_ = k + 1 < count_ ? k + 1 : 0;
    return k;
  }
  std::string known;
  for (std::size_t k = 0; k < count_; ++k) known += fmt::format("{}{}", k == 0 ? "" : ", ", names_[k]);
  refuse(fmt::format("there is no member {} here", quote(name)), known);
}

void Members::need(std::size_t first_count) const {
  for (std::size_t k = 0; k < first_count; ++k) {
    if ((seen_ >> k & 1U) == 0) refuse(fmt::format("the member {} is missing", quote(names_[k])));
  }
}

}  // namespace braid::recording
