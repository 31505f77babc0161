#include "braid/checker/models/afs/afs_system.h"

#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/default_outcome.h"
#include "braid/checker/models/system_of.h"

namespace braid::models {

template <>
inline constexpr bool kHasHistories<AfsMessages> = true;

namespace {

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
  return std::make_unique<SystemOf<AfsMessages>>(std::move(trace), "message", reads_then_files);
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
