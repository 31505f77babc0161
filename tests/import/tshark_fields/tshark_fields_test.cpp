#include "braid/tracer/diagnostic.h"
#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

/// Tabs for `|`.
std::string tabbed(std::string text) {
  for (char& c : text) c = c == '|' ? '\t' : c;
  return text;
}

const std::string kColumns =
    "frame.time_epoch|ip.src|ip.dst|tcp.srcport|tcp.dstport|rpc.xid|rpc.msgtyp|rpc.program|rpc."
    "programversion|"
    "nfs.procedure_v3|nfs.opcode|nfs.cb.operation|nfs.status3|nfs.nfsstat4|nfs.fhandle|nfs.name|nfs.offset3|"
    "nfs.count3|nfs.data\n";

const std::string kSample =
    tabbed(kColumns +
           "10.000001000|10.0.0.2|10.0.0.1|9|2049|0x0a|0|100003|3;3|6|||||0a1b|f,0|0|16|\n"
           "10.000002000|10.0.0.3|10.0.0.1|9|2049|0x0a|0|100003|4;4||53;22;18;10;3;9||||0c||||\n"
           "10.000003000|10.0.0.1|10.0.0.2|2049|9|0x0a|1|100003|3;3|6|||0|||||3|616263\n"
           "10.000004000|10.0.0.1|10.0.0.3|2049|9|0x0a|1|100003|4;4||53;22;18|||10008;0;0;10008|||||\n"
           "10.000005000|10.0.0.1|10.0.0.3|2049|9|0x0b|0|1073741824|1;1|||11;4|||0c||||\n"
           "10.000006000|10.0.0.2|10.0.0.1|9|2049|0x0c;0x0d|0;0|100003;100003|3;3;3;3|1;4|||||0e;0f||||\n"
           "10.000007000|10.0.0.1|10.0.0.2|2049|9|0x0c|1|100003|3;3|1|||70||||||\n");

TEST(TsharkFields, JoinsCallsAndReplies) {
  const Imported rows = imported_text(kSample);
  EXPECT_EQ(
      rows.text(),
      R"({"actor":"10.0.0.2","operation":"READ","object":"0a1b","arguments":{"server":"10.0.0.1","program":"nfs3","xid":10,"handle":"0a1b","name":"f,0","offset":0,"length":16},"start":"10.000001000","end":"10.000003000","result":{"value":3,"data":"abc"},"line":2}
{"actor":"10.0.0.3","operation":"OPEN","object":"0c","arguments":{"server":"10.0.0.1","program":"nfs4","operations":["SEQUENCE","PUTFH","OPEN","GETFH","ACCESS","GETATTR"],"xid":10,"handle":"0c"},"start":"10.000002000","end":"10.000004000","result":{"error":"NFS4ERR_DELAY"},"line":3}
{"actor":"10.0.0.2","operation":"GETATTR","arguments":{"server":"10.0.0.1","program":"nfs3","xid":12},"start":"10.000006000","end":"10.000007000","result":{"error":"NFS3ERR_STALE"},"line":7}
{"actor":"10.0.0.1","operation":"CB_RECALL","object":"0c","arguments":{"server":"10.0.0.3","program":"nfs4-callback","operations":["CB_SEQUENCE","CB_RECALL"],"xid":11,"handle":"0c"},"start":"10.000005000","line":6}
{"actor":"10.0.0.2","operation":"ACCESS","arguments":{"server":"10.0.0.1","program":"nfs3","xid":13},"start":"10.000006000","line":7}
)");
  EXPECT_EQ(rows.skipped(), "");
  EXPECT_EQ(rows.header.system, "nfs3");
}

TEST(TsharkFields, JoinsCallsAndRepliesOfRx) {
  const Imported rows = imported_text(tabbed(
      "frame.time_epoch|ip.src|ip.dst|udp.srcport|udp.dstport|rx.cid|rx.callnumber|rx.seq|rx.type|rx.flags|"
      "afs.fs.opcode|afs.fs.fid.volume|afs.fs.fid.vnode|afs.fs.fid.uniq|afs.fs.status.length|udp.payload\n"
      "1.0|10.0.0.2|10.0.0.1|7001|7000|8|1|1|1|0x05|132|536|4|3||\n"
      "1.1|10.0.0.1|10.0.0.2|7000|7001|8|1|1|1|0x04|132||||16|\n"
      "1.2|10.0.0.1|10.0.0.2|7000|7001|9|1|1|1|0x05||||||"
      "00000000000000000000000000000000000000000000000000000000000000cc00000001000000020000000300000004\n"
      "1.3|10.0.0.2|10.0.0.1|7001|7000|9|1|1|1|0x04||||||\n"
      "1.4|10.0.0.2|10.0.0.1|7001|7000|8|2|1|1|0x01|133|536|4|3||\n"
      "1.5|10.0.0.2|10.0.0.1|7001|7000|8|2|2|1|0x05||||||\n"
      "1.6|10.0.0.1|10.0.0.2|7000|7001|8|2|0|4|0x00||||||"
      "0000000000000000000000000000000000000000000000000000000000000066\n"
      "1.7|10.0.0.1|10.0.0.2|7000|7001|8|2|0|2|0x00||||||\n"));
  EXPECT_EQ(
      rows.text(),
      R"({"actor":"10.0.0.2","operation":"FetchStatus","object":"536.4.3","arguments":{"server":"10.0.0.1","program":"afs","fid":"536.4.3"},"start":"1.0","end":"1.1","result":{"size":16},"line":2}
{"actor":"10.0.0.1","operation":"CallBack","object":"2.3.4","arguments":{"server":"10.0.0.2","program":"afs-callback","fid":"2.3.4"},"start":"1.2","end":"1.3","line":4}
{"actor":"10.0.0.2","operation":"StoreData","object":"536.4.3","arguments":{"server":"10.0.0.1","program":"afs","fid":"536.4.3"},"start":"1.4","end":"1.6","result":{"error":"ABORT 102"},"line":6}
)");
  EXPECT_EQ(rows.skipped(), "Rx packets of type 2 1, further Rx packets of calls and replies 1");
  EXPECT_EQ(rows.header.system, "afs");
}

TEST(TsharkFields, CountsLinesThatAreNoMessage) {
  const Imported rows =
      imported_text(tabbed("frame.time_epoch|ip.src|ip.dst|rpc.xid|rpc.msgtyp|rpc.program\n"
                           "x|10.0.0.2|10.0.0.1|0x1|0|100003\n"
                           "1.0|10.0.0.2|10.0.0.1|0x1|0|100005\n"
                           "1.0|10.0.0.2|10.0.0.1|||\n"
                           "1.0|10.0.0.2|10.0.0.1|0x1|0|100003|7\n"));
  EXPECT_EQ(rows.skipped(),
            "lines of more columns than there are names 1, packets that are no message of NFS or AFS 2, "
            "packets without a time and addresses 1");
}

TEST(TsharkFields, NeedsTheTime) {
  EXPECT_THROW((void)imported_text("ip.src\trpc.xid\n", "tshark-fields"), InputError);
}

TEST(TsharkFields, SurvivesDamage) {
  expect_survives_mutations(kSample, "tshark-fields");
}

struct Counted {
  std::string_view file;
  std::string_view operations;
};

class TsharkFieldsRecordings : public testing::TestWithParam<Counted> {};

// The counts are those of the captures' own description.
TEST_P(TsharkFieldsRecordings, HaveTheirCalls) {
  BRAID_NEEDS_RECORDINGS();
  const Imported rows = imported_files({recordings() / "formats" / GetParam().file});
  EXPECT_EQ(rows.operations(), GetParam().operations);
  EXPECT_EQ(rows.skipped(), "");
  for (const recording::Record& record : rows.records) EXPECT_TRUE(record.end.has_value());
}

INSTANTIATE_TEST_SUITE_P(
    All, TsharkFieldsRecordings,
    testing::Values(
        Counted{"k3-session.tshark.tsv", "GETATTR 69, WRITE 47, ACCESS 42, READ 25, LOOKUP 6"},
        Counted{"k3-nocto.tshark.tsv", "WRITE 60, ACCESS 15, GETATTR 12, READ 10, LOOKUP 6"},
        Counted{"k41-session.tshark.tsv",
                "OPEN 77, CLOSE 75, WRITE 47, READ 26, DELEGRETURN 4, ACCESS 3, DESTROY_CLIENTID 3, "
                "DESTROY_SESSION 3, CB_RECALL 2"},
        Counted{"afs-session.tshark.tsv", "StoreData64 30, FetchStatus 25, CallBack 24, FetchData64 24"}));

}  // namespace
}  // namespace braid::import::test
