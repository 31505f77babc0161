// Compounds of NFS 4, and callbacks.
#include "braid/tracer/import/nfs/compound_name.h"
#include "braid/tracer/import/nfs/operations4.h"
#include "braid/tracer/recording/ndjson_writer.h"
#include "imported.h"
#include "written_rpc.h"

namespace braid::import::test {
namespace {

using Operations = std::vector<std::string>;

std::string joined(const Operations& operations) {
  std::string text = big_32(static_cast<std::uint32_t>(operations.size()));
  for (const std::string& operation : operations) text += operation;
  return text;
}

std::string compound(std::uint32_t minor, const Operations& operations) {
  return opaque("") + big_32(minor) + joined(operations);
}

std::string results(std::uint32_t status, const Operations& operations) {
  return big_32(status) + opaque("") + joined(operations);
}

std::string operation(std::uint32_t number, std::string_view arguments = {}) {
  return big_32(number).append(arguments);
}

std::string done(std::uint32_t number, std::string_view result = {}) {
  return (big_32(number) + big_32(0)).append(result);
}

std::string stateid(std::uint32_t number) {
  return big_32(number) + std::string(12, '\x0a');
}

class Nfs4 {
 public:
  Nfs4& call(std::string_view arguments, std::string_view reply) {
    ++xid_;
    tcp_.call(rpc_call(xid_, 100003, 4, 1, arguments)).reply(rpc_reply(xid_, reply));
    return *this;
  }
  Nfs4& call_back(std::string_view arguments, std::string_view reply) {
    ++xid_;
    tcp_.reply(rpc_call(xid_, 0x40000000, 1, 1, arguments)).call(rpc_reply(xid_, reply));
    return *this;
  }
  [[nodiscard]] Imported imported() const { return imported_text(tcp_.bytes()); }

 private:
  WrittenConversation tcp_;
  std::uint32_t xid_ = 0;
};

const std::string kRoot("\1\0\1\0\0\0\0\0", 8);

TEST(Nfs4, SaysWhatAnOpenDid) {
  const std::string session(16, '\x05');
  const std::string owner = big_64(3) + opaque("o");
  const std::string attributes = big_32(2) + big_32(0x100018) + big_32(0x200000) +
                                 opaque(big_64(77) + big_64(16) + big_64(4) + big_64(1000) + big_32(9));
  const std::string entry = big_32(0) + big_32(0) + big_32(0x1f) + opaque("you");
  Nfs4 nfs;
  nfs.call(
      compound(
          1, {operation(53, session + big_32(8) + big_32(0) + big_32(1) + big_32(0)),
              operation(22, opaque(kRoot)),
              operation(18, big_32(0) + big_32(3) + big_32(0) + owner + big_32(0) + big_32(0) + opaque("f0")),
              operation(10), operation(3, big_32(7)), operation(9, big_32(1) + big_32(0x18))}),
      results(0, {done(53, session + big_32(8) + big_32(0) + big_32(1) + big_32(29) + big_32(0)), done(22),
                  done(18, stateid(1) + big_32(1) + big_64(5) + big_64(6) + big_32(4) + big_32(0) +
                               big_32(1) + stateid(2) + big_32(0) + entry),
                  done(10, opaque("file")), done(3, big_64(7)), done(9, attributes)}));
  EXPECT_EQ(
      nfs.imported().text(),
      R"({"actor":"10.0.0.1","operation":"OPEN","object":"/f0","arguments":{"server":"10.0.0.2","xid":1,)"
      R"("program":"nfs4","minor_version":1,"session":"05050505050505050505050505050505","sequence":8,"slot":0,)"
      R"("highest_slot":1,"handle":"0100010000000000","state_sequence":0,"share_access":3,"share_deny":0,)"
      R"("owner":"3.6f","claim":"NULL","name":"f0","access":7,"operations":["SEQUENCE","PUTFH","OPEN","GETFH",)"
      R"("ACCESS","GETATTR"]},"start":"1.000000","end":"1.001000","result":{"target_highest_slot":29,)"
      R"("status_flags":0,"stateid":"1.0a0a0a0a0a0a0a0a0a0a0a0a","directory":{"atomic":true,"before":5,"after":6},)"
      R"("flags":4,"delegation":"read","delegation_stateid":"2.0a0a0a0a0a0a0a0a0a0a0a0a","handle":"66696c65",)"
      R"("supported":0,"access":7,"change":77,"size":16,"inode":4,"mtime":"1000.000000009"},"line":1})"
      "\n");
}

TEST(Nfs4, SaysWhichOperationFailedAndWhy) {
  Nfs4 nfs;
  nfs.call(compound(0, {operation(22, opaque("f")),
                        operation(13, big_32(2) + big_64(0) + big_64(9) + big_64(1) + opaque("o"))}),
           results(10010, {done(22), big_32(13) + big_32(10010) + big_64(0) + big_64(5) + big_32(2) +
                                         big_64(8) + opaque("p")}));
  nfs.call(compound(0, {operation(22, opaque("f")), operation(34, stateid(0) + big_32(0) + opaque("")),
                        operation(9, big_32(0))}),
           results(13, {done(22), big_32(34) + big_32(13) + big_32(1) + big_32(0)}));
  const Imported capture = nfs.imported();
  EXPECT_TRUE(capture.ledger.notes().empty());
  std::string text;
  for (recording::Record record : capture.records) {
    record.arguments.clear();
    recording::append_event(text, record);
  }
  EXPECT_EQ(
      text,
      R"({"actor":"10.0.0.1","operation":"LOCKT","object":"handle:66","start":"1.000000","end":"1.001000",)"
      R"("result":{"error":"NFS4ERR_DENIED","failed":"LOCKT","holder":{"offset":0,"length":5,"type":2,)"
      R"("owner":"8.70"}},"line":1})"
      R"({"actor":"10.0.0.1","operation":"SETATTR","object":"handle:66","start":"1.002000","end":"1.003000",)"
      R"("result":{"error":"NFS4ERR_ACCES","failed":"SETATTR"},"line":3})");
}

TEST(Nfs4, FollowsTheCurrentFile) {
  Nfs4 nfs;
  nfs.call(
      compound(0, {operation(24), operation(15, opaque("a")), operation(15, opaque("b")), operation(10)}),
      results(0, {done(24), done(15), done(15), done(10, opaque("ab"))}));
  nfs.call(compound(0, {operation(24), operation(10), operation(15, opaque("a")), operation(10)}),
           results(0, {done(24), done(10, opaque("r")), done(15), done(10, opaque("a"))}));
  nfs.call(compound(0, {operation(22, opaque("a")), operation(32), operation(22, opaque("r")),
                        operation(29, opaque("x") + opaque("y"))}),
           results(0, {done(22), done(32), done(22), done(29, std::string(40, '\0'))}));
  nfs.call(compound(0, {operation(22, opaque("a")), operation(28, opaque("x"))}),
           results(2, {done(22), big_32(28) + big_32(2)}));
  const Imported capture = nfs.imported();
  std::string text;
  for (const recording::Record& record : capture.records)
    text += record.operation + " " + record.object + "\n";
  EXPECT_EQ(text, "LOOKUP+LOOKUP handle:6162\nLOOKUP /a\nRENAME /a/x\nREMOVE /a/x\n");
  EXPECT_EQ(*capture.records.at(0).arguments.find("name_2")->text(), "b");
  EXPECT_EQ(*capture.records.at(2).arguments.find("handle_2")->text(), "72");
}

TEST(Nfs4, StopsAtAnOperationThatIsUnknown) {
  Nfs4 nfs;
  nfs.call(compound(2, {operation(22, opaque("f")), operation(200, "whatever"), operation(9)}),
           results(10044, {done(22), big_32(10044) + big_32(10044)}));
  const Imported capture = nfs.imported();
  ASSERT_EQ(capture.records.size(), 1U);
  EXPECT_EQ(capture.records[0].arguments.find("unknown_operation")->natural(), 200U);
  EXPECT_EQ(*capture.records[0].result.find("error")->text(), "NFS4ERR_OP_ILLEGAL");
  EXPECT_EQ(capture.ledger.notes().at("compounds with an unknown operation"), 1U);
}

TEST(Nfs4, CallbacksAreTheServers) {
  const std::string session(16, '\x05');
  Nfs4 nfs;
  nfs.call(compound(1, {operation(22, opaque(kRoot)), operation(15, opaque("f0")), operation(10)}),
           results(0, {done(22), done(15), done(10, opaque("f"))}));
  nfs.call_back(opaque("") + big_32(1) + big_32(0) +
                    joined({operation(11, session + std::string(20, '\0')),
                            operation(4, stateid(1) + big_32(0) + opaque("f"))}),
                results(0, {done(11, session + std::string(20, '\0')), done(4)}));
  const Imported capture = nfs.imported();
  ASSERT_EQ(capture.records.size(), 2U);
  EXPECT_EQ(capture.records[1].actor, "10.0.0.2");
  EXPECT_EQ(capture.records[1].operation, "CB_RECALL");
  EXPECT_EQ(capture.records[1].object, "/f0");
  EXPECT_EQ(*capture.records[1].arguments.find("program")->text(), "nfs4-cb");
}

TEST(CompoundName, LeavesOutWhatOnlyGoesThereAndFetches) {
  using nfs::compound_name;
  using Numbers = std::vector<std::uint32_t>;
  EXPECT_EQ(compound_name(Numbers{53, 22, 38, 9}), "WRITE");
  EXPECT_EQ(compound_name(Numbers{22, 5, 4}), "COMMIT+CLOSE");
  EXPECT_EQ(compound_name(Numbers{53, 22, 9, 8}), "DELEGRETURN");
  EXPECT_EQ(compound_name(Numbers{53, 22, 18, 10, 3, 9}), "OPEN");
  EXPECT_EQ(compound_name(Numbers{53, 22, 3, 9}), "ACCESS");
  EXPECT_EQ(compound_name(Numbers{53, 22, 9}), "GETATTR");
  EXPECT_EQ(compound_name(Numbers{53}), "SEQUENCE");
  EXPECT_EQ(compound_name(Numbers{24, 10}), "GETFH");
  EXPECT_EQ(compound_name(Numbers{}), "COMPOUND");
  EXPECT_EQ(nfs::callback_compound_name(Numbers{11, 4}), "CB_RECALL");
  EXPECT_EQ(nfs::callback_compound_name(Numbers{11}), "CB_SEQUENCE");
}

TEST(Operations4, HaveTheirNumbers) {
  const auto name = [](std::uint32_t number) { return std::string(nfs::find_operation(number)->name); };
  EXPECT_EQ(name(3) + name(18) + name(38) + name(58) + name(71) + name(75) + name(10044),
            "ACCESSOPENWRITERECLAIM_COMPLETECLONEREMOVEXATTRILLEGAL");
  EXPECT_EQ(nfs::find_operation(2), nullptr);
  EXPECT_EQ(nfs::find_operation(76), nullptr);
  EXPECT_EQ(nfs::find_callback(15)->name, "CB_OFFLOAD");
  EXPECT_EQ(nfs::find_callback(16), nullptr);
}

}  // namespace
}  // namespace braid::import::test
