// Restores the order in which events ended.
#pragma once

#include <deque>

#include "braid/tracer/import/ledger.h"
#include "braid/tracer/recording/record.h"

namespace braid::import::packets {

/// Packets are captured almost in the order of their times, and decoders complete events almost in the order
/// of their ends. Holds the last kWindow events back and sorts them; one that comes later than that is out of
/// order, and noted in the ledger. Events without end keep the place where they come.
class OrderedEvents {
 public:
  static constexpr std::size_t kWindow = 128;

  explicit OrderedEvents(Ledger& ledger) : ledger_(ledger) {}

  void add(recording::Record event);

  /// Takes an event that no further add() should precede, or with `all` also the others; false if there is
  /// none.
  [[nodiscard]] bool take(bool all, recording::Record& event);

 private:
  struct Placed {
    recording::Time place;
    recording::Record event;
  };
  Ledger& ledger_;
  std::deque<Placed> events_;
  recording::Time last_{INT64_MIN, 0};  ///< the place of the last event taken
};

}  // namespace braid::import::packets
