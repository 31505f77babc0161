#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample = R"({"index":{"_index":"packets-2026-11-22","_type":"doc"}}
{"timestamp":"1795354240097","layers":{"frame":{"frame_frame_time_epoch":"1795354240.097494000"},"ip":{"ip_ip_src":"10.9.0.12","ip_ip_dst":"10.9.0.1"},"tcp":{"tcp_tcp_srcport":"755","tcp_tcp_dstport":"2049"},"rpc":{"rpc_rpc_xid":"0x226734a8","rpc_rpc_msgtyp":"0","rpc_rpc_program":"100003","rpc_rpc_programversion":"4"},"nfs":{"rpc_rpc_programversion":"4","nfs_nfs_procedure_v4":"1","nfs_nfs_opcode":["53","22","25"],"nfs_nfs_fhandle":"01:00","nfs_nfs_offset4":"0","nfs_nfs_count4":"4096"}}}
{"index":{"_index":"packets-2026-11-22","_type":"doc"}}
{"timestamp":"1795354240100","layers":{"frame":{"frame_frame_time_epoch":"1795354240.100670000"},"ip":{"ip_ip_src":"10.9.0.1","ip_ip_dst":"10.9.0.12"},"tcp":{"tcp_tcp_srcport":"2049","tcp_tcp_dstport":"755"},"rpc":{"rpc_rpc_xid":"0x226734a8","rpc_rpc_msgtyp":"1","rpc_rpc_programversion":"4"},"nfs":{"nfs_nfs_procedure_v4":"1","nfs_nfs_nfsstat4":"0","nfs_nfs_opcode":["53","22","25"],"nfs_nfs_eof":true,"nfs_nfs_data":"61:62","nfs_nfs_read_data_length":"2"}}}
)";

TEST(TsharkEk, JoinsCallsAndReplies) {
  const Imported packets = imported_text(kSample);
  EXPECT_EQ(
      packets.text(),
      R"({"actor":"10.9.0.12","operation":"READ","object":"0100","arguments":{"server":"10.9.0.1","program":"nfs4","operations":["SEQUENCE","PUTFH","READ"],"xid":577189032,"handle":"0100","offset":0,"length":4096},"start":"1795354240.097494000","end":"1795354240.100670000","result":{"value":2,"eof":true,"data":"ab"},"line":2}
)");
  EXPECT_EQ(packets.header.system, "nfs4");
}

TEST(TsharkEk, CountsLinesThatAreNoPacket) {
  const Imported packets = imported_text(
      "{\"index\":{}}\n{\"timestamp\":\"1\",\"layers\":{}}\n{\"timestamp\":\"1\",\"layers\":{\"frame\":"
      "\nx\n");
  EXPECT_EQ(packets.skipped(), "lines that are no packet 2, packets without a time and addresses 1");
}

TEST(TsharkEk, SurvivesDamage) {
  expect_survives_mutations(kSample, "tshark-ek");
}

// The first packets of the capture only.
TEST(TsharkEk, ReadsTheRecording) {
  BRAID_NEEDS_RECORDINGS();
  const Imported packets = imported_files({recordings() / "formats/k41-session.tshark.ek.ndjson"});
  EXPECT_EQ(packets.operations(), "OPEN 6, ACCESS 3, CLOSE 3, WRITE 2, DELEGRETURN 1, READ 1");
  EXPECT_EQ(packets.skipped(), "");
}

}  // namespace
}  // namespace braid::import::test
