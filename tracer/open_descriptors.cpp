#include "braid/tracer/open_descriptors.h"

#include <algorithm>

namespace braid {

std::optional<std::uint32_t> OpenDescriptors::open(std::string_view name, std::uint32_t file) {
  const auto [entry, is_new] = numbers_.try_emplace(name, static_cast<std::uint32_t>(slots_.size()));
  if (is_new) slots_.push_back({name, 0, std::nullopt});
  Slot& slot = slots_[entry->second];
  if (slot.place) return std::nullopt;
  slot.file = file;
  slot.place = open_.size();
  open_.push_back(entry->second);
  return entry->second;
}

std::optional<std::uint32_t> OpenDescriptors::find(std::string_view name) const {
  const auto entry = numbers_.find(name);
  if (entry == numbers_.end() || !slots_[entry->second].place) return std::nullopt;
  return entry->second;
}

std::optional<std::uint32_t> OpenDescriptors::only() const {
  if (open_.size() != 1) return std::nullopt;
  return open_.front();
}

void OpenDescriptors::close(std::uint32_t descriptor) {
  const std::size_t place = *slots_[descriptor].place;
  open_[place] = open_.back();
  slots_[open_[place]].place = place;
  open_.pop_back();
  slots_[descriptor].place.reset();
}

std::vector<std::string_view> OpenDescriptors::open_names() const {
  std::vector<std::uint32_t> numbers = open_;
  std::sort(numbers.begin(), numbers.end());
  std::vector<std::string_view> names;
  names.reserve(numbers.size());
  for (const std::uint32_t number : numbers) names.push_back(slots_[number].name);
  return names;
}

std::vector<std::string> OpenDescriptors::names() const {
  std::vector<std::string> names;
  names.reserve(slots_.size());
  for (const Slot& slot : slots_) names.emplace_back(slot.name);
  return names;
}

}  // namespace braid
