#include "braid/tracer/import/strace/descriptors.h"

#include <utility>

namespace braid::import::strace {

Descriptors::Descriptors(const Descriptors& other) : all_(other.all_) {
  if (*all_ + other.table_.size() > kMost) return;
  table_ = other.table_;
  *all_ += table_.size();
}

Descriptor* Descriptors::find(std::int64_t number) {
  const auto found = table_.find(number);
  return found == table_.end() ? nullptr : &found->second;
}

void Descriptors::set(std::int64_t number, Descriptor descriptor) {
  if (Descriptor* const known = find(number)) {
    *known = std::move(descriptor);
  } else if (*all_ < kMost) {
    table_.emplace(number, std::move(descriptor));
    ++*all_;
  }
}

void Descriptors::erase(std::int64_t first, std::int64_t last) {
  const auto begin = table_.lower_bound(first);
  const auto end = table_.upper_bound(last);
  if (first > last) return;
  const std::size_t before = table_.size();
  table_.erase(begin, end);
  *all_ -= before - table_.size();
}

void Descriptors::close_on_exec() {
  *all_ -= std::erase_if(table_, [](const auto& entry) { return entry.second.close_on_exec; });
}

}  // namespace braid::import::strace
