#include "braid/tracer/import/packets/ordered_events.h"

#include <algorithm>

namespace braid::import::packets {

void OrderedEvents::add(recording::Record event) {
  const recording::Time latest = events_.empty() ? last_ : events_.back().place;
  const recording::Time place = event.end ? *event.end : latest;
  if (place < last_) ledger_.note("events that ended long before those that were complete before them");
  const auto behind = std::find_if(events_.rbegin(), events_.rend(),
                                   [&](const Placed& other) { return other.place <= place; });
  events_.insert(behind.base(), {place, std::move(event)});
}

bool OrderedEvents::take(bool all, recording::Record& event) {
  if (events_.size() <= (all ? 0 : kWindow)) return false;
  last_ = std::max(last_, events_.front().place);
  event = std::move(events_.front().event);
  events_.pop_front();
  return true;
}

}  // namespace braid::import::packets
