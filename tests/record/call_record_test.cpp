#include "braid/tracer/record/call_record.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "braid/tracer/record/call_stream.h"
#include "braid/tracer/record/descriptor.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::record::test {
namespace {

MadeCall call(Call kind, std::int32_t descriptor, std::int64_t value) {
  MadeCall call;
  call.step.call = kind;
  call.step.file = {0, 1};
  call.descriptor = descriptor;
  call.returned = true;
  call.start = 1'000'000'001;
  call.end = 2'000'000'002;
  call.value = value;
  return call;
}

std::string line(const MadeCall& call) {
  std::string text;
  recording::append_event(text, record_of(call, 2, 77));
  return text;
}

TEST(CallRecord, IsAnEventOfTheVocabulary) {
  MadeCall open = call(Call::open, 4, 4);
  open.step.flags = O_WRONLY | O_CREAT | O_EXCL;
  EXPECT_EQ(
      line(open),
      R"({"actor":"c2","process":77,"operation":"open","object":"/f1","arguments":{"descriptor":4,"flags":"O_WRONLY|O_CREAT|O_EXCL"},"start":"1.000000001","end":"2.000000002","result":{"value":4}})");
  MadeCall read = call(Call::read, 4, 3);
  read.step.offset = 16;
  read.step.length = 16;
  read.data = "abc";
  EXPECT_EQ(
      line(read),
      R"({"actor":"c2","process":77,"operation":"read","object":"/f1","arguments":{"descriptor":4,"offset":16,"length":16},"start":"1.000000001","end":"2.000000002","result":{"value":3,"data":"abc"}})");
  MadeCall append = call(Call::append, 4, 16);
  append.step.length = 16;
  std::fill(append.step.data.begin(), append.step.data.end(), 'x');
  EXPECT_EQ(
      line(append),
      R"({"actor":"c2","process":77,"operation":"append","object":"/f1","arguments":{"descriptor":4,"length":16,"data":"xxxxxxxxxxxxxxxx"},"start":"1.000000001","end":"2.000000002","result":{"value":16}})");
  MadeCall stat = call(Call::stat, -1, 0);
  stat.size = 16;
  stat.mtime = 5;
  stat.inode = 9;
  EXPECT_EQ(
      line(stat),
      R"({"actor":"c2","process":77,"operation":"stat","object":"/f1","start":"1.000000001","end":"2.000000002","result":{"value":0,"size":16,"mtime":"0.000000005","inode":9}})");
}

TEST(CallRecord, OfAFailureHasItsName) {
  MadeCall rename = call(Call::rename, -1, -1);
  rename.step.to = {0, 0};
  rename.error = ESTALE;
  EXPECT_EQ(
      line(rename),
      R"({"actor":"c2","process":77,"operation":"rename","object":"/f1","arguments":{"to":"/f0"},"start":"1.000000001","end":"2.000000002","result":{"error":"ESTALE"}})");
}

TEST(CallRecord, OfACallThatDidNotReturnHasNoEnd) {
  MadeCall close = call(Call::close, 4, 0);
  close.returned = false;
  EXPECT_EQ(
      line(close),
      R"({"actor":"c2","process":77,"operation":"close","object":"/f1","arguments":{"descriptor":4},"start":"1.000000001"})");
}

TEST(CallStream, GivesOnlyWhatArrivedWhole) {
  std::array<int, 2> ends = {-1, -1};
  ASSERT_EQ(::pipe2(ends.data(), O_CLOEXEC), 0);
  const Descriptor reader(ends[0]);
  Descriptor writer(ends[1]);
  MadeCall sent = call(Call::read, 4, 3);
  sent.data = "abc";
  ASSERT_TRUE(send_call(writer.number(), sent));
  ASSERT_EQ(::write(writer.number(), "cut off", 7), 7);
  writer.close();
  CallReader calls;
  while (calls.receive(reader.number())) {
  }
  const auto received = calls.next();
  ASSERT_TRUE(received.has_value());
  EXPECT_EQ(line(*received), line(sent));
  EXPECT_EQ(calls.next(), std::nullopt);
}

}  // namespace
}  // namespace braid::record::test
