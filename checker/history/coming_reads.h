// What operations that have not taken effect yet will have to see, so that a sweep drops states that have no
// future.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/checker/history/recorded_effects.h"

namespace braid::history {

/// Follows the moments of a sweep. A state in which an object holds a value has a future only if each read of
/// the object that is still to take effect and has a known outcome finds what it returned: the value itself,
/// appended to where appends are made, or what comes of a write that may still take effect before that read
/// returns. Compare-and-set reads, too. Only the next few reads are looked at. Says nothing where
/// transactions occur.
class ComingReads {
 public:
  explicit ComingReads(const RecordedEffects& effects);

  /// To be told of every moment, in order, before states are judged at it.
  void advance(std::uint32_t moment);

  /// The value, or kUnseen if no operation that is still to take effect can see it: states that differ in
  /// such values are one.
  [[nodiscard]] ValueId as_seen(std::uint32_t place, ValueId held) {
    if (held >= kUnseen || !useful_) return held;
    return last_to_see(place, held) > objects_[place].next_read ? held : kUnseen;
  }

  /// False only if no such state can explain the reads to come. `done(effect)`: whether a called effect has
  /// taken effect in the state.
  template <class Done>
  [[nodiscard]] bool possible(std::uint32_t place, ValueId held, Done&& done) const {
    if (held == kAnything || !useful_) return true;
    const Object& object = objects_[place];
    std::size_t looked = 0;
    for (std::size_t k = object.next_read; k < object.reads.size() && looked < kReadsAhead; ++k) {
      const Effect& read = effects_.effects()[object.reads[k]];
      if (read.called <= now_ && done(read)) continue;
      ++looked;
      if (!leads_to(place, held, seen_by(read)) && !written_before(place, read, done)) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kReadsAhead = 6;

  struct Object {
    std::vector<std::uint32_t> reads;   // of known outcome, by their returns
    std::vector<std::uint32_t> writes;  // by their calls
    std::vector<std::uint32_t> active;  // writes that were called and have not returned
    std::vector<ValueId> uncertain;     // what compare-and-sets of unknown outcome would have to see
    std::unordered_map<ValueId, std::size_t> last_to_see;  // memo of last_to_see()
    std::size_t next_read = 0;                             // first that returns later
    std::size_t next_write = 0;                            // first that is called later
  };

  [[nodiscard]] static ValueId seen_by(const Effect& read) {
    return read.kind == OperationKind::compare_and_set ? read.expected : read.value;
  }
  /// Whether appends alone may make the one value of the other.
  [[nodiscard]] bool leads_to(std::uint32_t place, ValueId from, ValueId to) const {
    if (from == to) return true;
    return from != kUnseen && effects_.appended_to(place) && begins(effects_.text(to), effects_.text(from));
  }
  template <class Done>
  [[nodiscard]] bool written_before(std::uint32_t place, const Effect& read, Done& done) const {
    const Object& object = objects_[place];
    for (const std::uint32_t number : object.active) {
      const Effect& write = effects_.effects()[number];
      if (&write != &read && leads_to(place, write.value, seen_by(read)) && !done(write)) return true;
    }
    for (std::size_t k = object.next_write; k < object.writes.size(); ++k) {
      const Effect& write = effects_.effects()[object.writes[k]];
      if (write.called > read.returned) break;
      if (&write != &read && leads_to(place, write.value, seen_by(read))) return true;
    }
    return false;
  }

  /// Whether the text begins with the other. Texts that grow are alike for long: their last difference is
  /// found first.
  [[nodiscard]] static bool begins(std::string_view text, std::string_view beginning);
  void leave(std::uint32_t number);
  /// One more than the place in `reads` of the last read that sees the value, or what appends make of it; 0
  /// if none does, and more than there are if an operation of unknown outcome might.
  [[nodiscard]] std::size_t last_to_see(std::uint32_t place, ValueId held);

  const RecordedEffects& effects_;
  bool useful_ = true;
  std::uint32_t now_ = 0;
  std::uint32_t past_ = kNone;   // returned at the last moment
  std::vector<Object> objects_;  // by place
};

}  // namespace braid::history
