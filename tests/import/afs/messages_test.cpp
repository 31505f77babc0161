// What arguments and results become, call by call.
#include "afs/written_rx.h"
#include "imported.h"

namespace braid::import::test {
namespace {

/// The event of a call: without what is the same in all of them.
std::string event_of(std::string_view asked_body, std::string_view answered_body) {
  WrittenCapture capture;
  capture.ip(request(1, asked_body)).ip(reply(1, answered_body));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(imported.skipped(), "");
  EXPECT_TRUE(imported.ledger.notes().empty()) << imported.ledger.notes().begin()->first;
  std::string text = imported.text();
  const auto remove = [&](std::string_view what) {
    const std::size_t at = text.find(what);
    if (at != std::string::npos) text.erase(at, what.size());
  };
  remove(R"("actor":"10.0.0.11","process":7001,)");
  remove(R"("server":"10.0.0.1","program":"afs",)");
  remove(R"("xid":"80000001.00000010.1")");
  remove(R"(,"start":"1.000000","end":"1.001000")");
  remove(R"(,"line":1)");
  return text;
}

constexpr std::string_view kStatus =
    R"("type":"file","size":16,"version":9,"mtime":"1000","mode":420,"links":1,"owner":7,"group":8)";
constexpr std::string_view kDirectory =
    R"({"type":"directory","size":2048,"version":3,"mtime":"1000","mode":420,"links":1,"owner":7,"group":8})";
constexpr std::string_view kCallback = R"("callback":{"type":"shared","expires":60,"version":1})";

std::string in(std::string_view text) {
  std::string result(text);
  for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>{"STATUS", kStatus},
                                    {"DIRECTORY", kDirectory},
                                    {"CALLBACK", kCallback}}) {
    for (std::size_t at = result.find(name); at != std::string::npos; at = result.find(name))
      result.replace(at, name.size(), value);
  }
  return result + "\n";
}

TEST(AfsMessages, FetchStatus) {
  EXPECT_EQ(event_of(big_32(132) + xdr_fid(4, 3), xdr_status(1, 16, 9) + xdr_callback() + xdr_sync()),
            in(R"({"operation":"FetchStatus","object":"5.4.3","arguments":{"procedure":132,,"fid":"5.4.3"},)"
               R"("result":{STATUS,CALLBACK}})"));
}

TEST(AfsMessages, FetchData) {
  EXPECT_EQ(event_of(big_32(130) + xdr_fid(4, 3) + big_32(8) + big_32(100),
                     big_32(3) + "abc" + xdr_status(1, 16, 9) + xdr_callback() + xdr_sync()),
            in(R"({"operation":"FetchData","object":"5.4.3","arguments":{"procedure":130,,"fid":"5.4.3",)"
               R"("offset":8,"length":100},"result":{"value":3,"data":"abc",STATUS,CALLBACK}})"));
  EXPECT_EQ(
      event_of(big_32(65537) + xdr_fid(4, 3) + big_64(8) + big_64(100),
               big_64(3) + "abc" + xdr_status(1, 16, 9) + xdr_callback() + xdr_sync()),
      in(R"({"operation":"FetchData64","object":"5.4.3","arguments":{"procedure":65537,,)"
         R"("fid":"5.4.3","offset":8,"length":100},"result":{"value":3,"data":"abc",STATUS,CALLBACK}})"));
}

TEST(AfsMessages, StoreData) {
  EXPECT_EQ(
      event_of(big_32(133) + xdr_fid(4, 3) + xdr_set_mtime() + big_32(8) + big_32(3) + big_32(11) + "abc",
               xdr_status(1, 16, 9) + xdr_sync()),
      in(R"({"operation":"StoreData","object":"5.4.3","arguments":{"procedure":133,,"fid":"5.4.3",)"
         R"("set":{"mtime":"1000"},"offset":8,"length":3,"file_length":11,"data":"abc"},"result":{STATUS}})"));
  EXPECT_EQ(
      event_of(big_32(65538) + xdr_fid(4, 3) + xdr_set_mtime() + big_64(8) + big_64(3) + big_64(11) + "abc",
               xdr_status(1, 16, 9) + xdr_sync()),
      in(R"({"operation":"StoreData64","object":"5.4.3","arguments":{"procedure":65538,,"fid":"5.4.3",)"
         R"("set":{"mtime":"1000"},"offset":8,"length":3,"file_length":11,"data":"abc"},"result":{STATUS}})"));
}

TEST(AfsMessages, FilesAreMadeAndRemoved) {
  EXPECT_EQ(
      event_of(big_32(137) + xdr_fid(1, 1) + xdr_text("f0") + xdr_set_mtime(),
               xdr_fid(4, 3) + xdr_status(1, 16, 9) + xdr_status(2, 2048, 3) + xdr_callback()),
      in(R"({"operation":"CreateFile","object":"5.1.1","arguments":{"procedure":137,,"fid":"5.1.1",)"
         R"("name":"f0","set":{"mtime":"1000"}},"result":{"fid":"5.4.3",STATUS,"directory":DIRECTORY,CALLBACK}})"));
  EXPECT_EQ(event_of(big_32(136) + xdr_fid(1, 1) + xdr_text("f0"), xdr_status(2, 2048, 3) + xdr_sync()),
            in(R"({"operation":"RemoveFile","object":"5.1.1","arguments":{"procedure":136,,"fid":"5.1.1",)"
               R"("name":"f0"},"result":{"directory":DIRECTORY}})"));
  EXPECT_EQ(
      event_of(big_32(139) + xdr_fid(1, 1) + xdr_text("s") + xdr_text("f0") + xdr_set_mtime(),
               xdr_fid(4, 3) + xdr_status(1, 16, 9) + xdr_status(2, 2048, 3)),
      in(R"({"operation":"Symlink","object":"5.1.1","arguments":{"procedure":139,,"fid":"5.1.1",)"
         R"("name":"s","to":"f0","set":{"mtime":"1000"}},"result":{"fid":"5.4.3",STATUS,"directory":DIRECTORY}})"));
}

TEST(AfsMessages, FilesAreRenamedAndLinked) {
  EXPECT_EQ(event_of(big_32(138) + xdr_fid(1, 1) + xdr_text("a") + xdr_fid(3, 2) + xdr_text("b"),
                     xdr_status(2, 2048, 3) + xdr_status(2, 2048, 3)),
            in(R"({"operation":"Rename","object":"5.1.1","arguments":{"procedure":138,,"fid":"5.1.1",)"
               R"("name":"a","to_fid":"5.3.2","to":"b"},)"
               R"("result":{"directory":DIRECTORY,"to_directory":DIRECTORY}})"));
  EXPECT_EQ(event_of(big_32(140) + xdr_fid(1, 1) + xdr_text("b") + xdr_fid(4, 3),
                     xdr_status(1, 16, 9) + xdr_status(2, 2048, 3)),
            in(R"({"operation":"Link","object":"5.4.3","arguments":{"procedure":140,,"to_fid":"5.1.1",)"
               R"("to":"b","fid":"5.4.3"},"result":{STATUS,"directory":DIRECTORY}})"));
}

TEST(AfsMessages, Locks) {
  EXPECT_EQ(event_of(big_32(156) + xdr_fid(4, 3) + big_32(1), xdr_sync()),
            in(R"({"operation":"SetLock","object":"5.4.3","arguments":{"procedure":156,,"fid":"5.4.3",)"
               R"("lock":"write"}})"));
}

TEST(AfsMessages, ManyFiles) {
  EXPECT_EQ(event_of(big_32(65536) + big_32(2) + xdr_fid(4, 3) + xdr_fid(6, 5),
                     big_32(2) + xdr_status(1, 16, 9) + xdr_status(0, 0, 0, 0x2f6df0c) + big_32(1) +
                         xdr_callback() + xdr_sync()),
            in(R"({"operation":"InlineBulkStatus","arguments":{"procedure":65536,,)"
               R"("fids":["5.4.3","5.6.5"]},"result":{"statuses":[{STATUS},{"error":"EACCES"}],)"
               R"("callbacks":[{"type":"shared","expires":60,"version":1}]}})"));
}

TEST(AfsMessages, WhatHasNoFile) {
  EXPECT_EQ(event_of(big_32(153), big_32(77) + big_32(0)),
            in(R"({"operation":"GetTime","arguments":{"procedure":153,},"result":{"value":77}})"));
  EXPECT_EQ(event_of(big_32(65539), ""),
            in(R"({"operation":"GiveUpAllCallBacks","arguments":{"procedure":65539,}})"));
  EXPECT_EQ(event_of(big_32(999), "?"), in(R"({"operation":"afs 999","arguments":{"procedure":999,}})"));
}

TEST(AfsMessages, NotesThoseThatAreNotAsTheyShouldBe) {
  WrittenCapture capture;
  capture.ip(request(1, big_32(132) + big_32(5))).ip(reply(1, big_32(1)));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(imported.operations(), "FetchStatus 1");
  EXPECT_EQ(imported.ledger.notes().at("AFS messages that are not as their procedure has them"), 2U);
}

TEST(AfsMessages, DoNotBelieveLengths) {
  WrittenCapture capture;
  capture.ip(request(1, big_32(136) + xdr_fid(1, 1) + big_32(0xffffffff)))
      .ip(request(2, big_32(155) + big_32(0xffffffff)))
      .ip(request(3, big_32(65537) + xdr_fid(4, 3) + big_64(0) + big_64(1)))
      .ip(reply(3, big_64(0xffffffffffffffff) + "abc"));
  const Imported imported = imported_text(capture.bytes());
  EXPECT_EQ(imported.operations(), "BulkStatus 1, FetchData64 1, RemoveFile 1");
}

}  // namespace
}  // namespace braid::import::test
