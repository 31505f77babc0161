// Which write a value is from.
#pragma once

#include <unordered_map>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Finds writes by what they wrote. REQUIRES history.unique_writes. Borrows the history.
class Writes {
 public:
  explicit Writes(const History& history);

  /// The write that a read saw, by number; kNone for the initial value, and for what nobody wrote.
  [[nodiscard]] std::uint32_t seen_by(const Operation& read) const;

  /// When the value that a read saw had been written: always before, for the initial value; never, if nobody
  /// wrote it.
  [[nodiscard]] std::int64_t end_of_seen(const Operation& read) const;

 private:
  const History& history_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_value_;
};

/// The text of a value in sentences.
[[nodiscard]] std::string value_text(const History& history, ValueId value);

}  // namespace braid::history
