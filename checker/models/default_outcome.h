// What tells outcomes apart unless the user says otherwise.
#pragma once

#include <vector>

#include "braid/checker/explore/observable.h"

namespace braid::models {

/// All reads, then what each file of the server holds. REQUIRES a signature of a file system: its second set
/// is the files.
[[nodiscard]] std::vector<explore::ObservableId> reads_then_files(const explore::Signature& signature);

}  // namespace braid::models
