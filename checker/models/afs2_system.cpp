#include "braid/checker/models/afs2_system.h"

#include "braid/checker/models/afs2.h"
#include "braid/checker/models/system_of.h"

namespace braid::models {
namespace {

/// All reads, then what each file of the server holds.
std::vector<explore::ObservableId> outcome_of(const explore::Signature& signature) {
  std::vector<explore::ObservableId> outcome;
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    if (signature.observables[id].history) outcome.push_back(id);
  }
  const std::vector<std::string>& files = signature.sets[1].members;
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    for (const std::string& file : files) {
      if (signature.observables[id].name == "server." + file) outcome.push_back(id);
    }
  }
  return outcome;
}

}  // namespace

std::unique_ptr<System> afs2_system(Trace trace) {
  return std::make_unique<SystemOf<Afs2>>(std::move(trace), "operation", outcome_of);
}

const SystemDescription& afs2_description() {
  static const SystemDescription description = {
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
  return description;
}

}  // namespace braid::models
