// Schedules, as sequences of labels.
#pragma once

#include <cstdint>
#include <vector>

namespace braid::explore {

/// The labels of the steps taken from the initial state on.
using Schedule = std::vector<std::uint32_t>;

}  // namespace braid::explore
