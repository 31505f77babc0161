// What tests of importers need: an import in memory, and the recordings that are not in the tree.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/format.h"

namespace braid::import::test {

struct Imported {
  std::vector<recording::Record> records;
  recording::Header header;
  Ledger ledger;

  /// One line an event: `c1 write /f0 offset=0 length=16 data=... @ START..END -> value=16`.
  [[nodiscard]] std::string text() const;

  /// `open 75, close 75`: operations by number, then name.
  [[nodiscard]] std::string operations() const;

  /// `KIND N, ...`: what was skipped, by kind.
  [[nodiscard]] std::string skipped() const;
};

/// Imports inputs by the format of that name, or by the one that recognises the first. Checks that the ledger
/// balances, that it counts the records, and that records come in order.
[[nodiscard]] Imported imported(std::vector<Input> inputs, std::string_view format = {},
                                const ImportOptions& options = {});
[[nodiscard]] Imported imported_text(std::string_view text, std::string_view format = {},
                                     const ImportOptions& options = {});
[[nodiscard]] Imported imported_files(const std::vector<std::filesystem::path>& files,
                                      std::string_view format = {}, const ImportOptions& options = {});

/// Where the recordings are: $BRAID_SHARED/data/client, or, where that is not set, beside the project; empty
/// where they are not there.
[[nodiscard]] std::filesystem::path recordings();

/// All of a file.
[[nodiscard]] std::string contents(const std::filesystem::path& file);

}  // namespace braid::import::test

/// Leaves a test that needs the recordings, as skipped, where they are not there.
#define BRAID_NEEDS_RECORDINGS()                                   \
  if (::braid::import::test::recordings().empty()) {               \
    GTEST_SKIP() << "the recordings (BRAID_SHARED) are not there"; \
  }
