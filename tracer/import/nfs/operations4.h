// The operations of NFS 4 compounds, and of its callbacks.
#pragma once

#include <cstdint>
#include <string_view>

#include "braid/tracer/import/nfs/elements.h"

namespace braid::import::nfs {

struct Operation4 {
  std::string_view name;  ///< empty: there is no operation of that number
  Elements arguments;
  Elements results;                  ///< of a success
  std::uint32_t special_status = 0;  ///< a failure that has results, too; kAnyFailure: each
  Elements special_results{};
};

inline constexpr std::uint32_t kAnyFailure = UINT32_MAX;

enum Number4 : std::uint32_t {
  kCreate4 = 6,
  kAccess4 = 3,
  kGetattr4 = 9,
  kGetfh4 = 10,
  kLink4 = 11,
  kLookup4 = 15,
  kLookupParent4 = 16,
  kOpen4 = 18,
  kOpenAttribute4 = 19,
  kPutfh4 = 22,
  kPutPublic4 = 23,
  kPutRoot4 = 24,
  kRemove4 = 28,
  kRename4 = 29,
  kRestore4 = 31,
  kSave4 = 32,
  kSequence4 = 53,
  kCallbackSequence4 = 11,
};

/// RFC 7530, 16; RFC 8881, 18; RFC 7862, 15; RFC 8276, 8.4. Null where the number is unknown.
[[nodiscard]] const Operation4* find_operation(std::uint32_t number);

/// RFC 8881, 20; RFC 7862, 16.
[[nodiscard]] const Operation4* find_callback(std::uint32_t number);

}  // namespace braid::import::nfs
