#include "braid/checker/models/protocol/protocol.h"

#include <algorithm>

namespace braid::models {

bool Protocol::possible(const Rule& rule, std::span<const explore::Position> events) const {
  return rule.process == kNoProcess || events[rule.process] < shape_.events[rule.process];
}

const ProtocolKind* find_protocol(std::string_view system) {
  const std::span<const ProtocolKind* const> all = protocol_kinds();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const ProtocolKind* kind) { return kind->name == system; });
  return found == all.end() ? nullptr : *found;
}

}  // namespace braid::models
