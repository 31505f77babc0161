// How a schedule is given to `braid replay`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "braid/checker/explore/schedule.h"

namespace braid::command {

/// The schedule that `word` is (`011100`, `0,11,3`), or that the file of this name holds: as text, or as a
/// JSON document of braid, in which it is the first counterexample, else the first witness. Throws InputError
/// for anything else.
[[nodiscard]] explore::Schedule read_schedule(const std::string& word, std::uint32_t label_count);

/// The same for the text of a file that messages call `source`.
[[nodiscard]] explore::Schedule parse_schedule_file(std::string_view source, std::string_view text,
                                                    std::uint32_t label_count);

}  // namespace braid::command
