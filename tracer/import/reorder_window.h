// Restores the order of events that come nearly in order.
#pragma once

#include <cstddef>
#include <optional>

#include "braid/tracer/import/end_order.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/recording/record.h"

namespace braid::import {

/// Holds a number of events, of which it gives the one that ended first. Several writers of one file, each in
/// order, leave events that are a few lines away from their place. What is further away is given late and
/// noted in the ledger. Memory: `size` events.
class ReorderWindow {
 public:
  static constexpr std::size_t kUsualSize = 256;

  explicit ReorderWindow(Ledger& ledger, std::size_t size = kUsualSize) : ledger_(ledger), size_(size) {}

  /// Takes an event (REQUIRES that it has an end), gives one back once it is full. O(log size).
  [[nodiscard]] std::optional<recording::Record> exchange(recording::Record record);

  /// The next of those that are held; nothing when none are left.
  [[nodiscard]] std::optional<recording::Record> take();

 private:
  Ledger& ledger_;
  std::size_t size_;
  std::optional<recording::Time> given_;  ///< the greatest end that was given
  EndOrder order_;
};

}  // namespace braid::import
