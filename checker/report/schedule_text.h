// Schedules as people write them: `011100`, or `0,11,3` where a system has more than ten labels.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "braid/checker/explore/schedule.h"

namespace braid::report {

/// Up to this many labels, a schedule is a string of digits.
inline constexpr std::uint32_t kMostDigitLabels = 10;

/// The whole schedule. O(size).
[[nodiscard]] std::string to_text(const explore::Schedule& schedule, std::uint32_t label_count);

/// The same; of more than `most` steps only the first, and how many there are: `0001... (5000 steps)`.
[[nodiscard]] std::string to_short_text(const explore::Schedule& schedule, std::uint32_t label_count,
                                        std::size_t most);

/// Reads both spellings; with commas labels may have any number of digits. White space between labels is
/// skipped. The empty text is the empty schedule. `source` is what messages call the text. Throws InputError
/// naming the step for anything else, and for labels not below `label_count`.
[[nodiscard]] explore::Schedule parse_schedule(std::string_view source, std::string_view text,
                                               std::uint32_t label_count);

/// Whether a word is meant as a schedule rather than as the name of a file: digits, commas and white space.
[[nodiscard]] bool looks_like_schedule(std::string_view word);

}  // namespace braid::report
