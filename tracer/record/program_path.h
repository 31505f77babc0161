// Where a program is, as a shell finds it.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

namespace braid::record {

/// The file that running `name` means: the name itself if it has a slash, or the first executable file of
/// that name in the folders of `search_path`, which is separated by colons as PATH is (empty items are left
/// out).
[[nodiscard]] std::optional<std::filesystem::path> find_program(std::string_view name,
                                                                std::string_view search_path);

}  // namespace braid::record
