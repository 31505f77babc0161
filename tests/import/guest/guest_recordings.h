// The recordings of guests, and what counts their events by the names that their source has for them.
#pragma once

#include <filesystem>
#include <string>

#include "imported.h"

namespace braid::import::test {

/// Beside recordings(); empty where they are not there.
[[nodiscard]] std::filesystem::path guest_recordings();

/// `kvm_pio 30, kvm_msr 10`: events by their argument `event`, and what was skipped as `events NAME`, by
/// number, then name.
[[nodiscard]] std::string kinds(const Imported& log);

/// The import of a recording and of the map NAME.map that goes with NAME.trace, NAME.txt.
[[nodiscard]] Imported with_map(const std::string& recording, const std::string& map);

/// How many events have this operation and this argument.
[[nodiscard]] std::size_t count(const Imported& log, std::string_view operation, std::string_view argument,
                                const recording::Value& value);

}  // namespace braid::import::test

#define BRAID_NEEDS_GUEST_RECORDINGS()                             \
  if (::braid::import::test::guest_recordings().empty()) {         \
    GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there"; \
  }
