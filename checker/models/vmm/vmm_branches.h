// The alternatives of steps that have several.
#pragma once

#include "braid/checker/explore/model.h"

namespace braid::models {

namespace vmm_branch {
inline constexpr explore::Branch kDone = 0;
inline constexpr explore::Branch kSkip = 1;      ///< of a part of work: the item ends here
inline constexpr explore::Branch kWalked = 1;    ///< of a load or store: a miss; the hardware walks
inline constexpr explore::Branch kFromDisk = 2;  ///< of a filling: it needs no zeroes
inline constexpr explore::Branch kUnneeded = 2;  ///< of a request for a shootdown: no TLB can have the page
inline constexpr explore::Branch kLeft = 3;      ///< of a filling: the frame stays as it was
inline constexpr explore::Branch kAstrayWrite =
    2;  ///< of a change of an entry: the page table that the task has walked to is none any more
inline constexpr explore::Branch kAbsent = 1;  ///< of a look-up: the page has no frame
inline constexpr explore::Branch kShared = 2;  ///< of an emulation: the page has to be unshared first
inline constexpr explore::Branch kAnew = 3;    ///< of a serving: the request is another one by now
inline constexpr explore::Branch kPresent =
    1;  ///< of an allocation: another has given the page a frame meanwhile
inline constexpr explore::Branch kRetry = 1;  ///< the instruction is executed again
inline constexpr explore::Branch kAstray =
    1;  ///< of a return: it goes where another process's trap came from
inline constexpr explore::Branch kRefused =
    1;  ///< the VM is dying, and gets no frame; an entry may not let its process write
inline constexpr explore::Branch kSpared = 1;  ///< of a flush: the CPU has done it since
}  // namespace vmm_branch

}  // namespace braid::models
