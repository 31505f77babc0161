// The catalogue of NFS races, traces/litmus/nfs: every broken design has its fix.
// Its verdicts are tested by tests/catalogue.
#include <gtest/gtest.h>

#include "catalogue.h"

namespace braid::test {
namespace {

constexpr const char* kFolder = "traces/litmus/nfs";

TEST(NfsLitmus, IsComplete) {
  expect_both_designs(kFolder, {"no-flush", "v2-async", "verf-commit-empty", "verf-norotate", "verf-sample",
                                "drc-remove", "drc-destructive", "write-reorder", "wcc-gap", "own-writes",
                                "silly-rename", "believed-uid", "name-space"});
}

}  // namespace
}  // namespace braid::test
