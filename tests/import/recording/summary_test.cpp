#include "braid/tracer/recording/summary.h"

#include <gtest/gtest.h>

#include "braid/tracer/recording/ndjson_reader.h"

namespace braid::recording {
namespace {

/// Events in NDJSON, without a header.
Summary summary_of(const std::string& events, const char* clock = "seconds") {
  NdjsonReader reader(import::Input::from_memory(
      "r.ndjson",
      std::string(
          R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":")") +
          clock + "\"}\n" + events));
  Summariser summariser;
  Record record;
  while (reader.next(record)) summariser.add(record);
  return summariser.finish();
}

constexpr std::size_t kRead = static_cast<std::size_t>(RunUse::read);
constexpr std::size_t kWrite = static_cast<std::size_t>(RunUse::write);
constexpr std::size_t kWhole = static_cast<std::size_t>(RunShape::whole_file);
constexpr std::size_t kPartial = static_cast<std::size_t>(RunShape::partial);
constexpr std::size_t kRandom = static_cast<std::size_t>(RunShape::random);

std::string open(const char* actor, int descriptor, const char* file, const char* flags, const char* start,
                 const char* end) {
  return std::string(R"({"actor":")") + actor + R"(","operation":"open","object":")" + file +
         R"(","arguments":{"flags":")" + flags + R"("},"start":")" + start + R"(","end":")" + end +
         R"(","result":{"value":)" + std::to_string(descriptor) + "}}\n";
}

std::string close(const char* actor, int descriptor, const char* file, const char* start) {
  return std::string(R"({"actor":")") + actor + R"(","operation":"close","object":")" + file +
         R"(","arguments":{"descriptor":)" + std::to_string(descriptor) + R"(},"start":")" + start +
         R"(","end":")" + start + R"(","result":{"value":0}})" + "\n";
}

std::string transfer(const char* actor, const char* operation, int descriptor, const char* file, int offset,
                     int length, int moved, const char* start) {
  return std::string(R"({"actor":")") + actor + R"(","operation":")" + operation + R"(","object":")" + file +
         R"(","arguments":{"descriptor":)" + std::to_string(descriptor) + R"(,"offset":)" +
         std::to_string(offset) + R"(,"length":)" + std::to_string(length) + R"(},"start":")" + start +
         R"(","end":")" + start + R"(","result":{"value":)" + std::to_string(moved) + "}}\n";
}

TEST(Summary, CountsOperationsAndBytes) {
  const Summary summary = summary_of(
      open("c1", 3, "/f", "O_RDWR", "1", "2") + transfer("c1", "write", 3, "/f", 0, 16, 16, "3") +
      transfer("c1", "read", 3, "/f", 0, 16, 12, "4") + close("c1", 3, "/f", "5") +
      R"({"actor":"c2","operation":"stat","object":"/g","start":"0.5","end":"1","result":{"error":"ENOENT"}})"
      "\n"
      R"({"actor":"c2","operation":"read","object":"/f","start":"6"})");
  EXPECT_EQ(summary.events, 6U);
  EXPECT_EQ(summary.actors.at("c1").bytes_written, 16U);
  EXPECT_EQ(summary.actors.at("c1").bytes_read, 12U);
  EXPECT_EQ(summary.actors.at("c2").failed, 1U);
  EXPECT_EQ(summary.actors.at("c2").unknown, 1U);
  EXPECT_EQ(summary.operations.at("read").at("c1"), 1U);
  EXPECT_EQ(to_string(*summary.first), "0.5");
  EXPECT_EQ(to_string(*summary.last), "6");
  EXPECT_EQ(summary.files, 2U);
}

TEST(Summary, TellsHowFilesAreRunThrough) {
  // A file of 32 bytes: written whole, read whole, read in part, read at random, written on without a read.
  const Summary summary = summary_of(
      open("c1", 3, "/f", "O_WRONLY", "1", "1") + transfer("c1", "write", 3, "/f", 0, 16, 16, "1") +
      transfer("c1", "write", 3, "/f", 16, 16, 16, "1") + close("c1", 3, "/f", "2") +
      open("c1", 3, "/f", "O_RDONLY", "3", "3") + transfer("c1", "read", 3, "/f", 0, 16, 16, "3") +
      transfer("c1", "read", 3, "/f", 16, 32, 16, "3") + close("c1", 3, "/f", "4") +
      open("c1", 3, "/f", "O_RDONLY", "5", "5") + transfer("c1", "read", 3, "/f", 0, 16, 16, "5") +
      close("c1", 3, "/f", "6") + open("c1", 3, "/f", "O_RDONLY", "7", "7") +
      transfer("c1", "read", 3, "/f", 16, 8, 8, "7") + transfer("c1", "read", 3, "/f", 0, 8, 8, "7") +
      close("c1", 3, "/f", "8") + open("c1", 3, "/f", "O_RDONLY", "9", "9"));
  EXPECT_EQ(summary.runs[kWrite][kWhole].runs, 1U);
  EXPECT_EQ(summary.runs[kWrite][kWhole].bytes, 32U);
  EXPECT_EQ(summary.runs[kRead][kWhole].runs, 1U);
  EXPECT_EQ(summary.runs[kRead][kPartial].runs, 1U);
  EXPECT_EQ(summary.runs[kRead][kRandom].runs, 1U);
  EXPECT_EQ(summary.runs_without_transfer, 1U);
  EXPECT_EQ(summary.never_closed, 1U);
  EXPECT_EQ(summary.reopens, 4U);
  EXPECT_EQ(summary.open_times.nanoseconds, (std::vector<std::int64_t>(4, kNanosecondsPerSecond)));
  EXPECT_EQ(summary.reopen_times.nanoseconds, (std::vector<std::int64_t>(4, kNanosecondsPerSecond)));
}

TEST(Summary, KnowsConcurrentWriteSharing) {
  const std::string writer =
      open("c1", 3, "/f", "O_WRONLY", "1", "2") + transfer("c1", "write", 3, "/f", 0, 1, 1, "2");
  const std::string reader =
      open("c2", 3, "/f", "O_RDONLY", "3", "4") + transfer("c2", "read", 3, "/f", 0, 1, 1, "4");
  const Summary apart = summary_of(writer + close("c1", 3, "/f", "2.5") + reader);
  EXPECT_EQ(apart.files_shared, 1U);
  EXPECT_EQ(apart.files_write_shared, 1U);
  EXPECT_EQ(apart.files_concurrently_write_shared, 0U);
  const Summary together = summary_of(writer + reader + close("c1", 3, "/f", "5"));
  EXPECT_EQ(together.files_concurrently_write_shared, 1U);
  EXPECT_EQ(together.opens_concurrently_write_shared, 1U);
  const Summary readers = summary_of(open("c1", 3, "/f", "O_RDONLY", "1", "2") + reader);
  EXPECT_EQ(readers.files_shared, 1U);
  EXPECT_EQ(readers.files_write_shared, 0U);
}

TEST(Summary, CutsMessagesIntoRunsAtPauses) {
  const Summary summary = summary_of(
      R"({"actor":"c1","operation":"READ","object":"/f","arguments":{"offset":0,"length":8},"start":"1","end":"1","result":{"value":8}})"
      "\n"
      R"({"actor":"c1","operation":"READ","object":"/f","arguments":{"offset":8,"length":8},"start":"2","end":"2","result":{"value":4}})"
      "\n"
      R"({"actor":"c1","operation":"READ","object":"/f","arguments":{"offset":0,"length":8},"start":"40","end":"40","result":{"value":8}})");
  EXPECT_EQ(summary.runs[kRead][kWhole].runs, 1U);
  EXPECT_EQ(summary.runs[kRead][kWhole].bytes, 12U);
  EXPECT_EQ(summary.runs[kRead][kPartial].runs, 1U);
}

TEST(Summary, PercentilesAreRanks) {
  const Durations durations{{1, 2, 3, 4, 5, 6, 7, 8, 9, 100}};
  EXPECT_EQ(durations.at(50).nanoseconds, 5);
  EXPECT_EQ(durations.at(90).nanoseconds, 9);
  EXPECT_EQ(durations.at(99).nanoseconds, 100);
  EXPECT_EQ(durations.at(100).nanoseconds, 100);
}

TEST(Summary, TellsFilesAndClientsApart) {
  const Summary summary = summary_of(
      open("c1", 3, "/f", "O_RDWR", "1", "1") + open("c2", 3, "/g", "O_RDWR", "1", "1") +
      open("c1", 4, "/g", "O_RDONLY", "2", "2") + open("c3", 3, "/h", "O_RDONLY", "3", "3") +
      transfer("c1", "write", 3, "/f", 0, 4, 4, "4") + transfer("c2", "write", 3, "/g", 0, 2, 2, "4") +
      close("c1", 3, "/f", "5") + close("c2", 3, "/g", "5") + close("c1", 4, "/g", "5") +
      transfer("c2", "read", 9, "/h", 0, 8, 8, "6"));
  EXPECT_EQ(summary.files, 3U);
  EXPECT_EQ(summary.files_of_one, 1U);
  EXPECT_EQ(summary.files_shared, 2U);
  EXPECT_EQ(summary.files_write_shared, 1U);
  EXPECT_EQ(summary.files_concurrently_write_shared, 1U);
  EXPECT_EQ(summary.opens_concurrently_write_shared, 1U);
  EXPECT_EQ(summary.never_closed, 1U);
  EXPECT_EQ(summary.reopens, 0U);
  EXPECT_EQ(summary.operations.at("open").at("c1"), 2U);
  EXPECT_EQ(summary.operations.at("open").at("c3"), 1U);
  EXPECT_EQ(summary.operations.at("write").count("c3"), 0U);
  EXPECT_EQ(summary.actors.at("c2").bytes_read, 8U);
  EXPECT_EQ(summary.actors.at("c2").bytes_written, 2U);
  EXPECT_EQ(summary.runs[kRead][kWhole].runs, 1U);
  EXPECT_EQ(summary.runs[kRead][kWhole].bytes, 8U);
  EXPECT_EQ(summary.runs_without_transfer, 2U);
}

}  // namespace
}  // namespace braid::recording
