// Puts events into the order of their ends, as they come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::import {

/// Holds events back until nothing that ends earlier can come. Events that end together come out as they were
/// added. Memory: the events that are held; release() gives the earliest at once where there are more than
/// kMost.
class EndOrder {
 public:
  static constexpr std::size_t kMost = 1'000'000;

  /// An event without an end has its place at its start.
  void add(recording::Record record) {
    const recording::Time place = record.end ? *record.end : record.start.value_or(recording::Time{});
    std::size_t slot = records_.size();
    if (free_.empty()) {
      records_.push_back(std::move(record));
    } else {
      slot = free_.back();
      free_.pop_back();
      records_[slot] = std::move(record);
    }
    heap_.push_back({place, sequence_++, slot});
    std::push_heap(heap_.begin(), heap_.end(), later);
  }

  /// Gives all events that end by `time`.
  template <class Give>
  void release(recording::Time time, const Give& give) {
    while (!empty() && (heap_.front().place <= time || size() > kMost)) give(take());
  }
  template <class Give>
  void release_all(const Give& give) {
    while (!empty()) give(take());
  }

  [[nodiscard]] bool empty() const { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const { return heap_.size(); }

  /// The event that ends first. REQUIRES that one is held. O(log size).
  [[nodiscard]] recording::Record take() {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const std::size_t slot = heap_.back().slot;
    heap_.pop_back();
    free_.push_back(slot);
    return std::move(records_[slot]);
  }

 private:
  struct Held {
    recording::Time place;
    std::uint64_t sequence;
    std::size_t slot;
  };

  static bool later(const Held& a, const Held& b) {
    return a.place != b.place ? a.place > b.place : a.sequence > b.sequence;
  }

  std::vector<Held> heap_;
  std::vector<recording::Record> records_;
  std::vector<std::size_t> free_;
  std::uint64_t sequence_ = 0;
};

}  // namespace braid::import
