// What an event is to a file, whatever system or protocol it is of.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "braid/tracer/recording/record.h"

namespace braid::recording {

enum class Access : std::uint8_t { none, open, close, read, write };

/// By the operation's name: `read`, `READ`, `FetchData64` read; an NFSv4 compound by the first of its
/// operations that is an access.
[[nodiscard]] Access access_of(const Record& record);

/// The field of that name, if it is a number from 0 on.
[[nodiscard]] std::optional<std::uint64_t> natural_field(const Fields& fields, std::string_view name);

/// Whether an open asks for writing, by its flags; true where that is unknown.
[[nodiscard]] bool opens_for_writing(const Record& record);

/// How many bytes a read or write moved: what it returned, else how long its data is, else what was asked
/// for; 0 for a failure.
[[nodiscard]] std::uint64_t bytes_moved(const Record& record);

/// Whether the outcome is a failure, or unknown.
[[nodiscard]] bool has_failed(const Record& record);
[[nodiscard]] bool has_unknown_outcome(const Record& record);

}  // namespace braid::recording
