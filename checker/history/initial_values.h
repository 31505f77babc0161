// What objects hold before any write, as far as a recording tells.
#pragma once

#include <optional>
#include <string>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Gives initial values the number kInitial: `given`, if it is known, else the first value of each object
/// that is read but never written, which becomes an assumption of the history. With appends, objects hold the
/// empty text at first, or `given`. Sets History::initial_known. REQUIRES that operations are in their order.
void settle_initial_values(History& history, const std::optional<std::string>& given);

/// Whether no object gets a value twice, or its initial one, and there are only reads and writes.
[[nodiscard]] bool has_unique_writes(const History& history);

}  // namespace braid::history
