// Reads facts off an event's arguments and results.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/recording/time.h"
#include "braid/tracer/recording/value.h"

namespace braid::conformance {

/// The text of a name, or "" where there is none.
[[nodiscard]] inline std::string text_in(const recording::Fields& fields, std::string_view name) {
  const recording::Value* value = fields.find(name);
  const std::string* text = value == nullptr ? nullptr : value->text();
  return text == nullptr ? std::string() : *text;
}

/// The number of a name; a text of digits is one, since JSON has none beyond 2^53.
[[nodiscard]] std::optional<std::uint64_t> natural_in(const recording::Fields& fields, std::string_view name);

/// Whether it is there and true.
[[nodiscard]] inline bool is_true(const recording::Fields& fields, std::string_view name) {
  const recording::Value* value = fields.find(name);
  return value != nullptr && value->truth() != nullptr && *value->truth();
}

/// The fields of a name, or null.
[[nodiscard]] inline const recording::Fields* fields_in(const recording::Fields& fields,
                                                        std::string_view name) {
  const recording::Value* value = fields.find(name);
  return value == nullptr ? nullptr : value->fields();
}

/// Nanoseconds of a time in a text.
[[nodiscard]] inline std::optional<std::uint64_t> time_in(const recording::Fields& fields,
                                                          std::string_view name) {
  const auto time = recording::parse_time(text_in(fields, name));
  if (!time || time->nanoseconds < 0) return std::nullopt;
  return static_cast<std::uint64_t>(time->nanoseconds);
}

}  // namespace braid::conformance
