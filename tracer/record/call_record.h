// A call of a load as an event.
#pragma once

#include <cstdint>

#include "braid/tracer/record/system_call.h"
#include "braid/tracer/recording/record.h"

namespace braid::record {

/// With the names of traces/recordings.md. A call that has not returned has no end and no result.
[[nodiscard]] recording::Record record_of(const MadeCall& call, std::uint32_t client, std::uint64_t process);

[[nodiscard]] recording::Time time_of(std::int64_t nanoseconds);

}  // namespace braid::record
