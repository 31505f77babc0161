// The same program in another system.
#pragma once

#include <string>
#include <string_view>

namespace braid {

/// The text of a trace with another `system` line: `words` are a system, its options, and, where they have
/// `<=`, budgets of faults (`afs2 granularity=message partition<=1`), which then replace those of the text.
/// Lines keep their numbers. Nothing is checked: that is for parse_notation(), as it is for a text without a
/// `system` line. Linear.
[[nodiscard]] std::string with_system(std::string_view text, std::string_view words);

}  // namespace braid
