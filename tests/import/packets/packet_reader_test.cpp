#include "braid/tracer/import/packets/packet_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <zstd.h>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/packets/merged_packets.h"
#include "written_capture.h"

namespace braid::import::test {
namespace {

constexpr std::uint8_t kUdpNumber = 17;
constexpr std::uint8_t kTcpNumber = 6;
constexpr std::uint16_t kMoreFragments = 0x2000;

std::string text_of(const packets::Endpoint& endpoint) {
  return fmt::format("{}:{}", to_string(endpoint.address), endpoint.port);
}

struct Packets {
  std::string text;  ///< one line a packet: number, time, endpoints, payload
  std::string skipped;
};

Packets packets_of(std::vector<Input> inputs) {
  Ledger ledger;
  packets::MergedPackets reader(std::move(inputs), ledger);
  packets::Packet packet;
  Packets result;
  while (reader.next(packet)) {
    result.text += fmt::format("{} {} {} {} {}", packet.number, recording::to_string(packet.time),
                               text_of(packet.from), text_of(packet.to), packet.payload);
    if (packet.missing > 0) result.text += fmt::format(" +{}", packet.missing);
    result.text += '\n';
  }
  for (const auto& [kind, skipped] : ledger.skipped())
    result.skipped += fmt::format("{} {}\n", kind, skipped.count);
  EXPECT_TRUE(ledger.balanced());
  return result;
}

Packets packets_of(std::string bytes) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("input", std::move(bytes)));
  return packets_of(std::move(inputs));
}

std::string some_udp(std::string_view payload = "hello") {
  return ipv4(1, 2, kUdpNumber, udp(7, 9, payload));
}

TEST(PacketReader, ReadsUdpAndTcpOfEthernet) {
  WrittenCapture capture;
  capture.ip(some_udp()).ip(ipv4(2, 1, kTcpNumber, tcp(2049, 800, 5, "bytes")) + std::string(6, '\0'));
  EXPECT_EQ(packets_of(capture.bytes()).text,
            "1 1.000000 10.0.0.1:7 10.0.0.2:9 hello\n2 1.001000 10.0.0.2:2049 10.0.0.1:800 bytes\n");
}

TEST(PacketReader, PassesOverVlanTags) {
  WrittenCapture capture;
  capture.frame(ethernet(0x88a8, big_16(5) + big_16(0x8100) + big_16(6) + big_16(0x0800) + some_udp()));
  EXPECT_EQ(packets_of(capture.bytes()).text, "1 1.000000 10.0.0.1:7 10.0.0.2:9 hello\n");
}

TEST(PacketReader, ReadsEveryKnownLink) {
  const std::vector<std::pair<std::uint32_t, std::string>> headers = {
      {113, std::string(14, '\0') + big_16(0x0800)},
      {276, big_16(0x0800) + std::string(18, '\0')},
      {101, ""},
      {228, ""},
      {0, big_32(2)},
      {108, big_32(2)}};
  for (const auto& [link, header] : headers) {
    WrittenCapture capture(link);
    capture.frame(header + some_udp());
    EXPECT_EQ(packets_of(capture.bytes()).text, "1 1.000000 10.0.0.1:7 10.0.0.2:9 hello\n") << link;
  }
  EXPECT_THROW(packets_of(WrittenCapture(147).bytes()), InputError);
}

TEST(PacketReader, ReadsIpv6WithExtensionHeaders) {
  const std::string address = std::string("\xfe\x80") + std::string(13, '\0') + "\x01";
  const std::string hop_by_hop = std::string("\x11\0", 2) + std::string(6, '\0');
  const std::string payload = hop_by_hop + udp(7, 9, "six");
  const std::string packet = big_32(0x60000000) + big_16(static_cast<std::uint32_t>(payload.size())) +
                             std::string("\0\x40", 2) + address + address + payload;
  WrittenCapture capture;
  capture.frame(ethernet(0x86dd, packet));
  EXPECT_EQ(packets_of(capture.bytes()).text, "1 1.000000 fe80::1:7 fe80::1:9 six\n");
}

TEST(PacketReader, PutsFragmentsTogetherInAnyOrder) {
  const std::string datagram = udp(7, 9, "0123456789abcdefghij");
  WrittenCapture capture;
  capture.ip(ipv4(1, 2, kUdpNumber, std::string_view(datagram).substr(16), 2));
  capture.ip(ipv4(1, 2, kUdpNumber, std::string_view(datagram).substr(0, 8), kMoreFragments));
  capture.ip(ipv4(1, 2, kUdpNumber, std::string_view(datagram).substr(0, 8), kMoreFragments, 8));
  capture.ip(ipv4(1, 2, kUdpNumber, std::string_view(datagram).substr(8, 8), kMoreFragments | 1));
  const Packets packets = packets_of(capture.bytes());
  EXPECT_EQ(packets.text, "4 1.003000 10.0.0.1:7 10.0.0.2:9 0123456789abcdefghij\n");
  EXPECT_EQ(packets.skipped, "IP datagrams of which fragments are missing 1\n");
}

TEST(PacketReader, GivesUpFragmentsThatContradictOrWaitTooLong) {
  WrittenCapture capture;
  capture.ip(ipv4(1, 2, kUdpNumber, "12345678", 1)).ip(ipv4(1, 2, kUdpNumber, "12345678", 2));
  capture.ip(ipv4(1, 2, kUdpNumber, "12345678", kMoreFragments, 8));
  capture.at(40'000'000).ip(ipv4(1, 2, kUdpNumber, "12345678", 1, 8));
  EXPECT_EQ(packets_of(capture.bytes()).skipped,
            "IP datagrams of which fragments are missing 2\n"
            "IP datagrams whose fragments contradict each other 1\n");
}

TEST(PacketReader, CountsWhatIsNoTcpOrUdp) {
  WrittenCapture capture;
  capture.frame(ethernet(0x0806, "who has")).ip(ipv4(1, 2, 1, "echo")).ip(ipv4(1, 2, 47, "tunnel"));
  capture.frame(ethernet(0x88cc, "lldp")).frame("short").ip("\x45").ip(std::string(30, '\x4f')).ip("\x10");
  EXPECT_EQ(
      packets_of(capture.bytes()).skipped,
      "ARP packets 1\nICMP packets 1\n"
      "packets cut by the snap length 3\npackets of Ethernet type 0x88cc 1\npackets of IP protocol 47 1\n"
      "packets of no known version of IP 1\n");
}

TEST(PacketReader, KnowsWhatTheSnapLengthCut) {
  WrittenCapture capture;
  const std::string frame = ethernet(0x0800, some_udp("0123456789"));
  capture.frame(std::string_view(frame).substr(0, frame.size() - 4),
                static_cast<std::uint32_t>(frame.size()));
  EXPECT_EQ(packets_of(capture.bytes()).text, "1 1.000000 10.0.0.1:7 10.0.0.2:9 012345 +4\n");
}

TEST(PacketReader, EndsWhereTheCaptureIsCutOff) {
  WrittenCapture capture;
  capture.ip(some_udp()).ip(some_udp());
  const Packets packets = packets_of(capture.bytes().substr(0, capture.bytes().size() - 3));
  EXPECT_EQ(packets.text, "1 1.000000 10.0.0.1:7 10.0.0.2:9 hello\n");
  EXPECT_EQ(packets.skipped, "packets cut off by the end of the capture 1\n");
}

TEST(PacketReader, RefusesWhatIsNoCapture) {
  EXPECT_THROW(packets_of("no capture at all, though it is long enough"), InputError);
  EXPECT_THROW(packets_of("\xa1\xb2\xc3\xd4"), InputError);
}

TEST(PacketReader, ReadsCompressedCaptures) {
  WrittenCapture capture;
  capture.ip(some_udp());
  std::string packed(ZSTD_compressBound(capture.bytes().size()), '\0');
  packed.resize(
      ZSTD_compress(packed.data(), packed.size(), capture.bytes().data(), capture.bytes().size(), 3));
  EXPECT_EQ(packets_of(packed).text, "1 1.000000 10.0.0.1:7 10.0.0.2:9 hello\n");
  EXPECT_THROW(packets_of(packed.substr(0, packed.size() - 9)), InputError);
}

TEST(PacketReader, ReadsPcapngWithNanoseconds) {
  const auto block = [](std::uint32_t type, const std::string& body) {
    const auto size = static_cast<std::uint32_t>(body.size() + 12);
    return big_32(type) + big_32(size) + body + big_32(size);
  };
  const std::string frame = ethernet(0x0800, some_udp("ng!"));
  const auto size = static_cast<std::uint32_t>(frame.size());
  const std::string resolution = big_16(9) + big_16(1) + std::string("\x09\0\0\0", 4) + big_32(0);
  const std::string bytes =
      block(0x0a0d0d0a, big_32(0x1a2b3c4d) + big_16(1) + big_16(0) + big_64(UINT64_MAX)) +
      block(1, big_16(1) + big_16(0) + big_32(65535) + resolution) +
      block(6, big_32(0) + big_64(1'795'354'228'000'000'001) + big_32(size) + big_32(size) + frame +
                   std::string((4 - frame.size() % 4) % 4, '\0'));
  EXPECT_EQ(packets_of(bytes).text, "1 1795354228.000000001 10.0.0.1:7 10.0.0.2:9 ng!\n");
}

TEST(PacketReader, MergesCapturesByTime) {
  std::vector<Input> inputs;
  inputs.push_back(Input::from_memory("a", WrittenCapture().ip(some_udp("a1")).ip(some_udp("a2")).bytes()));
  inputs.push_back(Input::from_memory("b", WrittenCapture().at(1'000'500).ip(some_udp("b1")).bytes()));
  EXPECT_EQ(packets_of(std::move(inputs)).text,
            "1 1.000000 10.0.0.1:7 10.0.0.2:9 a1\n"
            "1 1.000500 10.0.0.1:7 10.0.0.2:9 b1\n"
            "2 1.001000 10.0.0.1:7 10.0.0.2:9 a2\n");
}

TEST(Addresses, AreReadAndWritten) {
  EXPECT_EQ(to_string(packets::parse_address("10.9.0.1").value()), "10.9.0.1");
  EXPECT_EQ(to_string(packets::parse_address("2001:DB8:0:0:0:0:0:1").value()), "2001:db8::1");
  EXPECT_FALSE(packets::parse_address("c1"));
}

}  // namespace
}  // namespace braid::import::test
