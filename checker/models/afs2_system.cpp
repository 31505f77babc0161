#include "braid/checker/models/afs2_system.h"

#include "braid/checker/models/afs2.h"
#include "braid/checker/models/default_outcome.h"
#include "braid/checker/models/system_of.h"

namespace braid::models {

template <>
inline constexpr bool kHasHistories<Afs2> = true;

std::unique_ptr<System> afs2_system(Trace trace) {
  return std::make_unique<SystemOf<Afs2>>(std::move(trace), "operation", reads_then_files);
}

const SystemDescription& afs2_description() {
  static const SystemDescription kDescription = {
      "afs2",
      "operation",
      "afs2",
      "AFSv2 with whole-file caching and callbacks; every open, read, write and close is one step",
      {{"granularity",
        {"operation"},
        "an operation, with the callbacks it causes, is one step",
        "OSTEP, dist-afs"},
       {"reopen",
        {"keep", "replace"},
        "an open of a file whose cached copy is invalid but still open: share that copy, or fetch anew and "
        "forget "
        "unsaved data and the reference count",
        "OSTEP, dist-afs (replace); AFS-REOPEN-INVALID"}}};
  return kDescription;
}

}  // namespace braid::models
