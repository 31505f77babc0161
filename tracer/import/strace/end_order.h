// Puts events into the order of their ends, as they come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::import::strace {

/// Holds events back until nothing that ends earlier can come. Events that end together come out as they were
/// added. Memory: the events that are held, at most kMost; beyond that the earliest is given at once.
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
    while (!heap_.empty() && (heap_.front().place <= time || heap_.size() > kMost)) give_first(give);
  }
  template <class Give>
  void release_all(const Give& give) {
    while (!heap_.empty()) give_first(give);
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

  template <class Give>
  void give_first(const Give& give) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const std::size_t slot = heap_.back().slot;
    heap_.pop_back();
    free_.push_back(slot);
    give(std::move(records_[slot]));
  }

  std::vector<Held> heap_;
  std::vector<recording::Record> records_;
  std::vector<std::size_t> free_;
  std::uint64_t sequence_ = 0;
};

}  // namespace braid::import::strace
