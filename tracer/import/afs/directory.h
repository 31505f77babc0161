// The contents of an AFS directory, which clients fetch as they fetch a file's (OpenAFS, src/dir/dir.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

namespace braid::import::afs {

/// Calls `entry` for every entry of the whole pages that `data` begins with; stops at the first that is no
/// page of a directory. Entries that are free are told from others by the page's bitmap.
void for_each_entry(
    std::string_view data,
    const std::function<void(std::string_view name, std::uint32_t vnode, std::uint32_t unique)>& entry);

}  // namespace braid::import::afs
