// Numbers of blocks with names, capacities of caches, and whose operations are priced.
#include "braid/tracer/notation_sizes.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

constexpr const char* kSized =
    "system s\n"
    "size NL = 3 to 5\n"
    "file a = 0 blocks NL, b absent blocks 2\n"
    "client c0: open a, read at NL-1, write at 0, close\n"
    "client c1.first:\n"
    "client c1.again: create b\n"
    "capacity memory=10 disk=24\n"
    "measure c1.again, c0\n";

/// Without the excerpt.
std::string about(const std::string& statement) {
  const std::string message =
      message_about("system s\nfile a = 0\n" + statement + "\nclient c0: open a, read at 0\n");
  return message.substr(0, message.find('\n'));
}

TEST(NotationSizes, StandForNumbersOfBlocks) {
  const Trace trace = parse_notation("t", kSized);
  EXPECT_EQ(trace.files[0].blocks, 3U);
  EXPECT_EQ(trace.actors[0].events[1].block, 2U);
  ASSERT_EQ(trace.sizes.size(), 1U);
  EXPECT_EQ(trace.sizes[0].first, 3U);
  EXPECT_EQ(trace.sizes[0].last, 5U);
}

TEST(NotationSizes, CanBeGivenAnotherValue) {
  const Trace trace = parse_notation("t", with_size(kSized, "NL", 5));
  EXPECT_EQ(trace.files[0].blocks, 5U);
  EXPECT_EQ(trace.actors[0].events[1].block, 4U);
  EXPECT_EQ(trace.sizes[0].last, 5U);
  EXPECT_EQ(with_size(kSized, "N", 5), kSized);
}

TEST(NotationSizes, AbsentFilesHaveBlocksToo) {
  const Trace trace = parse_notation("t", kSized);
  EXPECT_TRUE(trace.files[1].absent);
  EXPECT_EQ(trace.files[1].blocks, 2U);
}

TEST(NotationSizes, CapacitiesAndMeasuresAreKeptAndWritten) {
  const Trace trace = parse_notation("t", kSized);
  EXPECT_EQ(trace.capacity.memory, 10U);
  EXPECT_EQ(trace.capacity.disk, 24U);
  EXPECT_EQ(trace.measured, (std::vector<std::uint32_t>{2, 0}));
  const Trace again = parse_notation("t", to_notation(trace));
  EXPECT_EQ(again.capacity.memory, 10U);
  EXPECT_EQ(again.capacity.disk, 24U);
  EXPECT_EQ(again.measured, trace.measured);
  EXPECT_EQ(again.files[1].blocks, 2U);
}

TEST(NotationSizes, MistakesAreToldWhereTheyAre) {
  EXPECT_EQ(
      about("file b = 0 blocks NL"),
      "t.trace:3:19: expected a number of blocks, found `NL`; it is from 1 to 64, or a size that is given "
      "above, or one less a number");
  EXPECT_EQ(about("size NL = 3\nfile b = 0 blocks NL-3"),
            "t.trace:4:19: expected a number of blocks, found `NL-3`; it is from 1 to 64, or a size that is "
            "given above, or one less a number");
  EXPECT_EQ(about("size NL = 3\nsize NL = 4"),
            "t.trace:4:6: size `NL` is given twice; the first is in line 3");
  EXPECT_EQ(about("size NL = 3 to 2"),
            "t.trace:3:16: `2` cannot be the greatest number of blocks; it is at least 3 and at most 64");
  EXPECT_EQ(about("capacity room=1"),
            "t.trace:3:10: expected `memory` or `disk`, found `room`; write `capacity memory=BLOCKS`, "
            "`disk=BLOCKS`, or both");
  EXPECT_EQ(about("capacity memory=1 memory=2"),
            "t.trace:3:19: `memory` is given twice; write `capacity memory=BLOCKS`, `disk=BLOCKS`, or both");
  EXPECT_EQ(about("measure c0, c0"),
            "t.trace:3:13: `c0` is measured twice; write `measure CLIENT, CLIENT.PROCESS, ...`");
  EXPECT_EQ(about("measure c00"), "t.trace:3:9: there is no client or process `c00`; did you mean `c0`?");
}

}  // namespace
}  // namespace braid
