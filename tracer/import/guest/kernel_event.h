// What the kernel's events are in the vocabulary of recordings (traces/recordings.md, "Guests").
#pragma once

#include <optional>
#include <string_view>

#include "braid/tracer/recording/record.h"

namespace braid::import::guest {

/// The text of an event: as the kernel's format prints it, or, where perf(1) cannot, as
/// `[FAILED TO PARSE] name=value ...` with decimal values.
class EventText {
 public:
  explicit EventText(std::string_view text);

  /// Of perf's fallback.
  [[nodiscard]] bool unformatted() const { return unformatted_; }
  [[nodiscard]] std::string_view text() const { return text_; }

  /// The word behind the first occurrence of `label`, up to a blank or comma: of `pfn=0x1 order=0`, `order=`
  /// is followed by 0. Empty where there is none.
  [[nodiscard]] std::string_view behind(std::string_view label) const;

  /// That as a number, of this base (a prefix 0x is taken off for 16); nothing where it is none.
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view label, int base) const;

  /// Whether it is one of the words, as in `sp gen 0 ... invalid ...`.
  [[nodiscard]] bool has_word(std::string_view word) const;

 private:
  std::string_view text_;
  bool unformatted_ = false;
};

/// `0x` and digits.
[[nodiscard]] std::string hexadecimal(std::uint64_t number);

/// Sets the operation, object and the arguments, except for `event`, `cpu` and what names of processes are
/// needed for. False where the text is not what the event prints; the record is then to be dropped.
using Describe = bool (*)(const EventText& text, recording::Record& record);

/// How an event is described; null for an event that is none of a recording's.
[[nodiscard]] Describe description_of(std::string_view event);

}  // namespace braid::import::guest
