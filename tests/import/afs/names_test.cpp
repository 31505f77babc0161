// What files, procedures and failures are called.
#include <gtest/gtest.h>

#include "afs/written_rx.h"
#include "braid/tracer/import/afs/abort_codes.h"
#include "braid/tracer/import/afs/directory.h"
#include "braid/tracer/import/afs/file_names.h"
#include "braid/tracer/import/afs/procedures.h"
#include "imported.h"

namespace braid::import::afs {
namespace {

TEST(AfsNames, OfFiles) {
  FileNames names;
  const Fid root{5, 1, 1};
  const Fid file{5, 4, 3};
  EXPECT_EQ(names.name_of(file), "");
  names.add(root, "f0", file);
  EXPECT_EQ(names.name_of(file), "f0");
  names.rename(root, "f0", root, "f1");
  EXPECT_EQ(names.name_of(file), "f1");
  names.rename(root, "f0", root, "f2");
  EXPECT_EQ(names.name_of(file), "f1");
}

TEST(AfsNames, AreForgottenWhereTheyAreTooMany) {
  FileNames names;
  for (std::uint32_t vnode = 0; vnode <= FileNames::kMostNames; ++vnode)
    names.add({5, 1, 1}, "f" + std::to_string(vnode), {5, vnode, 1});
  EXPECT_EQ(names.name_of({5, 0, 1}), "");
  EXPECT_EQ(names.name_of({5, FileNames::kMostNames, 1}), "f65536");
}

TEST(AfsNames, InDirectories) {
  const auto entries = [](std::string_view data) {
    std::string text;
    for_each_entry(data, [&](std::string_view name, std::uint32_t vnode, std::uint32_t unique) {
      text += std::string(name) + " " + std::to_string(vnode) + "." + std::to_string(unique) + "\n";
    });
    return text;
  };
  EXPECT_EQ(entries(test::directory_page("f0", 4, 3)), "f0 4.3\n");
  EXPECT_EQ(entries(test::directory_page("f0", 4, 3).substr(0, 2047)), "");
  // A name of 16 bytes takes a second slot, one of 15 does not.
  std::string page = test::directory_page("abcdefghijklmnop", 4, 3);
  page[6] = 0x7f;
  EXPECT_EQ(entries(page), "abcdefghijklmnop 4.3\n");
  page = test::directory_page("abcdefghijklmno", 4, 3);
  page[6] = 0x7f;
  page.replace(14 * 32 + 4, 10, test::big_32(6) + test::big_32(5) + "f1");
  EXPECT_EQ(entries(page), "abcdefghijklmno 4.3\nf1 6.5\n");
  EXPECT_EQ(entries(std::string(2048, 'x')), "");
}

/// Names come from directories that were fetched, and from calls.
TEST(AfsNames, AreInEvents) {
  using test::big_32;
  using test::big_64;
  test::WrittenCapture capture;
  const std::string get_status = big_32(132) + test::xdr_fid(4, 3);
  capture.ip(test::request(1, big_32(65537) + test::xdr_fid(1, 1) + big_64(0) + big_64(9999)))
      .ip(test::reply(1, big_64(2048) + test::directory_page("f0", 4, 3) + test::xdr_status(2, 2048, 1)))
      .ip(test::request(2, get_status))
      .ip(test::reply(2, ""))
      .ip(test::request(3, big_32(138) + test::xdr_fid(1, 1) + test::xdr_text("f0") + test::xdr_fid(1, 1) +
                               test::xdr_text("f1")))
      .ip(test::reply(3, ""))
      .ip(test::request(4, get_status))
      .ip(test::reply(4, ""))
      .ip(test::request(5, big_32(137) + test::xdr_fid(1, 1) + test::xdr_text("new") + test::xdr_set_mtime()))
      .ip(test::reply(5, test::xdr_fid(4, 3)))
      .ip(test::request(6, get_status))
      .ip(test::reply(6, ""))
      .ip(test::request(7, big_32(140) + test::xdr_fid(1, 1) + test::xdr_text("link") + test::xdr_fid(4, 3)))
      .ip(test::reply(7, ""))
      .ip(test::request(8, get_status))
      .ip(test::reply(8, ""));
  std::string text;
  for (const recording::Record& record : test::imported_text(capture.bytes()).records) {
    const recording::Value* name = record.arguments.find("name");
    text += record.operation + " " + (name == nullptr ? "-" : *name->text()) + "\n";
  }
  EXPECT_EQ(text,
            "FetchData64 -\nFetchStatus f0\nRename f0\nFetchStatus f1\nCreateFile new\nFetchStatus new\n"
            "Link new\nFetchStatus link\n");
}

TEST(AfsNames, OfFailures) {
  EXPECT_EQ(abort_name(2), "ENOENT");
  EXPECT_EQ(abort_name(0x2f6df01), "ENOENT");
  EXPECT_EQ(abort_name(0x2f6df78), "EDQUOT");
  EXPECT_EQ(abort_name(102), "VNOVNODE");
  EXPECT_EQ(abort_name(-100), "VRESTARTING");
  EXPECT_EQ(abort_name(-1), "RX_CALL_DEAD");
  EXPECT_EQ(abort_name(-455), "RXGEN_OPCODE");
  EXPECT_EQ(abort_name(19270407), "RXKADBADTICKET");
  EXPECT_EQ(abort_name(363524), "VL_NOENT");
  EXPECT_EQ(abort_name(0), "0");
  EXPECT_EQ(abort_name(INT32_MIN), "-2147483648");
}

std::string procedure(std::uint16_t service, std::uint16_t client, std::uint16_t server,
                      std::uint32_t number) {
  const Program& program = program_of(service, client, server, number);
  const Procedure* found = program.find(number);
  return std::string(program.name) + " " + (found == nullptr ? "?" : std::string(found->name));
}

TEST(AfsNames, OfProcedures) {
  EXPECT_EQ(procedure(1, 7001, 7000, 65538), "afs StoreData64");
  EXPECT_EQ(procedure(1, 7000, 7001, 65538), "afs-callback TellMeAboutYourself");
  EXPECT_EQ(procedure(1, 7000, 42062, 204), "afs-callback CallBack");
  EXPECT_EQ(procedure(1, 9000, 9001, 206), "afs-callback Probe");
  EXPECT_EQ(procedure(1, 9000, 9001, 132), "afs FetchStatus");
  EXPECT_EQ(procedure(1, 9000, 9001, 9), " ?");
  EXPECT_EQ(procedure(1, 9000, 7007, 130), "afs-overseer ?");
  EXPECT_EQ(procedure(52, 9000, 7003, 527), "afs-location GetEntryByNameU");
  EXPECT_EQ(procedure(73, 9000, 7002, 504), "afs-protection NameToID");
  EXPECT_EQ(procedure(4, 9000, 7005, 109), "afs-volume Dump");
  EXPECT_EQ(procedure(77, 9000, 7005, 109), " ?");
}

}  // namespace
}  // namespace braid::import::afs
