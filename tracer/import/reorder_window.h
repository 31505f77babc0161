// Restores the order of events that come nearly in order.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

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
  struct Place {
    std::int64_t end = 0;
    std::uint64_t arrival = 0;  ///< equal ends keep the order in which they came
    std::size_t slot = 0;
  };
  /// The heap's order: what ended last is least.
  static bool later(const Place& a, const Place& b) {
    return a.end != b.end ? a.end > b.end : a.arrival > b.arrival;
  }

  Ledger& ledger_;
  std::size_t size_;
  std::uint64_t arrivals_ = 0;
  std::optional<std::int64_t> given_;
  std::vector<Place> heap_;
  std::vector<recording::Record> slots_;
  std::vector<std::size_t> free_;
};

}  // namespace braid::import
