#include "braid/tracer/import/reorder_window.h"

#include <algorithm>

namespace braid::import {

std::optional<recording::Record> ReorderWindow::exchange(recording::Record record) {
  order_.add(std::move(record));
  if (order_.size() <= size_) return std::nullopt;
  return take();
}

std::optional<recording::Record> ReorderWindow::take() {
  if (order_.empty()) return std::nullopt;
  recording::Record record = order_.take();
  if (given_ && *record.end < *given_) ledger_.note("events far behind later ones");
  given_ = std::max(*record.end, given_.value_or(*record.end));
  return record;
}

}  // namespace braid::import
