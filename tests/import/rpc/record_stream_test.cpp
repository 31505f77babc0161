#include "braid/tracer/import/rpc/record_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "written_rpc.h"

namespace braid::import::test {
namespace {

/// Writes down what is found, each message by its size and packet.
class Found final : public rpc::MessageSink {
 public:
  bool message(const rpc::Message& message) override {
    text += fmt::format("{}{}@{} ", message.bytes.size(), message.cut ? "+" : "", message.packet);
    last = message.bytes;
    return true;
  }
  [[nodiscard]] bool expects_reply(std::string_view bytes) const override {
    return bytes.substr(0, 4) == big_32(0x77);
  }
  void useless(const packets::Segment& segment) override {
    text += fmt::format("useless@{} ", segment.packet);
  }
  void broken(std::uint64_t packet) override { text += fmt::format("broken@{} ", packet); }
  void gap() override { text += "gap "; }
  std::string text;
  std::string last;
};

struct Records {
  Found found;
  rpc::RecordStream stream{found};
  std::uint64_t packet = 0;
  Records& add(std::string_view bytes) {
    stream.bytes({bytes, ++packet, {}});
    return *this;
  }
};

const std::string kCall = rpc_call(0x11, 100003, 3, 0, "");

TEST(RecordStream, TakesSeveralMessagesOutOfASegment) {
  Records records;
  records.add(record(kCall) + record(rpc_reply(0x11, "abcd")) + record(kCall));
  EXPECT_EQ(records.found.text, "40@1 28@1 40@1 ");
}

TEST(RecordStream, PutsMessagesTogetherFromAnySegments) {
  const std::string bytes = record(kCall) + record(kCall);
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    Records records;
    records.add(bytes.substr(0, size));
    for (const char byte : bytes.substr(size)) records.add({&byte, 1});
    records.stream.finish();
    EXPECT_TRUE(records.found.text.starts_with("40@1 40@") || size == 0) << size << records.found.text;
    EXPECT_EQ(records.found.last, kCall);
  }
}

TEST(RecordStream, JoinsFragments) {
  Records records;
  const std::string call = rpc_call(0x11, 100003, 3, 0, "more");
  records.add(big_32(40) + call.substr(0, 40) + big_32(0) + big_32(0x80000004) + call.substr(40));
  EXPECT_EQ(records.found.text, "44@1 ");
  EXPECT_EQ(records.found.last, call);
}

TEST(RecordStream, FindsTheFirstMessageInTheMiddleOfASegment) {
  Records records;
  records.add(std::string(50, 'x')).add("another part" + record(kCall).substr(0, 44) + record(kCall));
  EXPECT_EQ(records.found.text, "useless@1 40@2 40@2 ");
  Records replies;
  replies.add("data" + record(rpc_reply(0x55, std::string(40, 'x'))));
  replies.add("data" + record(rpc_reply(0x77, std::string(40, 'x'))));
  EXPECT_EQ(replies.found.text, "useless@1 64@2 ");
}

TEST(RecordStream, FindsAMessageThatBeginsInAShortPacket) {
  Records records;
  records.add(record(kCall).substr(0, 4)).add(record(kCall).substr(4)).add("ab").stream.hole(3);
  records.add("cd").stream.finish();
  EXPECT_EQ(records.found.text, "40@1 gap broken@3 useless@4 ");
}

TEST(RecordStream, AHoleCutsAMessage) {
  Records records;
  records.add(record(kCall).substr(0, 40)).stream.hole(4);
  records.add(record(kCall)).stream.hole(10);
  records.add(std::string(50, 'x')).add(record(kCall));
  EXPECT_EQ(records.found.text, "gap 36+@1 40@2 gap useless@3 40@4 ");
}

TEST(RecordStream, AHoleOverABoundaryLosesTheStream) {
  Records records;
  records.add(record(kCall) + record(kCall).substr(0, 32)).stream.hole(20);
  records.add(std::string(50, 'x')).add(record(kCall));
  EXPECT_EQ(records.found.text, "40@1 gap 28+@1 useless@2 40@3 ");
}

TEST(RecordStream, LeavesAMessageThatIsNone) {
  Records records;
  records.add(record(kCall) + big_32(0x8fffffff) + std::string(100, 'x')).add(record(kCall));
  records.add(record(kCall) + big_32(0x80000100) + std::string(100, 'x')).add(record(kCall));
  EXPECT_EQ(records.found.text, "40@1 broken@1 40@2 40@3 broken@3 40@4 ");
}

TEST(RecordStream, GivesOutWhatThereIsAtTheEnd) {
  Records records;
  records.add(record(kCall).substr(0, 38)).stream.finish();
  EXPECT_EQ(records.found.text, "34+@1 ");
}

}  // namespace
}  // namespace braid::import::test
