// Sizes and durations as options give them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace braid::command {

/// `4G`, `512M`, `1.5GiB`, `100000`: bytes, or with K, M, G, T (and an optional iB or B) powers of 1024. At
/// least 1 byte, at most 2^62. Throws CommandLineError naming `option`.
[[nodiscard]] std::uint64_t parse_memory(std::string_view option, std::string_view text);

/// `90`, `90s`, `1.5m`, `2h`, `250ms`: seconds unless a unit is given. At least 1 ms, at most 10 years.
/// Throws CommandLineError naming `option`.
[[nodiscard]] std::chrono::milliseconds parse_duration(std::string_view option, std::string_view text);

}  // namespace braid::command
