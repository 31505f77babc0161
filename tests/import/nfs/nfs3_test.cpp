// NFS 2 and 3, and the programs around them.
#include "imported.h"
#include "written_rpc.h"

namespace braid::import::test {
namespace {

constexpr std::uint32_t kNfs = 100003;

std::string time_3(std::uint32_t seconds) {
  return big_32(seconds) + big_32(5);
}

/// fattr3 of a file.
std::string attributes(std::uint64_t size, std::uint64_t inode) {
  return big_32(1) + big_32(0644) + big_32(1) + big_64(0) + big_64(size) + big_64(size) + big_64(0) +
         big_64(1) + big_64(inode) + time_3(10) + time_3(20) + time_3(30);
}

std::string weak_cache(std::uint64_t before, std::uint64_t after) {
  return big_32(1) + big_64(before) + time_3(1) + time_3(2) + big_32(1) + attributes(after, 7);
}

/// Calls and replies one after the other; the call's number is also the xid.
class Nfs3 {
 public:
  Nfs3& call(std::uint32_t procedure, std::string_view arguments, std::string_view results,
             std::uint32_t program = kNfs, std::uint32_t version = 3) {
    ++xid_;
    tcp_.call(rpc_call(xid_, program, version, procedure, arguments)).reply(rpc_reply(xid_, results));
    return *this;
  }
  [[nodiscard]] Imported imported() const { return imported_text(tcp_.bytes()); }
  [[nodiscard]] const std::string& bytes() const { return tcp_.bytes(); }

 private:
  WrittenConversation tcp_;
  std::uint32_t xid_ = 0;
};

/// `OPERATION OBJECT` a line.
std::string objects(const Imported& capture) {
  std::string text;
  for (const recording::Record& record : capture.records)
    text += record.operation + " " + record.object + "\n";
  return text;
}

TEST(Nfs3, SaysWhatAWriteDid) {
  Nfs3 nfs;
  nfs.call(7, opaque("\x01\x02") + big_64(32) + big_32(5) + big_32(2) + opaque("hello"),
           big_32(0) + weak_cache(3, 37) + big_32(5) + big_32(2) + big_64(0x1234));
  EXPECT_EQ(
      nfs.imported().text(),
      R"({"actor":"10.0.0.1","operation":"WRITE","object":"handle:0102","arguments":{"server":"10.0.0.2",)"
      R"("xid":1,"program":"nfs3","handle":"0102","offset":32,"length":5,"stable":"FILE_SYNC","data":"hello"},)"
      R"("start":"1.000000","end":"1.001000","result":{"before":{"size":3,"mtime":"1.000000005",)"
      R"("ctime":"2.000000005"},"type":"file","mode":420,"links":1,"size":37,"inode":7,"mtime":"20.000000005",)"
      R"("ctime":"30.000000005","value":5,"committed":"FILE_SYNC","verifier":"0000000000001234"},"line":1})"
      "\n");
}

TEST(Nfs3, SaysWhatAReadGave) {
  Nfs3 nfs;
  nfs.call(6, opaque("\x01") + big_64(0) + big_32(4096),
           big_32(0) + big_32(0) + big_32(2) + big_32(1) + opaque("hi"));
  nfs.call(6, opaque("\x01") + big_64(0) + big_32(4096), big_32(70) + big_32(0));
  EXPECT_EQ(
      nfs.imported().text(),
      R"({"actor":"10.0.0.1","operation":"READ","object":"handle:01","arguments":{"server":"10.0.0.2","xid":1,)"
      R"("program":"nfs3","handle":"01","offset":0,"length":4096},"start":"1.000000","end":"1.001000",)"
      R"("result":{"value":2,"eof":true,"data":"hi"},"line":1})"
      "\n"
      R"({"actor":"10.0.0.1","operation":"READ","object":"handle:01","arguments":{"server":"10.0.0.2","xid":2,)"
      R"("program":"nfs3","handle":"01","offset":0,"length":4096},"start":"1.002000","end":"1.003000",)"
      R"("result":{"error":"NFS3ERR_STALE"},"line":3})"
      "\n");
}

TEST(Nfs3, CutsLongDataAndGivesItsDigest) {
  Nfs3 nfs;
  const std::string data(5000, 'x');
  nfs.call(6, opaque("\x01") + big_64(0) + big_32(8192),
           big_32(0) + big_32(0) + big_32(5000) + big_32(1) + opaque(data));
  const Imported capture = nfs.imported();
  const recording::Fields& result = capture.records.at(0).result;
  EXPECT_EQ(*result.find("data")->text(), data.substr(0, 4096));
  EXPECT_NE(result.find("digest"), nullptr);
}

TEST(Nfs3, FilesAreCalledByTheNameUnderWhichTheyWereMet) {
  const std::string root = opaque("root");
  const auto made = [](std::string_view handle) {
    return big_32(0) + big_32(1) + opaque(handle) + big_32(0) + big_64(0);
  };
  const std::string gone = big_32(0) + big_64(0);
  Nfs3 nfs;
  nfs.call(1, opaque("/srv"), big_32(0) + root + big_32(0), 100005);
  nfs.call(3, root + opaque("f0"), big_32(0) + opaque("a") + big_64(0));
  nfs.call(8, root + opaque("tmp") + big_32(2) + big_64(1), made("b"));
  nfs.call(14, root + opaque("tmp") + root + opaque("f0"), gone + big_64(0));
  nfs.call(1, opaque("a"), big_32(0) + attributes(1, 2));
  nfs.call(3, root + opaque("f0"), big_32(0) + opaque("b") + big_64(0));
  nfs.call(12, root + opaque("f0"), gone);
  nfs.call(3, root + opaque("f0"), big_32(2) + big_32(0));
  nfs.call(9, root + opaque("d") + std::string(24, '\0'), made("d"));
  nfs.call(8, opaque("d") + opaque("f0") + big_32(2) + big_64(1), made("e"));
  nfs.call(8, root + opaque("f0") + big_32(2) + big_64(1), made("c"));
  nfs.call(14, root + opaque("d") + root + opaque("moved"), gone + big_64(0));
  nfs.call(12, opaque("d") + opaque("f0"), gone);
  nfs.call(15, opaque("c") + root + opaque("link"), gone);
  nfs.call(12, root + opaque("link"), gone);
  EXPECT_EQ(objects(nfs.imported()),
            "MNT /\nLOOKUP /f0\nCREATE /tmp\nRENAME /tmp\nGETATTR /f0\nLOOKUP /tmp\nREMOVE /tmp\nLOOKUP /f0\n"
            "MKDIR /d\nCREATE /d/f0\nCREATE /f0#2\nRENAME /d\nREMOVE /d/f0\nLINK /f0#2\nREMOVE /f0#2\n");
}

TEST(Nfs3, AFileKeepsTheNameOfItsFirstEvent) {
  Nfs3 nfs;
  nfs.call(1, opaque("a"), big_32(0) + attributes(1, 2));
  nfs.call(1, opaque("/srv"), big_32(0) + opaque("root") + big_32(0), 100005);
  nfs.call(3, opaque("root") + opaque("f0"), big_32(0) + opaque("a") + big_64(0));
  nfs.call(3, opaque("unknown") + opaque("f0"), big_32(2) + big_32(0));
  nfs.call(1, opaque("/other"), big_32(0) + opaque("another") + big_32(0), 100005);
  nfs.call(3, opaque("another") + opaque("f0"), big_32(0) + opaque("z") + big_64(0));
  EXPECT_EQ(
      objects(nfs.imported()),
      "GETATTR handle:61\nMNT /\nLOOKUP handle:61\nLOOKUP handle:756e6b6e6f776e/f0\nMNT 10.0.0.2:/other/\n"
      "LOOKUP 10.0.0.2:/other/f0\n");
}

TEST(Nfs3, KnowsTheRootOfAnExportOfLinux) {
  const std::string root("\1\0\1\0\0\0\0\0", 8);
  Nfs3 nfs;
  const std::string entry =
      big_32(1) + big_64(4) + opaque("f7") + big_64(1) + big_32(0) + big_32(1) + opaque("g");
  nfs.call(17, opaque(root) + big_64(0) + big_64(0) + big_64(0),
           big_32(0) + big_32(0) + big_64(0) + entry + big_32(0) + big_32(1));
  nfs.call(4, opaque("g") + big_32(1), big_32(0) + big_32(0) + big_32(1));
  const Imported capture = nfs.imported();
  EXPECT_EQ(objects(capture), "READDIRPLUS /\nACCESS /f7\n");
  EXPECT_EQ(capture.records.at(0).result.find("names")->list()->size(), 1U);
}

TEST(Nfs3, ReadsEveryProcedure) {
  // Of each, a failure: what comes behind its status is optional everywhere, and absent here.
  Nfs3 nfs;
  const std::string file = opaque("\x01");
  const std::string entry = file + opaque("n");
  const std::string unset(24, '\0');
  const std::vector<std::string> arguments = {"",
                                              file,
                                              file + unset + big_32(0),
                                              entry,
                                              file + big_32(1),
                                              file,
                                              file + big_64(0) + big_32(1),
                                              file + big_64(0) + big_32(1) + big_32(0) + opaque("x"),
                                              entry + big_32(0) + unset,
                                              entry + unset,
                                              entry + unset + opaque("to"),
                                              entry + big_32(4) + unset + big_64(0),
                                              entry,
                                              entry,
                                              entry + entry,
                                              file + entry,
                                              file + big_64(0) + big_64(0) + big_32(9),
                                              file + big_64(0) + big_64(0) + big_64(9),
                                              file,
                                              file,
                                              file,
                                              file + big_64(0) + big_32(0)};
  for (std::uint32_t procedure = 0; procedure < arguments.size(); ++procedure)
    nfs.call(procedure, arguments[procedure], procedure == 0 ? "" : big_32(10008) + std::string(16, '\0'));
  const Imported capture = nfs.imported();
  EXPECT_TRUE(capture.ledger.notes().empty());
  EXPECT_EQ(
      capture.operations(),
      "ACCESS 1, COMMIT 1, CREATE 1, FSINFO 1, FSSTAT 1, GETATTR 1, LINK 1, LOOKUP 1, MKDIR 1, MKNOD 1, "
      "NULL 1, PATHCONF 1, READ 1, READDIR 1, READDIRPLUS 1, READLINK 1, REMOVE 1, RENAME 1, RMDIR 1, "
      "SETATTR 1, SYMLINK 1, WRITE 1");
  for (std::size_t i = 1; i < capture.records.size(); ++i)
    EXPECT_EQ(*capture.records[i].result.find("error")->text(), "NFS3ERR_JUKEBOX") << i;
}

TEST(Nfs2, SaysWhatCallsDid) {
  const std::string handle(32, '\x01');
  const std::string file = big_32(1) + big_32(0644) + big_32(1) + big_64(0) + big_32(5) +
                           std::string(16, '\0') + big_32(7) + big_64(0) + big_32(20) + big_32(6) +
                           big_32(30) + big_32(6);
  Nfs3 nfs;
  nfs.call(8, handle + big_32(0) + big_32(4) + big_32(0) + opaque("hello"), big_32(0) + file, kNfs, 2);
  nfs.call(4, handle + opaque("f0"), big_32(2), kNfs, 2);
  Imported capture = nfs.imported();
  ASSERT_EQ(capture.records.size(), 2U);
  EXPECT_EQ(capture.records[0].object.size(), std::string_view("handle:").size() + 64);
  EXPECT_EQ(*capture.records[0].arguments.find("data")->text(), "hello");
  capture.records[0].object.clear();
  capture.records[0].arguments.clear();
  EXPECT_EQ(
      capture.text().substr(0, capture.text().find('\n')),
      R"({"actor":"10.0.0.1","operation":"WRITE","start":"1.000000","end":"1.001000","result":{"type":"file",)"
      R"("mode":420,"links":1,"size":5,"inode":7,"mtime":"20.000006","ctime":"30.000006"},"line":1})");
  EXPECT_EQ(*capture.records[1].result.find("error")->text(), "NFSERR_NOENT");
}

TEST(AroundNfs, IsReadByProcedure) {
  Nfs3 nfs;
  nfs.call(3, big_32(kNfs) + big_32(3) + big_32(6) + big_32(0), big_32(2049), 100000, 2);
  nfs.call(1, opaque("/srv"), big_32(13), 100005, 3);
  const std::string lock =
      opaque("host") + opaque("\x01") + opaque("owner") + big_32(1) + big_64(0) + big_64(9);
  nfs.call(2, opaque("1") + big_32(1) + big_32(1) + lock + big_32(0) + big_32(0), opaque("1") + big_32(0),
           100021, 4);
  nfs.call(2, opaque("host"), "", 100024, 1);
  nfs.call(99, "", "", 100003, 9);
  const Imported capture = nfs.imported();
  EXPECT_EQ(objects(capture), "GETPORT \nMNT \nLOCK handle:01\nMON \nprocedure 99 \n");
  EXPECT_EQ(capture.records.at(0).result.find("value")->natural(), 2049U);
  EXPECT_EQ(*capture.records.at(1).result.find("error")->text(), "MNT3ERR_ACCES");
  EXPECT_EQ(*capture.records.at(4).arguments.find("program")->text(), "100003.9");
}

TEST(Nfs3, NotesMessagesThatAreMalformed) {
  Nfs3 nfs;
  nfs.call(7, opaque("\x01") + big_64(0), big_32(0) + big_32(1));
  nfs.call(6, big_32(0xffffffff), "");
  const Imported capture = nfs.imported();
  ASSERT_EQ(capture.records.size(), 2U);
  EXPECT_EQ(*capture.records[1].result.find("unknown")->text(), "the reply does not follow its protocol");
  EXPECT_EQ(capture.ledger.notes().at("messages that do not follow their protocol"), 4U);
}

}  // namespace
}  // namespace braid::import::test
