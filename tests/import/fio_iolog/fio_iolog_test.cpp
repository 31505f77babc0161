#include "braid/tracer/diagnostic.h"
#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

TEST(FioIolog, GivesActionsWithTheirTimes) {
  const Imported log =
      imported_text("fio version 3 iolog\n36 /d/j.0 add\n167 /d/j.0 open\n172 /d/j.0 read 8 4096\n");
  EXPECT_EQ(log.text(),
            R"({"actor":"fio","operation":"open","object":"/d/j.0","start":"0.167","line":3}
{"actor":"fio","operation":"read","object":"/d/j.0","arguments":{"offset":8,"length":4096},"start":"0.172","line":4}
)");
  EXPECT_EQ(log.skipped(), "lines add 1");
}

TEST(FioIolog, CountsLinesThatAreNoAction) {
  const Imported log =
      imported_text("fio version 3 iolog\n1 /d/j.0 open\nx /d/j.0 open\n2 /d/j.0 read 8\n\n");
  EXPECT_EQ(log.records.size(), 1U);
  EXPECT_EQ(log.skipped(), "lines that are no action 2");
}

TEST(FioIolog, RefusesVersionsThatItDoesNotKnow) {
  EXPECT_THROW((void)imported_text("fio version 4 iolog\n1 /d/j.0 open\n"), InputError);
}

TEST(FioIolog, SurvivesDamage) {
  expect_survives_mutations("fio version 3 iolog\n36 /d/j.0 add\n167 /d/j.0 open\n172 /d/j.0 read 8 4096\n",
                            "fio-iolog");
}

TEST(FioIolog, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported log = imported_files({recordings() / "formats/fio.iolog"});
  EXPECT_EQ(log.ledger.units(), 21U);
  EXPECT_EQ(log.operations(), "read 7, write 5, close 2, fsync 2, open 2");
}

}  // namespace
}  // namespace braid::import::test
