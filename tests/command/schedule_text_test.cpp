// Schedules as text.
#include "braid/checker/report/schedule_text.h"

#include <gtest/gtest.h>

#include "braid/tracer/diagnostic.h"

namespace braid::test {
namespace {

using explore::Schedule;
using namespace report;

Schedule parsed(std::string_view text, std::uint32_t labels) {
  return parse_schedule("--schedule", text, labels);
}

TEST(ScheduleText, IsDigitsUpToTenLabels) {
  EXPECT_EQ(to_text({0, 1, 9}, 10), "019");
  EXPECT_EQ(to_text({0, 10, 9}, 11), "0,10,9");
  EXPECT_EQ(to_text({}, 11), "");
  EXPECT_EQ(to_short_text({0, 1, 1, 1}, 2, 2), "01... (4 steps)");
}

TEST(ScheduleText, IsReadBack) {
  for (const std::uint32_t labels : {2U, 10U, 11U, 64U}) {
    const Schedule schedule = {1, 0, labels - 1, labels - 1, 0};
    EXPECT_EQ(parsed(to_text(schedule, labels), labels), schedule);
  }
  EXPECT_EQ(parsed(" 01\n10 ", 2), (Schedule{0, 1, 1, 0}));
  EXPECT_EQ(parsed("0, 1,\t1", 2), (Schedule{0, 1, 1}));
  EXPECT_EQ(parsed("7", 64), (Schedule{7}));
  EXPECT_TRUE(parsed(" ", 2).empty());
}

TEST(ScheduleText, RefusesEverythingElse) {
  for (const std::string_view text :
       {"2", "0a", "0,2", "0,,1", ",0", "0,", "0 1,1", "-1", "99999999999999999999999,0"}) {
    EXPECT_THROW(static_cast<void>(parsed(text, 2)), InputError) << text;
  }
  EXPECT_THROW(static_cast<void>(parsed("0", 0)), InputError);
  EXPECT_THROW(static_cast<void>(parsed("64", 64)), InputError);
  EXPECT_THROW(static_cast<void>(parsed("1 2", 64)), InputError);
}

TEST(ScheduleText, IsToldFromFileNames) {
  EXPECT_TRUE(looks_like_schedule("0110"));
  EXPECT_TRUE(looks_like_schedule("0, 11,3"));
  EXPECT_TRUE(looks_like_schedule(""));
  EXPECT_FALSE(looks_like_schedule("./0110"));
  EXPECT_FALSE(looks_like_schedule("17/924"));
}

}  // namespace
}  // namespace braid::test
