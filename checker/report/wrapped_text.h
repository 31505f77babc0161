// Text in lines.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace braid::report {

/// Lines of at most `width` characters, broken at spaces; a longer word stands alone. At least one line.
[[nodiscard]] std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace braid::report
