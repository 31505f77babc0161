// Words for a shell.
#pragma once

#include <string>
#include <string_view>

namespace braid::command {

/// A word as a POSIX shell reads it back: in quotes if that is needed.
[[nodiscard]] std::string shell_quoted(std::string_view word);

}  // namespace braid::command
