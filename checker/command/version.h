// The version of the program.
#pragma once

#include <string_view>

namespace braid::command {

/// The same as in CMakeLists.txt; a test compares them.
inline constexpr std::string_view kVersion = "0.1.0";

}  // namespace braid::command
