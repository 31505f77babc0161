#include "braid/checker/isolation/event.h"

#include <fmt/format.h>

#include <charconv>

#include "braid/tracer/recording/access.h"

namespace braid::isolation {

std::optional<std::uint64_t> Event::number(std::string_view name) const {
  return recording::natural_field(record.arguments, name);
}

std::optional<std::uint64_t> Event::address(std::string_view name) const {
  std::string_view digits = text(name);
  if (!digits.starts_with("0x")) return std::nullopt;
  digits.remove_prefix(2);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

std::string_view Event::text(std::string_view name) const {
  const recording::Value* value = record.arguments.find(name);
  if (value == nullptr || value->text() == nullptr) return {};
  return *value->text();
}

bool Event::truth(std::string_view name) const {
  const recording::Value* value = record.arguments.find(name);
  return value != nullptr && value->truth() != nullptr && *value->truth();
}

std::uint32_t Names::number_of(const std::string& actor) {
  const auto [found, added] = numbers_.try_emplace(actor, static_cast<std::uint32_t>(machines_.size()));
  if (added) machines_.push_back(actor);
  return found->second;
}

void Names::set_files(std::vector<std::string> files, std::uint64_t main) {
  files_ = std::move(files);
  main_ = main;
}

std::string Names::text(const Place& place) const {
  const std::string where =
      place.line > 0 ? fmt::format("line {}", place.line) : fmt::format("event {}", place.number);
  if (place.line == 0 || place.source == main_) return where;
  if (place.source >= files_.size()) return fmt::format("{} of file {}", where, place.source + 1);
  return fmt::format("{} of {}", where, files_[static_cast<std::size_t>(place.source)]);
}

}  // namespace braid::isolation
