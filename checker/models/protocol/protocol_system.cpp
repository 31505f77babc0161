#include "braid/checker/models/protocol/protocol_system.h"

#include "braid/checker/models/default_outcome.h"
#include "braid/checker/models/protocol/protocol_model.h"
#include "braid/checker/models/system_of.h"

namespace braid::models {

template <>
inline constexpr bool kHasHistories<ProtocolModel> = true;

std::unique_ptr<System> protocol_system(Trace trace) {
  return std::make_unique<SystemOf<ProtocolModel>>(std::move(trace), "message", reads_then_files);
}

SystemDescription describe(const ProtocolKind& kind) {
  SystemDescription description;
  description.name = kind.name;
  description.granularity = "message";
  description.key = kind.name;
  description.meaning = kind.meaning;
  description.options = describe(kind.options);
  return description;
}

}  // namespace braid::models
