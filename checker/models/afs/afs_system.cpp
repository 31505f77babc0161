#include "braid/checker/models/afs/afs_system.h"

#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/system_of.h"

namespace braid::models {

namespace {

/// All reads, then what each file of the server holds.
std::vector<explore::ObservableId> outcome_of(const explore::Signature& signature) {
  std::vector<explore::ObservableId> outcome;
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    if (signature.observables[id].history) outcome.push_back(id);
  }
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    for (const std::string& file : signature.sets[1].members) {
      if (signature.observables[id].name == "server." + file) outcome.push_back(id);
    }
  }
  return outcome;
}

SystemDescription description_of(bool callbacks) {
  SystemDescription description;
  description.name = callbacks ? "afs2" : "afs1";
  description.granularity = "message";
  description.key = callbacks ? "afs2-message" : "afs1";
  description.meaning =
      callbacks
          ? "AFSv2 with whole-file caching and callbacks; calls, service, callbacks, acknowledgements, "
            "replies and faults are steps of their own"
          : "AFSv1 with whole-file caching: a cached file is tested at every open; calls, service, replies "
            "and faults are steps of their own";
  description.options = describe(afs_option_table(callbacks));
  return description;
}

}  // namespace

std::unique_ptr<System> afs_message_system(Trace trace) {
  return std::make_unique<SystemOf<AfsMessages>>(std::move(trace), "message", outcome_of);
}

const SystemDescription& afs1_message_description() {
  static const SystemDescription kDescription = description_of(false);
  return kDescription;
}

const SystemDescription& afs2_message_description() {
  static const SystemDescription kDescription = description_of(true);
  return kDescription;
}

}  // namespace braid::models
