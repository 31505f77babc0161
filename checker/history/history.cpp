#include "braid/checker/history/history.h"

#include <fmt/format.h>

#include <array>

namespace braid::history {

std::string_view name_of(OperationKind kind) {
  constexpr auto kNames =
      std::to_array<std::string_view>({"read", "write", "compare-and-set", "append", "transaction"});
  return kNames[static_cast<std::size_t>(kind)];
}

std::string describe(const History& history, const Operation& operation) {
  std::string place;
  if (operation.line > 0) {
    const bool several = history.files.size() > 1 && operation.source < history.files.size();
    place = several ? fmt::format(" ({}:{})", history.files[operation.source], operation.line)
                    : fmt::format(" (line {})", operation.line);
  }
  const std::string what = operation.kind == OperationKind::transaction
                               ? std::string()
                               : fmt::format(" of {}", history.objects[operation.object]);
  return fmt::format("{}'s {}{}{}", history.clients[operation.client], name_of(operation.kind), what, place);
}

}  // namespace braid::history
