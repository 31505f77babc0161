#include "braid/tracer/recording/name_numbers.h"

namespace braid::recording {

std::uint32_t NameNumbers::number_of(std::string_view name) {
  if (const auto known = numbers_.find(name); known != numbers_.end()) return known->second;
  const auto number = static_cast<std::uint32_t>(names_.size());
  const auto added = numbers_.emplace(name, number).first;
  names_.push_back(&added->first);
  return number;
}

}  // namespace braid::recording
