#include "braid/tracer/random_workload.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

namespace braid {
namespace {

/// A client's program as action strings: oa0:r0:c0.
std::string spell(const Trace& trace, const Actor& actor) {
  std::string text;
  for (const Event& event : actor.events) {
    if (!text.empty()) text += ":";
    text += name_of(event.operation).front();
    if (event.operation == Operation::open) text += trace.files.at(event.file).name;
    text += actor.descriptors.at(event.descriptor);
  }
  return text;
}

RandomWorkload workload(int seed, std::int64_t clients, std::int64_t steps, std::int64_t files,
                        double ratio) {
  RandomWorkload result;
  result.seed = seed;
  result.clients = clients;
  result.steps = steps;
  result.files = files;
  result.read_ratio = ratio;
  return result;
}

// The expected programs are what the original prints for -s 31 -C 3 -n 3 -f 3 -r 0.3.
TEST(RandomWorkload, HasTheProgramsThatTheSimulatorPrints) {
  const Trace trace = random_workload(workload(31, 3, 3, 3, 0.3));
  ASSERT_EQ(trace.actors.size(), 3U);
  EXPECT_EQ(spell(trace, trace.actors[0]), "oa0:r0:c0:ob1:w1:c1:oa2:r2:c2");
  EXPECT_EQ(spell(trace, trace.actors[1]), "oa0:w0:c0:oa1:w1:c1:ob2:r2:c2");
  EXPECT_EQ(spell(trace, trace.actors[2]), "ob0:w0:c0:ob1:w1:c1:oa2:r2:c2");
  EXPECT_EQ(trace.actors[2].name, "c2");
}

TEST(RandomWorkload, HasTheSimulatorsOptionsAndFiles) {
  const Trace trace = random_workload(workload(0, 2, 2, 26, 0.5));
  EXPECT_EQ(trace.system, "afs2");
  EXPECT_EQ(trace.option("reopen"), "replace");
  EXPECT_EQ(trace.values, Values::counter);
  ASSERT_EQ(trace.files.size(), 26U);
  EXPECT_EQ(trace.files[0].name, "a");
  EXPECT_EQ(trace.files[0].contents, "0");
  EXPECT_EQ(trace.files[25].name, "z");
  EXPECT_EQ(trace.files[25].contents, "25");
  EXPECT_FALSE(trace.source.empty());
}

TEST(RandomWorkload, EveryEventNamesTheFileThatItsDescriptorWasOpenedOn) {
  const Trace trace = random_workload(workload(5, 4, 20, 7, 0.5));
  EXPECT_EQ(trace.event_count(), 4U * 20U * 3U);
  for (const Actor& actor : trace.actors) {
    for (std::size_t i = 0; i < actor.events.size(); i += 3) {
      for (std::size_t j = i; j < i + 3; ++j) {
        EXPECT_EQ(actor.events[j].descriptor, i / 3);
        EXPECT_EQ(actor.events[j].file, actor.events[i].file);
      }
    }
  }
}

TEST(RandomWorkload, RatioOneOnlyReadsAndRatioZeroOnlyWrites) {
  for (const auto& [ratio, operation] : {std::pair{1.0, Operation::read}, std::pair{0.0, Operation::write}}) {
    const Trace trace = random_workload(workload(9, 1, 50, 3, ratio));
    for (std::size_t i = 1; i < trace.actors[0].events.size(); i += 3) {
      EXPECT_EQ(trace.actors[0].events[i].operation, operation);
    }
  }
}

TEST(RandomWorkload, MayBeEmpty) {
  EXPECT_TRUE(random_workload(workload(0, 0, 2, 1, 0.5)).actors.empty());
  EXPECT_EQ(random_workload(workload(0, 3, 0, 1, 0.5)).event_count(), 0U);
}

TEST(RandomWorkload, TakesAsManyDescriptorsAsTheSimulatorHas) {
  EXPECT_EQ(random_workload(workload(0, 1, 1024, 1, 0.5)).event_count(), 3072U);
  EXPECT_THROW((void)random_workload(workload(0, 1, 1025, 1, 0.5)), InputError);
}

TEST(RandomWorkload, RefusesWhatIsOutOfRange) {
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  constexpr std::int64_t kHuge = std::numeric_limits<std::int64_t>::max();
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, 0, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, 27, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, -kHuge, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, 1, -0.01)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, 1, 1.01)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, 2, 1, kNan)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, -1, 2, 1, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, -1, 1, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, kHuge, 2, 1, 0.5)), InputError);
  EXPECT_THROW((void)random_workload(workload(0, 2, kHuge, 1, 0.5)), InputError);
}

TEST(RandomWorkload, RefusesMoreThanAMillionEvents) {
  EXPECT_EQ(random_workload(workload(0, 333, 1001, 1, 0.5)).event_count(), 999'999U);
  EXPECT_THROW((void)random_workload(workload(0, 334, 1000, 1, 0.5)), InputError);
}

TEST(RandomWorkload, SaysWhatItWouldAccept) {
  try {
    (void)random_workload(workload(0, 2, 2, 27, 0.5));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_NE(std::string(error.what()).find("from 1 to 26"), std::string::npos) << error.what();
  }
}

}  // namespace
}  // namespace braid
