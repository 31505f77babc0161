// Captures that are cut off, changed, or hostile end in events and counts, or in one error.
#include <random>

#include "braid/tracer/diagnostic.h"
#include "imported.h"
#include "written_rpc.h"

namespace braid::import::test {
namespace {

/// True if it was imported, to its end; imported() checks that everything is accounted for.
bool survives(const std::string& bytes) {
  try {
    static_cast<void>(imported_text(bytes, "pcap"));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

/// A conversation in every version, small.
std::string sample() {
  WrittenConversation tcp;
  const std::string read = opaque("file") + big_64(0) + big_32(4096);
  const std::string gave = big_32(0) + big_32(0) + big_32(2) + big_32(1) + opaque("hi");
  const std::string attributes = big_32(2) + big_32(0x100018) + big_32(0x200000) +
                                 opaque(big_64(77) + big_64(16) + big_64(4) + big_64(1000) + big_32(9));
  for (std::uint32_t xid = 1; xid < 9; xid += 3) {
    tcp.call(rpc_call(xid, 100003, 3, 6, read, 1000)).reply(rpc_reply(xid, gave));
    tcp.call(rpc_call(xid + 1, 100003, 3, 17, opaque("d") + std::string(24, '\0')));
    tcp.reply(rpc_reply(xid + 1, big_32(0) + big_32(0) + big_64(0) + big_32(1) + big_64(4) + opaque("name") +
                                     big_64(1) + big_32(0) + big_32(1) + opaque("g") + big_32(0) +
                                     big_32(1)));
    tcp.call(rpc_call(xid + 2, 100003, 4, 1,
                      opaque("") + big_32(1) + big_32(2) + big_32(22) + opaque("f") + big_32(9) + big_32(0)));
    tcp.reply(rpc_reply(
        xid + 2, big_32(0) + opaque("") + big_32(2) + big_64(22ULL << 32) + big_64(9ULL << 32) + attributes));
  }
  return tcp.bytes();
}

void expect_to_survive_changes(const std::string& whole, std::size_t variants) {
  constexpr std::size_t kFileHeader = 24;
  std::mt19937_64 random(20261122);
  std::size_t imported = 0;
  for (std::size_t variant = 0; variant < variants; ++variant) {
    std::string bytes = whole;
    const std::size_t changes = 1 + random() % 4;
    for (std::size_t change = 0; change < changes; ++change) {
      const std::size_t at = kFileHeader + random() % (bytes.size() - kFileHeader);
      bytes[at] = static_cast<char>(random() % 3 == 0 ? 0xff : bytes[at] ^ (1 << random() % 8));
    }
    if (variant % 4 == 0) bytes.resize(random() % bytes.size());
    if (survives(bytes)) ++imported;
  }
  EXPECT_GT(imported, variants / 10);
}

TEST(DamagedCapture, IsImportedAsFarAsItGoes) {
  expect_to_survive_changes(sample(), 400);
}

TEST(DamagedCapture, OfARecordingIsImportedAsFarAsItGoes) {
  BRAID_NEEDS_RECORDINGS();
  for (const char* name : {"nfs/k41-lock.pcap", "nfs/k3-mix.pcap", "nfs/libnfs4-register.pcap"})
    expect_to_survive_changes(contents(recordings() / name).substr(0, 40000), 60);
}

TEST(DamagedCapture, EndsAnywhere) {
  const std::string whole = sample();
  for (std::size_t size = 0; size < whole.size(); size += 5)
    static_cast<void>(survives(whole.substr(0, size)));
  const Imported cut = imported_text(whole.substr(0, whole.size() - 1));
  EXPECT_EQ(cut.skipped(), "packets cut off by the end of the capture 1");
}

TEST(DamagedCapture, WithPacketsCutShortStillHasItsCalls) {
  // As tcpdump -s 150 makes it of a write of a thousand bytes.
  WrittenCapture capture;
  const std::string write =
      rpc_call(1, 100003, 3, 7,
               opaque("file") + big_64(0) + big_32(1000) + big_32(2) + opaque(std::string(1000, 'x')));
  const std::string frame = ethernet(0x0800, ipv4(1, 2, 6, tcp(900, 2049, 50, record(write))));
  capture.frame(std::string_view(frame).substr(0, 150), static_cast<std::uint32_t>(frame.size()));
  const auto next = static_cast<std::uint32_t>(50 + record(write).size());
  capture.ip(ipv4(1, 2, 6, tcp(900, 2049, next, record(rpc_call(2, 100003, 3, 0, "")))));
  const Imported imported = imported_text(capture.bytes());
  ASSERT_EQ(imported.records.size(), 2U);
  EXPECT_EQ(imported.records[0].operation, "WRITE");
  EXPECT_EQ(imported.records[0].arguments.find("length")->natural(), 1000U);
  EXPECT_EQ(*imported.records[0].arguments.find("cut")->truth(), true);
  EXPECT_EQ(imported.records[0].arguments.find("digest"), nullptr);
  EXPECT_EQ(imported.records[1].operation, "NULL");
}

TEST(DamagedCapture, WithEnormousLengthsIsRefusedOrCounted) {
  std::string bytes = WrittenCapture().frame("x").bytes();
  bytes.replace(24 + 8, 4, big_32(0x7fffffff));
  EXPECT_THROW(static_cast<void>(imported_text(bytes, "pcap")), InputError);
  WrittenConversation tcp;
  tcp.call(rpc_call(1, 100003, 4, 1, big_32(0xfffffff0) + "tag"));
  tcp.call(rpc_call(2, 100003, 4, 1, opaque("") + big_32(1) + big_32(0xffffffff) + std::string(200, '\0')));
  tcp.call(rpc_call(3, 100003, 4, 1, opaque("") + big_32(1) + big_32(1) + big_32(55) + big_32(0x7fffffff)));
  const Imported imported = imported_text(tcp.bytes());
  EXPECT_EQ(imported.records.size(), 3U);
  EXPECT_EQ(imported.ledger.notes().at("messages that do not follow their protocol"), 3U);
}

}  // namespace
}  // namespace braid::import::test
