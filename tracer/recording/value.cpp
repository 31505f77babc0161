#include "braid/tracer/recording/value.h"

#include <algorithm>
#include <limits>

namespace braid::recording {
namespace {

constexpr auto kGreatestSigned = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

}  // namespace

const Value* Fields::find(std::string_view name) const {
  for (const Field& field : *this) {
    if (equal_names(field.name, name)) return &field.value;
  }
  return nullptr;
}

bool operator==(const Fields& a, const Fields& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

Value::Value(std::uint64_t number) {
  if (number <= kGreatestSigned) {
    content_ = static_cast<std::int64_t>(number);
  } else {
    content_ = number;
  }
}

std::optional<std::int64_t> Value::integer() const {
  if (const auto* number = std::get_if<std::int64_t>(&content_)) return *number;
  return std::nullopt;
}

std::optional<std::uint64_t> Value::natural() const {
  if (const auto* number = std::get_if<std::uint64_t>(&content_)) return *number;
  if (const auto* number = std::get_if<std::int64_t>(&content_); number != nullptr && *number >= 0)
    return static_cast<std::uint64_t>(*number);
  return std::nullopt;
}

}  // namespace braid::recording
