// All small histories of one register, up to symmetry.
#pragma once

#include <cstdint>
#include <functional>

#include "braid/checker/history/history.h"

namespace braid::history {

/// What of the moments of calls and returns makes two histories different.
enum class Moments : std::uint8_t {
  order,    ///< the order of all calls and returns
  overlaps  ///< which operations returned before which were called: all that definitions ask
};

struct EveryHistoryScope {
  std::uint32_t clients = 3;
  std::uint32_t operations = 5;  ///< at most; opens and closes are operations
  bool unique = false;           ///< no value is written twice
  bool sessions = false;         ///< clients open and close the file
  Moments moments = Moments::overlaps;
};

/// Visits all histories of the scope in which clients write "a" or "b", or read one of these or the initial
/// value, and in which a client's last write may not have returned. Of histories that differ in the numbers
/// of clients only, or have "a" and "b" exchanged, one is visited; with Moments::overlaps, of those that
/// differ in nothing that overlaps tell, at least one. Returns how many were visited.
std::uint64_t for_every_history(const EveryHistoryScope& scope,
                                const std::function<void(const History&)>& visit);

}  // namespace braid::history
