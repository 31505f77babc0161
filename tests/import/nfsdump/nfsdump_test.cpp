#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

// From k3-mix.nfsdump.txt, and two lines made up: a rename, a call that is sent again.
constexpr std::string_view kSample =
    R"(1795354228.033775 0a090001.0801 0a09000b.029c T R3 e3ffd992 ffffffff unknown status=0 pl=108 con=98 len=206
1795354228.034576 0a09000c.0344 0a090001.0801 T C3 a5b27518 07 write fh 0100010100000000a32e98970c00000000000000 off 10 count 10 stable F euid 0 egid 0 con=134 len=194
1795354228.039917 0a090001.0801 0a09000c.0344 T R3 a5b27518 07 write OK ftype 1 mode 1a4 nlink 1 uid 0 gid 0 size 20 used 1000 rdev 0 rdev2 0 fsid 0 fileid c atime 1795354216.936000 mtime 1795354228.028000 ctime 1795354228.028000 count 10 stable F status=0 pl=108 con=98 len=206
1795354228.070833 0a09000b.029c 0a090001.0801 T C3 e7ffd992 0e rename fh 0100010000000000 name "71A4" fh2 0100010000000000 name2 "BA7B" euid 0 egid 0 con=134 len=178
1795354228.076439 0a090001.0801 0a09000b.029c T R3 e7ffd992 0e rename OK status=0 pl=232 con=98 len=330
1795354228.333000 0a09000b.029c 0a090001.0801 U C3 0b00da92 03 lookup fh 0100010000000000 name "C09B" euid 0 egid 0 con=134 len=154
1795354228.333100 0a09000b.029c 0a090001.0801 U C3 0b00da92 03 lookup fh 0100010000000000 name "C09B" euid 0 egid 0 con=134 len=154
1795354228.333595 0a090001.0801 0a09000b.029c U R3 0b00da92 03 lookup 2 status=2 pl=88 con=98 len=186
)";

TEST(Nfsdump, JoinsCallsAndReplies) {
  ImportOptions options;
  options.clients = {{"c1", "10.9.0.11"}};
  const Imported dump = imported_text(kSample, {}, options);
  EXPECT_EQ(
      dump.text(),
      R"({"actor":"10.9.0.12","operation":"WRITE","object":"0100010100000000a32e98970c00000000000000","arguments":{"server":"10.9.0.1","program":"nfs3","xid":2779936024,"handle":"0100010100000000a32e98970c00000000000000","offset":16,"length":16,"stable":"F"},"start":"1795354228.034576","end":"1795354228.039917","result":{"size":32,"inode":12,"mtime":"1795354228.028000","value":16},"line":2}
{"actor":"c1","operation":"RENAME","object":"0100010000000000","arguments":{"server":"10.9.0.1","program":"nfs3","xid":3892304274,"handle":"0100010000000000","name":"71A4","to_handle":"0100010000000000","to":"BA7B"},"start":"1795354228.070833","end":"1795354228.076439","line":4}
{"actor":"c1","operation":"LOOKUP","object":"0100010000000000","arguments":{"server":"10.9.0.1","program":"nfs3","xid":184605330,"handle":"0100010000000000","name":"C09B"},"start":"1795354228.333000","end":"1795354228.333595","result":{"error":"NFS3ERR_NOENT"},"line":6}
{"actor":"c1","operation":"LOOKUP","object":"0100010000000000","arguments":{"server":"10.9.0.1","program":"nfs3","xid":184605330,"handle":"0100010000000000","name":"C09B","attempt":2},"start":"1795354228.333100","line":7}
)");
  EXPECT_EQ(dump.skipped(), "replies to calls that were not seen 1");
  EXPECT_EQ(dump.header.kind, recording::Kind::messages);
  EXPECT_EQ(dump.header.system, "nfs3");
}

TEST(Nfsdump, CountsLinesThatAreNoMessage) {
  const Imported dump = imported_text(
      "1795354228.1 0a09000c.0344 0a090001.0801 T C3 a5b27518 07 write fh 01 off 10\n"
      "1795354228.1 0a09000c 0a090001.0801 T C3 a5b27518 07 write fh 01 off 10\n"
      "1795354228.1 0a09000c.0344 0a090001.0801 X C3 a5b27518 07 write\n"
      "1795354228.1 0a09000c.0344 0a090001.0801 T C4 a5b27518 07 write\n"
      "1795354228.1 0a09000c.0344 0a0");
  EXPECT_EQ(dump.records.size(), 1U);
  EXPECT_EQ(dump.skipped(), "lines that are no message 4");
}

TEST(Nfsdump, SurvivesDamage) {
  expect_survives_mutations(kSample, "nfsdump");
}

// nfsdump itself has not seen every call: the capture it printed has 515.
TEST(Nfsdump, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported dump = imported_files({recordings() / "formats/k3-mix.nfsdump.txt"});
  EXPECT_EQ(dump.ledger.units(), 1019U);
  EXPECT_EQ(
      dump.operations(),
      "ACCESS 137, LOOKUP 110, WRITE 75, GETATTR 57, READ 38, CREATE 32, RENAME 22, SETATTR 22, REMOVE 15");
  EXPECT_EQ(dump.skipped(), "replies to calls that were not seen 3");
  for (const recording::Record& record : dump.records) EXPECT_TRUE(record.end.has_value());
}

}  // namespace
}  // namespace braid::import::test
