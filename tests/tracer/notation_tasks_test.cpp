// The statement about a monitor's own work, and pages without frames.
#include <gtest/gtest.h>

#include <string>

#include "braid/tracer/notation.h"
#include "refused.h"
#include "same_trace.h"

namespace braid {
namespace {

constexpr const char* kHead =
    "system vmm\nmachine frames=8 cpus=2\nvm v0: 0->1, 1->none\nvm v1: 0x10->2=zero\n";

std::string at(const std::string& statements) {
  return refused_at(kHead + statements + "process v0.p: idle\n");
}

Trace parsed(const std::string& statements) {
  return parse_notation("t", kHead + statements + "process v0.p: idle\n");
}

TEST(NotationTasks, Read) {
  const Trace trace = parsed(
      "task w on 1: reclaim v0.0, balloon v0.1, give v0.0x1, migrate v1.16, share v0.0 v1.0x10, protect "
      "v0.0,\n"
      "  destroy v1\ntask other: give v0.1, zap v0.0\n");
  ASSERT_EQ(trace.tasks.size(), 2U);
  const MonitorTask& task = trace.tasks[0];
  EXPECT_EQ(task.name, "w");
  EXPECT_EQ(task.cpu, 1U);
  ASSERT_EQ(task.items.size(), 7U);
  EXPECT_EQ(task.items[0].work, Work::reclaim);
  EXPECT_EQ(trace.tasks[1].items[1].work, Work::zap);
  EXPECT_EQ(task.items[2].page, (PhysicalPage{"v0", 1}));
  EXPECT_EQ(task.items[4].page, (PhysicalPage{"v0", 0}));
  EXPECT_EQ(task.items[4].other, (PhysicalPage{"v1", 16}));
  EXPECT_EQ(task.items[6].page, (PhysicalPage{"v1", 0}));
  EXPECT_TRUE(trace.machines[0].pmap[1].absent);
  EXPECT_FALSE(trace.machines[0].pmap[0].absent);
  EXPECT_FALSE(trace.machines[0].pmap[0].zeroed);
  EXPECT_TRUE(trace.machines[1].pmap[0].zeroed);
}

TEST(NotationTasks, AreWrittenAsTheyAreRead) {
  const Trace trace =
      parsed("task w on 1: reclaim v0.0, share v0.0 v1.0x10, destroy v1\ntask x: give v0.1\n");
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationTasks, RefuseOtherForms) {
  EXPECT_EQ(at("task w: reclaim\n"), "5:16");
  EXPECT_EQ(at("task w: reclaim v0\n"), "5:17");
  EXPECT_EQ(at("task w: reclaim v0.x\n"), "5:17");
  EXPECT_EQ(at("task w: reclame v0.0\n"), "5:9");
  EXPECT_EQ(at("task w: share v0.0\n"), "5:19");
  EXPECT_EQ(at("task w: share v0.0 v0.0\n"), "5:9");
  EXPECT_EQ(at("task w: destroy v0.0\n"), "5:17");
  EXPECT_EQ(at("task w:\n"), "5:8");
  EXPECT_EQ(at("task w: give v0.1,\n"), "5:19");
  EXPECT_EQ(at("task w: give v0.1\ntask w: give v0.1\n"), "6:6");
}

TEST(NotationTasks, RefuseWhatThereIsNot) {
  EXPECT_EQ(at("task w: give v2.0\n"), "5:9");
  EXPECT_EQ(at("task w: give v0.2\n"), "5:9");
  EXPECT_EQ(at("task w: share v0.0 v1.0\n"), "5:9");
  EXPECT_EQ(at("task w: destroy v2\n"), "5:9");
  EXPECT_EQ(at("task w on 2: give v0.1\n"), "5:6");
  EXPECT_EQ(at("task v0: give v0.1\n"), "5:6");
  EXPECT_EQ(at("task monitor: give v0.1\n"), "5:6");
  EXPECT_EQ(at("space v0.p: 0->none\n"), "5:16") << "a page table's entries have pages";
  EXPECT_EQ(at("space v0.p: 0->0=zero\n"), "5:18");
  EXPECT_EQ(at("vm v2: 0->3=one\n"), "5:13");
  EXPECT_EQ(at("vm v2: 0->none=zero\n"), "5:15");
}

}  // namespace
}  // namespace braid
