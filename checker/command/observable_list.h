// Observables by name, for --by.
#pragma once

#include <string_view>
#include <vector>

#include "braid/checker/models/system.h"

namespace braid::command {

/// What tells outcomes apart unless the user says otherwise, final contents before reads.
[[nodiscard]] std::vector<explore::ObservableId> ordered_default_outcome(const models::System& system);

/// The observables in a comma-separated list, each once, in its order; `reads` and `contents` stand for the
/// two halves of the default. Throws CommandLineError, with a suggestion, for names that the system does not
/// have.
[[nodiscard]] std::vector<explore::ObservableId> find_observables(std::string_view option,
                                                                  std::string_view list,
                                                                  const models::System& system);

}  // namespace braid::command
