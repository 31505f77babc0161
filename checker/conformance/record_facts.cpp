#include "braid/checker/conformance/record_facts.h"

#include <charconv>

namespace braid::conformance {

std::optional<std::uint64_t> natural_in(const recording::Fields& fields, std::string_view name) {
  const recording::Value* value = fields.find(name);
  if (value == nullptr) return std::nullopt;
  if (const auto number = value->natural()) return number;
  const std::string* text = value->text();
  if (text == nullptr || text->empty()) return std::nullopt;
  std::uint64_t number = 0;
  const char* end = text->data() + text->size();
  const auto [rest, error] = std::from_chars(text->data(), end, number);
  if (error != std::errc() || rest != end) return std::nullopt;
  return number;
}

}  // namespace braid::conformance
