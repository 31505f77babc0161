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
      "  destroy v1, send v0.0, age v1.16\ntask other: give v0.1, zap v0.0, pin v0.1, build v0.0, join "
      "v0.1\n");
  ASSERT_EQ(trace.tasks.size(), 2U);
  const MonitorTask& task = trace.tasks[0];
  EXPECT_EQ(task.name, "w");
  EXPECT_EQ(task.cpu, 1U);
  ASSERT_EQ(task.items.size(), 9U);
  EXPECT_EQ(task.items[0].work, Work::reclaim);
  EXPECT_EQ(trace.tasks[1].items[1].work, Work::zap);
  EXPECT_EQ(task.items[2].page, (PhysicalPage{"v0", 1}));
  EXPECT_EQ(task.items[4].page, (PhysicalPage{"v0", 0}));
  EXPECT_EQ(task.items[4].other, (PhysicalPage{"v1", 16}));
  EXPECT_EQ(task.items[6].page, (PhysicalPage{"v1", 0}));
  EXPECT_EQ(task.items[7].work, Work::send);
  EXPECT_EQ(task.items[8].work, Work::age);
  EXPECT_EQ(task.items[8].page, (PhysicalPage{"v1", 16}));
  ASSERT_EQ(trace.tasks[1].items.size(), 5U);
  EXPECT_EQ(trace.tasks[1].items[4].work, Work::join);
  EXPECT_EQ(trace.tasks[1].items[2].work, Work::pin);
  EXPECT_EQ(trace.tasks[1].items[3].work, Work::build);
  EXPECT_EQ(trace.tasks[1].items[3].page, (PhysicalPage{"v0", 0}));
  EXPECT_TRUE(trace.machines[0].pmap[1].absent);
  EXPECT_FALSE(trace.machines[0].pmap[0].absent);
  EXPECT_FALSE(trace.machines[0].pmap[0].zeroed);
  EXPECT_TRUE(trace.machines[1].pmap[0].zeroed);
}

TEST(NotationTasks, ReadUsesOfFrames) {
  const Trace trace = parsed("task w: post v0.0, grant v0.0 v0.1, transfer v1.16 v0.1, attach v1.0x10\n");
  ASSERT_EQ(trace.tasks.size(), 1U);
  const std::vector<WorkItem>& items = trace.tasks[0].items;
  ASSERT_EQ(items.size(), 4U);
  EXPECT_EQ(items[0].work, Work::post);
  EXPECT_EQ(items[1].work, Work::grant);
  EXPECT_EQ(items[1].other, (PhysicalPage{"v0", 1}));
  EXPECT_EQ(items[2].work, Work::transfer);
  EXPECT_EQ(items[2].page, (PhysicalPage{"v1", 16}));
  EXPECT_EQ(items[3].work, Work::attach);
  EXPECT_EQ(items[3].page, (PhysicalPage{"v1", 16}));
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationTasks, AreWrittenAsTheyAreRead) {
  const Trace trace = parsed(
      "task w on 1: reclaim v0.0, share v0.0 v1.0x10, destroy v1, send v0.0, age v0.0\ntask x: give v0.1, "
      "pin v0.1, build v0.0, join v0.0\n");
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationTasks, ReadPartsOfALargeEntry) {
  const Trace trace = parsed("vm v2: 4->4=large, 5->5=large, 6->none\ntask w: balloon v2.4\n");
  EXPECT_TRUE(trace.machines[2].pmap[0].large);
  EXPECT_FALSE(trace.machines[2].pmap[0].zeroed);
  EXPECT_FALSE(trace.machines[2].pmap[2].large);
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationTasks, RefuseOtherForms) {
  EXPECT_EQ(at("task w: reclaim\n"), "5:16");
  EXPECT_EQ(at("task w: reclaim v0\n"), "5:17");
  EXPECT_EQ(at("task w: pin v0\n"), "5:13");
  EXPECT_EQ(at("task w: transfer v0.0\n"), "5:22");
  EXPECT_EQ(at("task w: transfer v0.0 v0.0\n"), "5:9");
  EXPECT_EQ(at("task w: transfer v0.0 v1.0\n"), "5:9");
  EXPECT_EQ(at("task w: build v0.0 v0.1\n"), "5:20");
  EXPECT_EQ(at("task w: join v0\n"), "5:14");
  EXPECT_EQ(at("task w: reclaim v0.x\n"), "5:17");
  EXPECT_EQ(at("task w: reclame v0.0\n"), "5:9");
  EXPECT_EQ(at("task w: share v0.0\n"), "5:19");
  EXPECT_EQ(at("task w: share v0.0 v0.0\n"), "5:9");
  EXPECT_EQ(at("task w: destroy v0.0\n"), "5:17");
  EXPECT_EQ(at("task w: grant v0.0\n"), "5:19");
  EXPECT_EQ(at("task w: transfer v0.1 v0.1\n"), "5:9");
  EXPECT_EQ(at("task w: post v0\n"), "5:14");
  EXPECT_EQ(at("task w: attach v0.0 v0.1\n"), "5:21");
  EXPECT_EQ(at("task w: send v0\n"), "5:14");
  EXPECT_EQ(at("task w: age v0.0 v0.1\n"), "5:18");
  EXPECT_EQ(at("task w:\n"), "5:8");
  EXPECT_EQ(at("task w: give v0.1,\n"), "5:19");
  EXPECT_EQ(at("task w: give v0.1\ntask w: give v0.1\n"), "6:6");
}

TEST(NotationTasks, RefuseWhatThereIsNot) {
  EXPECT_EQ(at("task w: give v2.0\n"), "5:9");
  EXPECT_EQ(at("task w: give v0.2\n"), "5:9");
  EXPECT_EQ(at("task w: pin v0.2\n"), "5:9");
  EXPECT_EQ(at("task w: share v0.0 v1.0\n"), "5:9");
  EXPECT_EQ(at("task w: destroy v2\n"), "5:9");
  EXPECT_EQ(at("task w: grant v0.1 v1.0\n"), "5:9");
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
