#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

// From k3-mix.tcpdump.txt, shortened.
constexpr std::string_view kSample =
    R"(1795354228.021796 IP (tos 0x0, ttl 64, id 30871, offset 0, flags [DF], proto TCP (6), length 140)
    10.9.0.12.836 > 10.9.0.1.2049: Flags [P.], seq 84:172, ack 125, length 88: NFS request xid 2746381592 84 lookup fh Un/0100010000000000 "f0"
1795354228.022165 IP (tos 0x0, ttl 64, id 37906, offset 0, flags [DF], proto TCP (6), length 52)
    10.9.0.13.927 > 10.9.0.1.2049: Flags [.], ack 125, win 502, length 0
1795354228.022695 IP (tos 0x0, ttl 64, id 54146, offset 0, flags [DF], proto TCP (6), length 284)
    10.9.0.1.2049 > 10.9.0.12.836: Flags [P.], seq 125:357, length 232: NFS reply xid 2746381592 reply ok 228 lookup fh Unkno/0100010100000000A32E98970C00000000000000 REG 644 ids 0/0 sz 16
1795354228.034576 IP 10.9.0.12.836 > 10.9.0.1.2049: Flags [P.], length 128: NFS request xid 2779936024 124 write fh Unkno/0100010100000000A32E98970C 16 (16) bytes @ 48 <filesync>
1795354228.039917 IP 10.9.0.1.2049 > 10.9.0.12.836: Flags [P.], length 140: NFS reply xid 2779936024 reply ok 136 write POST: REG 644 ids 0/0 sz 32 16 bytes
1795354228.040000 IP 10.9.0.12.836 > 10.9.0.1.2049: Flags [P.], length 128: NFS request xid 5 108 rename fh Un/01 "a b" -> fh Un/02 "f0"
1795354228.050000 IP 10.9.0.1.2049 > 10.9.0.12.836: Flags [P.], length 140: NFS reply xid 5 reply ok 32 rename ERROR: Stale NFS file handle
1795354228.060000 IP 10.9.0.12.836 > 10.9.0.1.2049: Flags [P.], length 104: NFS request xid 6 100 read fh Unkno/01 4096 bytes @ 0
1795354228.070000 ARP, Request who-has 10.9.0.1 tell 10.9.0.12, length 28
)";

TEST(Tcpdump, JoinsCallsAndReplies) {
  const Imported dump = imported_text(kSample);
  EXPECT_EQ(
      dump.text(),
      R"({"actor":"10.9.0.12","operation":"LOOKUP","object":"0100010000000000","arguments":{"server":"10.9.0.1","program":"nfs","xid":2746381592,"handle":"0100010000000000","name":"f0"},"start":"1795354228.021796","end":"1795354228.022695","result":{"handle":"0100010100000000a32e98970c00000000000000","size":16},"line":1}
{"actor":"10.9.0.12","operation":"WRITE","object":"0100010100000000a32e98970c","arguments":{"server":"10.9.0.1","program":"nfs","xid":2779936024,"handle":"0100010100000000a32e98970c","offset":48,"length":16},"start":"1795354228.034576","end":"1795354228.039917","result":{"size":32,"value":16},"line":7}
{"actor":"10.9.0.12","operation":"RENAME","object":"01","arguments":{"server":"10.9.0.1","program":"nfs","xid":5,"handle":"01","name":"a b","to_handle":"02","to":"f0"},"start":"1795354228.040000","end":"1795354228.050000","result":{"error":"NFS3ERR_STALE"},"line":9}
{"actor":"10.9.0.12","operation":"READ","object":"01","arguments":{"server":"10.9.0.1","program":"nfs","xid":6,"handle":"01","offset":0,"length":4096},"start":"1795354228.060000","line":11}
)");
  EXPECT_EQ(dump.skipped(), "packets without a message of NFS 2");
}

TEST(Tcpdump, ReadsTimesOfDay) {
  const Imported dump = imported_text(
      "13:37:08.021796 IP 10.9.0.12.836 > 10.9.0.1.2049: Flags [P.], length 88: NFS request xid 7 80 null\n"
      "13:37:08.022695 IP 10.9.0.1.2049 > 10.9.0.12.836: Flags [P.], length 88: NFS reply xid 7 reply ok 24 "
      "null\n"
      "2026-11-22 13:37:08.1 IP 10.9.0.12.836 > 10.9.0.1.2049: length 88: NFS request xid 8 80 null\n");
  EXPECT_EQ(
      dump.text(),
      R"({"actor":"10.9.0.12","operation":"NULL","arguments":{"server":"10.9.0.1","program":"nfs","xid":7},"start":"49028.021796","end":"49028.022695","line":1}
{"actor":"10.9.0.12","operation":"NULL","arguments":{"server":"10.9.0.1","program":"nfs","xid":8},"start":"1795354628.1","line":3}
)");
}

TEST(Tcpdump, CountsLinesThatAreNoPacket) {
  const Imported dump = imported_text(
      "x\n  y\n1.0 IP z\n1.0 IP 1.2 > 3.4: NFS request xid x 8 null\n1.0 IP 1.2 > 3.4", "tcpdump");
  EXPECT_EQ(dump.skipped(), "lines that are no packet 1, packets without a message of NFS 3");
}

TEST(Tcpdump, SurvivesDamage) {
  expect_survives_mutations(kSample, "tcpdump");
}

// The first 200 lines that tcpdump printed of the capture.
TEST(Tcpdump, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported dump = imported_files({recordings() / "formats/k3-mix.tcpdump.txt"});
  EXPECT_EQ(dump.operations(),
            "ACCESS 16, LOOKUP 9, WRITE 6, READ 5, GETATTR 4, CREATE 3, RENAME 3, SETATTR 3");
  EXPECT_EQ(dump.skipped(), "packets without a message of NFS 3");
}

}  // namespace
}  // namespace braid::import::test
