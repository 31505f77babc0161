// In which ways steps of NFSv4 come out.
#pragma once

#include "braid/checker/explore/model.h"

namespace braid::models {

/// A process's event.
enum Nfs4Act : explore::Branch {
  kActDone,
  kActCalls,
  kActFails,
  kActSkipped,
  kActReadsBlock,
  kActTakesOver,  ///< an open: the create before it has opened the file
};
inline constexpr std::uint32_t kActOutcomes = 4;
inline constexpr std::uint32_t kActOutcomesOfBlocks = 5;  ///< of processes with reads of several
inline constexpr std::uint32_t kActOutcomesOfNames =
    6;  ///< where calls may fail since a file is there, or not

/// A reply.
enum Nfs4Receipt : explore::Branch {
  kReceiptDone,
  kReceiptGoesOn,
  kReceiptRefused,
  kReceiptReadsBlock,
  kReceiptFails,  ///< the file is there, or is not
};
inline constexpr std::uint32_t kReceiptOutcomes = 3;
inline constexpr std::uint32_t kReceiptOutcomesOfBlocks = 4;
inline constexpr std::uint32_t kReceiptOutcomesOfNames = 5;

/// The server's work on a call.
enum Nfs4Service : explore::Branch {
  kServed,
  kStored,
  kServiceWaits,
  kServiceRefuses,
  kReplaysReply,
  kServedGrants,  ///< an open or a create, with a delegation
  kServedMakes,   ///< a create, without one
  kServedInVain,  ///< the file is there, or is not
};
inline constexpr std::uint32_t kServiceOutcomes = 5;
inline constexpr std::uint32_t kServiceOutcomesWithGrants = 6;
inline constexpr std::uint32_t kServiceOutcomesOfNames = 8;

/// A delegation that comes back.
enum Nfs4Return : explore::Branch {
  kReturned,
  kReturnedFlushed,
  kReturnRefused,
  kReturnStores,  ///< one of several dirty blocks; the delegation is still on its way
};
inline constexpr std::uint32_t kReturnOutcomes = 3;
inline constexpr std::uint32_t kReturnOutcomesOfBlocks = 4;

/// A recall at a client.
enum Nfs4Recall : explore::Branch { kRecallTaken, kRecallDisowned };
inline constexpr std::uint32_t kRecallOutcomes = 2;

/// A reclaim.
enum Nfs4Reclaim : explore::Branch { kReclaimed, kReclaimDenied };
inline constexpr std::uint32_t kReclaimOutcomes = 2;

}  // namespace braid::models
