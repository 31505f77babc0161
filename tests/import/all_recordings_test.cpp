// Every recording there is, whatever its format: what was found is what was given and what was counted as
// skipped.
#include <set>

#include "imported.h"

namespace braid::import::test {
namespace {

namespace fs = std::filesystem;

/// What is no recording: descriptions, tables of verdicts, what the recorded programs printed.
bool is_none(const fs::path& file) {
  static const std::set<std::string> kNames = {"README.md", "VERDICTS.tsv", "expected.tsv", "mounts.tsv",
                                               "k3-append.final.tsv"};
  static const std::set<std::string> kExtensions = {".out", ".down", ".up"};
  return kNames.count(file.filename().string()) > 0 || kExtensions.count(file.extension().string()) > 0;
}

TEST(AllRecordings, AreAccountedForToTheUnit) {
  BRAID_NEEDS_RECORDINGS();
  std::size_t files = 0;
  for (const auto& entry : fs::recursive_directory_iterator(recordings())) {
    if (!entry.is_regular_file() || is_none(entry.path())) continue;
    SCOPED_TRACE(entry.path().filename().string());
    // imported() checks that the ledger balances and counts the events.
    const Imported recording = imported_files({entry.path()});
    EXPECT_GT(recording.ledger.units(), 0U);
    ++files;
  }
  EXPECT_EQ(files, 135U);
}

}  // namespace
}  // namespace braid::import::test
