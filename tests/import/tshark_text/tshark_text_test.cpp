#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    R"(    1   0.000000    10.9.0.12 → 10.9.0.1     NFS 154 V3 LOOKUP Call, DH: 0x62d40c52/f0
    2   0.004329     10.9.0.1 → 10.9.0.12    NFS 298 V3 LOOKUP Reply (Call In 1), FH: 0xf2e3edf5
    3   0.010000    10.9.0.12 → 10.9.0.1     TCP 66 836 → 2049 [ACK] Seq=85 Ack=125 Win=502 Len=0
    4   0.018463    10.9.0.12 → 10.9.0.1     NFS 194 V3 WRITE Call, FH: 0xf2e3edf5 Offset: 16 Len: 16 FILE_SYNC
    5   0.023804     10.9.0.1 → 10.9.0.12    NFS 206 V3 WRITE Reply (Call In 4) Len: 16 FILE_SYNC
    6   0.054720    10.9.0.11 -> 10.9.0.1    NFS 178 V3 RENAME Call, From DH: 0x62d40c52/tmp To DH: 0x62d40c52/f0
    7   0.116265     10.9.0.1 -> 10.9.0.11   NFS 102 V3 RENAME Reply (Call In 6) Error: NFS3ERR_STALE
    8   0.120000    10.9.0.11 -> 10.9.0.1    NFS 178 V4 Call (Reply In 9) OPEN DH: 0x62d40c52/f0
    9   0.130000     10.9.0.1 -> 10.9.0.11   NFS 102 V4 Reply (Call In 8) OPEN StateID: 0x1234
   10   0.140000    10.9.0.11 -> 10.9.0.1    NFS 178 [RPC retransmission of #8]V4 Call COMMIT FH: 0x1 | CLOSE StateID: 0x2
   11   0.150000     10.9.0.1 -> 10.9.0.11   NFS 102 V3 READ Reply Len: 16
)";

TEST(TsharkText, JoinsCallsAndReplies) {
  const Imported lines = imported_text(kSample);
  EXPECT_EQ(
      lines.text(),
      R"({"actor":"10.9.0.12","operation":"LOOKUP","object":"0x62d40c52","arguments":{"server":"10.9.0.1","program":"nfs3","handle":"0x62d40c52","name":"f0"},"start":"0.000000","end":"0.004329","result":{"handle":"0xf2e3edf5"},"line":1}
{"actor":"10.9.0.12","operation":"WRITE","object":"0xf2e3edf5","arguments":{"server":"10.9.0.1","program":"nfs3","handle":"0xf2e3edf5","offset":16,"length":16},"start":"0.018463","end":"0.023804","result":{"value":16},"line":4}
{"actor":"10.9.0.11","operation":"RENAME","object":"0x62d40c52","arguments":{"server":"10.9.0.1","program":"nfs3","handle":"0x62d40c52","name":"tmp","to":"f0"},"start":"0.054720","end":"0.116265","result":{"error":"NFS3ERR_STALE"},"line":6}
{"actor":"10.9.0.11","operation":"OPEN","object":"0x62d40c52","arguments":{"server":"10.9.0.1","program":"nfs4","handle":"0x62d40c52","name":"f0"},"start":"0.120000","end":"0.130000","line":8}
{"actor":"10.9.0.11","operation":"COMMIT+CLOSE","object":"0x1","arguments":{"server":"10.9.0.1","program":"nfs4","handle":"0x1"},"start":"0.140000","line":10}
)");
  EXPECT_EQ(lines.skipped(), "NFS packets without a call or a reply to one 1, packets of other protocols 1");
}

TEST(TsharkText, CountsLinesThatAreNoPacket) {
  const Imported lines = imported_text(
      "1 0.0 10.9.0.12 -> 10.9.0.1 NFS 154 V3 NULL Call\n1 0.0 10.9.0.12 - 10.9.0.1 NFS 154 V3 NULL "
      "Call\nx\n1 0.0 1");
  EXPECT_EQ(lines.operations(), "NULL 1");
  EXPECT_EQ(lines.skipped(), "lines that are no packet 3");
}

TEST(TsharkText, SurvivesDamage) {
  expect_survives_mutations(kSample, "tshark-text");
}

// The first 200 lines that tshark printed of the capture.
TEST(TsharkText, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported lines = imported_files({recordings() / "formats/k3-mix.tshark.txt"});
  EXPECT_EQ(lines.operations(),
            "ACCESS 29, LOOKUP 17, WRITE 16, GETATTR 12, READ 9, CREATE 6, SETATTR 6, RENAME 5");
  EXPECT_EQ(lines.skipped(), "");
}

}  // namespace
}  // namespace braid::import::test
