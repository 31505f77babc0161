// How far a history of registers can be explained.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// Longest prefixes of the operations on one register, by returns, that clusters find linearizable. Borrows
/// the history. Not thread-safe. Time: a check for each halving, of shorter and shorter prefixes where there
/// are many contradictions, and of two prefixes where there is one.
class RegisterPrefixes {
 public:
  explicit RegisterPrefixes(const History& history) : history_(history) {}

  /// How many returns of the whole history come before the first that the operations on a register do not
  /// explain. REQUIRES a contradiction of theirs, with their numbers.
  [[nodiscard]] std::uint64_t of(std::span<const std::uint32_t> operations,
                                 const Contradiction& contradiction);

 private:
  void prepare();
  void take_until(const std::vector<Operation>& whole, std::int64_t until);

  const History& history_;
  std::vector<std::int64_t> returns_;  ///< of the history, sorted
  History prefix_;                     ///< with the names that sentences need
};

}  // namespace braid::history
