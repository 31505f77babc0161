#include "braid/tracer/recording/guest_window.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/recording/guest_program.h"

namespace braid::recording {
namespace {

/// Moments in the order of the recording. What leaves at the front is before the window: the host goes on by
/// it.
class MomentQueue {
 public:
  explicit MomentQueue(GuestHost& host) : host_(host) {}

  void push(GuestMoment moment) {
    if (moment.counts()) ++count_;
    moments_.push_back(std::move(moment));
  }

  void keep(std::uint64_t most) {
    while (count_ > most) leave();
    // What stands before the first one that counts is no part of the window.
    while (!moments_.empty() && !moments_.front().counts()) leave();
  }

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] std::deque<GuestMoment>& moments() { return moments_; }

 private:
  void leave() {
    if (moments_.front().counts()) --count_;
    (void)host_.take(moments_.front());
    moments_.pop_front();
  }

  GuestHost& host_;
  std::deque<GuestMoment> moments_;
  std::uint64_t count_ = 0;
};

/// The moments of the window. `host` is as it was at the first of them.
std::vector<GuestMoment> take_window(NdjsonReader& reader, const std::optional<WindowPlace>& place,
                                     GuestHost& host) {
  MomentQueue before(host);
  std::vector<GuestMoment> after;
  std::uint64_t count = 0;
  std::optional<Time> first;
  Record record;
  while (reader.next(record)) {
    GuestMoment moment = moment_of(record);
    if (moment.start && !first) first = moment.start;
    if (!place) {
      after.push_back(std::move(moment));
      continue;
    }
    // Before the first time there is only what machines' memory is.
    const Time middle = place->from_first ? first.value_or(Time{}) + place->time : place->time;
    if (!moment.start || *moment.start < middle) {
      before.push(std::move(moment));
      before.keep(place->operations);
    } else {
      if (moment.counts()) ++count;
      after.push_back(std::move(moment));
    }
    const std::uint64_t half = std::min(before.count(), (place->operations + 1) / 2);
    if (count + half >= place->operations) break;
  }
  if (place) before.keep(place->operations - std::min(count, place->operations));
  std::vector<GuestMoment> moments(std::make_move_iterator(before.moments().begin()),
                                   std::make_move_iterator(before.moments().end()));
  std::move(after.begin(), after.end(), std::back_inserter(moments));
  return moments;
}

}  // namespace

WindowProgram read_guest_window(NdjsonReader& reader, std::string_view source,
                                const std::optional<WindowPlace>& place, std::string_view system) {
  GuestHost host;
  const std::vector<GuestMoment> moments = take_window(reader, place, host);
  GuestProgram guests(moments, std::move(host));
  if (guests.instructions() == 0) {
    throw InputError(
        source, {},
        "there is no map, page fault, TLB miss or system call of a guest in it that could be explored",
        "a window of KVM's trace points, QEMU's -d int,mmu or User-mode Linux has them");
  }
  WindowProgram program;
  const std::string text = guests.text(system);
  program.trace = parse_notation(source, text);
  program.remarks = guests.remarks();
  return program;
}

}  // namespace braid::recording
