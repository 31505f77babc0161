// Paths of files, by their letters: symbolic links are not known.
#pragma once

#include <string>
#include <string_view>

namespace braid::import::strace {

/// The folder that a process is in before anything is known of it. Paths below it are `./x`.
inline constexpr std::string_view kUnknownFolder = ".";

/// `path` as seen from `folder`, without `.`, `..`, and repeated or final slashes: `/d/x`, or `./x` below a
/// folder that is not known.
[[nodiscard]] std::string join(std::string_view folder, std::string_view path);

/// Whether `path` is `prefix` or below it; then `rest` is what follows, which is `/` for the folder itself.
[[nodiscard]] bool is_below(std::string_view path, std::string_view prefix, std::string_view& rest);

}  // namespace braid::import::strace
