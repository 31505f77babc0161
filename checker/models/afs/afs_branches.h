// The alternatives of steps that have several.
#pragma once

#include <cstdint>

namespace braid::models {

namespace afs_branch {
inline constexpr std::uint32_t kDone = 0;    ///< the event is done, the reply good
inline constexpr std::uint32_t kCall = 1;    ///< a call is made
inline constexpr std::uint32_t kFailed = 2;  ///< the simulator's assertion: the file is not in the cache
inline constexpr std::uint32_t kFetch = 2;   ///< of an open: the call is a fetch, not a test (afs1)
inline constexpr std::uint32_t kRefused = 1;
inline constexpr std::uint32_t kInvalid = 2;  ///< a test failed: fetch
inline constexpr std::uint32_t kOrphan = 1;   ///< the callback was sent before the server stopped
inline constexpr std::uint32_t kAgain = 1;    ///< callbacks are sent once more
}  // namespace afs_branch

}  // namespace braid::models
