#include "braid/tracer/import/packets/tcp_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace braid::import::test {
namespace {

using packets::TcpStream;

/// Writes down what is delivered: bytes, [holes], | for restarts.
class WrittenDown final : public packets::StreamSink {
 public:
  void bytes(const packets::Segment& segment) override { text += segment.bytes; }
  void hole(std::uint64_t size) override { text += fmt::format("[{}]", size); }
  void restart() override { text += '|'; }
  std::string text;
};

struct Stream {
  TcpStream stream;
  WrittenDown sink;
  std::uint64_t packet = 0;

  TcpStream::Outcome add(std::uint32_t sequence, std::string_view bytes, std::uint32_t missing = 0) {
    return stream.add(sequence, {bytes, ++packet, {}}, missing, sink);
  }
};

TEST(TcpStream, DeliversInOrderWhateverTheOrderOfSegments) {
  Stream stream;
  EXPECT_EQ(stream.add(100, "ab"), TcpStream::Outcome::delivered);
  EXPECT_EQ(stream.add(104, "ef"), TcpStream::Outcome::held);
  EXPECT_EQ(stream.add(106, "gh"), TcpStream::Outcome::held);
  EXPECT_EQ(stream.sink.text, "ab");
  EXPECT_EQ(stream.add(102, "cd"), TcpStream::Outcome::delivered);
  EXPECT_EQ(stream.sink.text, "abcdefgh");
  EXPECT_EQ(stream.stream.held_bytes(), 0U);
}

TEST(TcpStream, DeliversRepeatedAndOverlappingBytesOnce) {
  Stream stream;
  static_cast<void>(stream.add(100, "abcd"));
  EXPECT_EQ(stream.add(100, "abcd"), TcpStream::Outcome::repeated);
  EXPECT_EQ(stream.add(102, "cdef"), TcpStream::Outcome::delivered);
  EXPECT_EQ(stream.add(110, "kl"), TcpStream::Outcome::held);
  EXPECT_EQ(stream.add(110, "kl"), TcpStream::Outcome::repeated);
  EXPECT_EQ(stream.add(104, "efghijklmn"), TcpStream::Outcome::delivered);
  EXPECT_EQ(stream.sink.text, "abcdefghijklmn");
}

TEST(TcpStream, SequenceNumbersWrapAround) {
  Stream stream;
  static_cast<void>(stream.add(0xfffffffe, "ab"));
  static_cast<void>(stream.add(2, "ef"));
  static_cast<void>(stream.add(0, "cd"));
  EXPECT_EQ(stream.sink.text, "abcdef");
}

TEST(TcpStream, GivesAGapUpOnceItIsAcknowledged) {
  Stream stream;
  static_cast<void>(stream.add(100, "ab"));
  static_cast<void>(stream.add(105, "f"));
  stream.stream.acknowledge(102, stream.sink);
  EXPECT_EQ(stream.sink.text, "ab");
  stream.stream.acknowledge(106, stream.sink);
  EXPECT_EQ(stream.sink.text, "ab[3]f");
  stream.stream.acknowledge(120, stream.sink);
  static_cast<void>(stream.add(110, "k"));
  EXPECT_EQ(stream.sink.text, "ab[3]f[4]k");
}

TEST(TcpStream, GivesAGapUpBehindWhichTooMuchWaits) {
  Stream stream;
  static_cast<void>(stream.add(0, "a"));
  const std::string large(TcpStream::kMostHeld, 'x');
  static_cast<void>(stream.add(2, large));
  EXPECT_EQ(stream.sink.text.size(), 1U);
  static_cast<void>(stream.add(static_cast<std::uint32_t>(2 + large.size()), "b"));
  EXPECT_EQ(stream.sink.text, "a[1]" + large + "b");
}

TEST(TcpStream, WhatWasNotCapturedIsAHole) {
  Stream stream;
  static_cast<void>(stream.add(100, "ab", 2));
  static_cast<void>(stream.add(104, "ef"));
  static_cast<void>(stream.add(106, "", 3));
  EXPECT_EQ(stream.sink.text, "ab[2]ef[3]");
}

TEST(TcpStream, BeginsAnewFarAway) {
  Stream stream;
  static_cast<void>(stream.add(100, "ab"));
  static_cast<void>(stream.add(104, "ef"));
  EXPECT_EQ(stream.add(0x70000000, "new"), TcpStream::Outcome::delivered);
  EXPECT_EQ(stream.sink.text, "ab[2]ef|new");
  stream.stream.finish(stream.sink);
  static_cast<void>(stream.add(7, "more"));
  EXPECT_EQ(stream.sink.text, "ab[2]ef|newmore");
}

}  // namespace
}  // namespace braid::import::test
