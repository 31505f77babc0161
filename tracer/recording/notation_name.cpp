#include "braid/tracer/recording/notation_name.h"

#include "braid/tracer/notation_words.h"

namespace braid::recording {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

void NotationNames::add(const std::string& original) {
  if (numbers_.count(original) > 0) return;
  std::string name;
  for (const char c : original) {
    if (is_letter_or_digit(c)) {
      name += c;
    } else if (!name.empty() && name.back() != '_') {
      name += '_';
    }
  }
  while (name.ends_with('_')) name.pop_back();
  if (name.empty() || (name.front() >= '0' && name.front() <= '9') || notation::is_reserved(name))
    name.insert(0, prefix_);
  std::string unique = name;
  for (int k = 2; !taken_.insert(unique).second; ++k) unique = name + "_" + std::to_string(k);
  numbers_.emplace(original, names_.size());
  names_.emplace_back(original, unique);
}

const std::string& NotationNames::name_of(const std::string& original) const {
  return names_[number_of(original)].second;
}

std::uint64_t NotationNames::number_of(const std::string& original) const {
  return numbers_.at(original);
}

}  // namespace braid::recording
