// What each model forbids, written down as loops over all operations: reads that offend.
#pragma once

#include <optional>
#include <string_view>

#include "braid/checker/history/history.h"

namespace braid::history {

/// Whether a read offends against a model, by the model's name. REQUIRES unique writes; no bounded-staleness.
[[nodiscard]] bool offends(const History& history, std::string_view model, std::uint32_t read);

/// For how long a read was stale for certain: since the first newer write had returned; 0: it was not.
[[nodiscard]] std::int64_t staleness(const History& history, std::uint32_t read);

}  // namespace braid::history
