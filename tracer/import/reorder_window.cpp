#include "braid/tracer/import/reorder_window.h"

#include <algorithm>

namespace braid::import {

std::optional<recording::Record> ReorderWindow::exchange(recording::Record record) {
  const std::int64_t end = record.end->nanoseconds;
  std::size_t slot = slots_.size();
  if (free_.empty()) {
    slots_.push_back(std::move(record));
  } else {
    slot = free_.back();
    free_.pop_back();
    slots_[slot] = std::move(record);
  }
  heap_.push_back({end, arrivals_++, slot});
  std::push_heap(heap_.begin(), heap_.end(), later);
  if (heap_.size() <= size_) return std::nullopt;
  return take();
}

std::optional<recording::Record> ReorderWindow::take() {
  if (heap_.empty()) return std::nullopt;
  std::pop_heap(heap_.begin(), heap_.end(), later);
  const Place place = heap_.back();
  heap_.pop_back();
  free_.push_back(place.slot);
  if (given_ && place.end < *given_) ledger_.note("events far behind later ones");
  given_ = std::max(place.end, given_.value_or(place.end));
  return std::move(slots_[place.slot]);
}

}  // namespace braid::import
