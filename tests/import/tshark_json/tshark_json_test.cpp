#include "braid/tracer/recording/ndjson_writer.h"
#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample = R"([
  {"_index": "packets", "_source": {"layers": {
    "frame": {"frame.time_epoch": "1795354136.102608000", "frame.number": "1"},
    "ip": {"ip.src": "10.9.0.13", "ip.dst": "10.9.0.1"}, "tcp": {"tcp.srcport": "893", "tcp.dstport": "2049"},
    "rpc": {"rpc.xid": "0xf881286f", "rpc.msgtyp": "0", "rpc.program": "100003", "rpc.programversion": "3"},
    "nfs": {"rpc.programversion": "3", "nfs.procedure_v3": "7", "object": {"nfs.fhandle": "01:00:0A"},
            "nfs.offset3": "0", "nfs.count3": "2", "Data": {"nfs.data": "61:7d"}}
  }}},
  {"_index": "packets", "_source": {"layers": {
    "frame": {"frame.time_epoch": "1795354136.103000000"}, "note": "a brace } in a string \" {",
    "ip": {"ip.src": "10.9.0.1", "ip.dst": "10.9.0.13"}, "tcp": {"tcp.srcport": "2049", "tcp.dstport": "893"},
    "rpc": {"rpc.xid": "0xf881286f", "rpc.msgtyp": "1", "rpc.program": "100003", "rpc.programversion": "3"},
    "nfs": {"nfs.procedure_v3": "7", "nfs.status3": "0", "nfs.count3": "2"}
  }}},
  {"_index": "packets", "_source": {"layers": {"frame": {"frame.time_epoch": "1795354136.103000000"}}}},
  {"other": 1}
]
)";

TEST(TsharkJson, JoinsCallsAndReplies) {
  const Imported packets = imported_text(kSample);
  EXPECT_EQ(
      packets.text(),
      R"({"actor":"10.9.0.13","operation":"WRITE","object":"01000a","arguments":{"server":"10.9.0.1","program":"nfs3","xid":4169214063,"handle":"01000a","offset":0,"length":2,"data":"a}"},"start":"1795354136.102608000","end":"1795354136.103000000","result":{"value":2},"line":2}
)");
  EXPECT_EQ(packets.skipped(), "objects that are no packet 1, packets without a time and addresses 1");
}

TEST(TsharkJson, CountsWhatIsNoPacketAndWhatIsCutOff) {
  const Imported packets = imported_text(R"([ 17, {"a": [1}, {"_source": {"layers": )", "tshark-json");
  EXPECT_EQ(packets.skipped(),
            "objects that are no packet 1, packets that are cut off 1, text that is no packet 1");
}

TEST(TsharkJson, BoundsTheSizeOfAPacket) {
  const Imported packets =
      imported_text("[{\"a\":\"" + std::string(std::size_t{1} << 25, 'a') + "\"},{}]", "tshark-json");
  EXPECT_EQ(packets.skipped(), "objects that are no packet 1, packets that are too long 1");
}

TEST(TsharkJson, SurvivesDamage) {
  expect_survives_mutations(kSample, "tshark-json");
}

// The first packets of the capture only.
TEST(TsharkJson, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported packets = imported_files({recordings() / "formats/k3-session.tshark.json"});
  EXPECT_EQ(packets.operations(), "ACCESS 6, LOOKUP 4, GETATTR 2, WRITE 2, READ 1");
  EXPECT_EQ(packets.skipped(), "");
}

/// Only what is in all printed forms; without where it comes from.
std::vector<std::string> essence(const Imported& packets, std::size_t count) {
  std::vector<std::string> lines;
  for (recording::Record record : packets.records) {
    record.line = 0;
    std::string line;
    recording::append_event(line, record);
    if (record.end && lines.size() < count) lines.push_back(line);
  }
  return lines;
}

TEST(TsharkJson, GivesWhatTheFieldsGive) {
  BRAID_NEEDS_RECORDINGS();
  const Imported packets = imported_files({recordings() / "formats/k3-session.tshark.json"});
  const Imported rows = imported_files({recordings() / "formats/k3-session.tshark.tsv"});
  EXPECT_EQ(essence(packets, 14), essence(rows, 14));
}

}  // namespace
}  // namespace braid::import::test
