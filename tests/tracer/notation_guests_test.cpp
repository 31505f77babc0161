// The statements about machines, virtual machines and their processes.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "refused.h"
#include "same_trace.h"

namespace braid {
namespace {

constexpr const char* kHead = "system vmm\nmachine frames=8 cpus=2\nvm v0: 0->1\n";

std::string at(const std::string& rest) {
  return refused_at(kHead + rest);
}

TEST(NotationGuests, AreReadAsWritten) {
  const Trace trace =
      parse_notation("t",
                     "system vmm\nmachine tlb=2 frames=0x10 cpus=3\nvm v0: 3->6, 0x8->0xA,\n  10->5\n"
                     "space v0.p0: 0->10, 2->3\n"
                     "process v0.p0 on 2: load 0x2abc, store 4096, syscall, privileged, idle, "
                     "readonly 0x0, writable 0x2000, lower 0x10\n"
                     "process v0.p1: request 0x3000, atomic 0x8, move 1\n");
  ASSERT_TRUE(trace.machine.has_value());
  EXPECT_EQ(trace.machine->frames, 16U);
  EXPECT_EQ(trace.machine->cpus, 3U);
  EXPECT_EQ(trace.machine->tlb, 2U);
  ASSERT_EQ(trace.machines.size(), 1U);
  ASSERT_EQ(trace.machines[0].pmap.size(), 3U);
  EXPECT_EQ(trace.machines[0].pmap[1].from, 8U);
  EXPECT_EQ(trace.machines[0].pmap[1].to, 10U);
  EXPECT_EQ(trace.machines[0].pmap[1].position.column, 14U);
  ASSERT_EQ(trace.spaces.size(), 1U);
  EXPECT_EQ(trace.spaces[0].process, "v0.p0");
  ASSERT_EQ(trace.actors.size(), 2U);
  EXPECT_TRUE(trace.actors[0].guest);
  EXPECT_EQ(trace.actors[0].cpu, 2U);
  ASSERT_EQ(trace.actors[0].events.size(), 8U);
  EXPECT_EQ(trace.actors[0].events[0].operation, Operation::load);
  EXPECT_EQ(trace.actors[0].events[0].address, 0x2abcU);
  EXPECT_EQ(trace.actors[0].events[1].address, 4096U);
  EXPECT_EQ(trace.actors[0].events[4].operation, Operation::idle);
  EXPECT_EQ(trace.actors[0].events[5].operation, Operation::readonly);
  EXPECT_EQ(trace.actors[0].events[6].operation, Operation::writable);
  EXPECT_EQ(trace.actors[0].events[6].address, 0x2000U);
  EXPECT_EQ(trace.actors[0].events[7].operation, Operation::lower);
  EXPECT_EQ(trace.actors[0].events[7].page, 16U);
  ASSERT_EQ(trace.actors[1].events.size(), 3U);
  EXPECT_EQ(trace.actors[1].events[0].operation, Operation::request);
  EXPECT_EQ(trace.actors[1].events[0].address, 0x3000U);
  EXPECT_EQ(trace.actors[1].events[1].operation, Operation::atomic);
  EXPECT_EQ(trace.actors[1].events[2].operation, Operation::move);
  EXPECT_EQ(trace.actors[1].events[2].address, 1U);
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationGuests, ChangeTheirPageTables) {
  const Trace trace =
      parse_notation("t",
                     "system vmm\nmachine frames=4\nvm v0: 0->1\n"
                     "space v0.p0: 0->0, 1->0=readonly\n"
                     "process v0.p0: unmap 0x0, map 0x0 of v0.p1, map 0x0 to 0x10, map 0x0 of v0.p1 "
                     "to 8\nprocess v0.p1:\n");
  EXPECT_FALSE(trace.spaces[0].table[0].readonly);
  EXPECT_TRUE(trace.spaces[0].table[1].readonly);
  EXPECT_EQ(trace.actors[0].events[0].operation, Operation::unmap);
  EXPECT_EQ(trace.actors[0].events[0].space, "");
  EXPECT_EQ(trace.actors[0].events[1].operation, Operation::map);
  EXPECT_EQ(trace.actors[0].events[1].space, "v0.p1");
  EXPECT_FALSE(trace.actors[0].events[1].renames);
  EXPECT_TRUE(trace.actors[0].events[2].renames);
  EXPECT_EQ(trace.actors[0].events[2].page, 16U);
  EXPECT_EQ(trace.actors[0].events[3].space, "v0.p1");
  EXPECT_EQ(trace.actors[0].events[3].page, 8U);
  EXPECT_TRUE(same_trace(parse_notation("t", to_notation(trace)), trace)) << to_notation(trace);
}

TEST(NotationGuests, RefuseOtherTables) {
  EXPECT_EQ(at("process v0.p: map 0x0 of\n"), "4:25");
  EXPECT_EQ(at("process v0.p: map 0x0 of v0.q\n"), "4:15");
  EXPECT_EQ(at("vm v1: 0->2\nprocess v0.p: unmap 0x0 of v1.p\nprocess v1.p:\n"), "5:15");
  EXPECT_EQ(at("process v0.p: idle\nspace v0.p: 0->0=written\n"), "5:18");
}

TEST(NotationGuests, RefuseWrongNumbers) {
  EXPECT_EQ(at("process v0.p: load\n"), "4:19");
  EXPECT_EQ(at("process v0.p: unmap\n"), "4:20");
  EXPECT_EQ(at("process v0.p: request\n"), "4:22");
  EXPECT_EQ(at("process v0.p: move\n"), "4:19");
  EXPECT_EQ(at("process v0.p: move 2\n"), "4:15");
  EXPECT_EQ(at("process v0.p: atomic 0x1ffffffff\n"), "4:22");
  EXPECT_EQ(at("process v0.p: readonly\n"), "4:23");
  EXPECT_EQ(at("process v0.p: writable x\n"), "4:24");
  EXPECT_EQ(at("process v0.p: lower\n"), "4:20");
  EXPECT_EQ(at("process v0.p: map 0x0 to\n"), "4:25");
  EXPECT_EQ(at("process v0.p: unmap 0x0 to 1\n"), "4:25");
  EXPECT_EQ(at("process v0.p: lower 0x100000\n"), "4:21");
  EXPECT_EQ(at("process v0.p: load 0x1ffffffff\n"), "4:20");
  EXPECT_EQ(at("process v0.p: load 12monkeys\n"), "4:20");
  EXPECT_EQ(at("process v0.p: load 0x\n"), "4:20");
  EXPECT_EQ(at("process v0.p on 2: idle\n"), "4:9");
  EXPECT_EQ(at("process v0.p on two: idle\n"), "4:17");
  EXPECT_EQ(at("vm v1: 0->1048576\nprocess v0.p:\n"), "4:11");
  EXPECT_EQ(at("vm v1: 0x100000->1\nprocess v0.p:\n"), "4:8");
}

TEST(NotationGuests, RefuseOtherForms) {
  EXPECT_EQ(at("process v0: idle\n"), "4:9");
  EXPECT_EQ(at("process v0.p idle\n"), "4:14");
  EXPECT_EQ(at("process v0.p: idle,\n"), "4:19");
  EXPECT_EQ(at("process v0.p: lode 0x0\n"), "4:15");
  EXPECT_EQ(at("process v0.p: open a\n"), "4:15");
  EXPECT_EQ(at("vm v1: 0=1\nprocess v0.p:\n"), "4:9");
  EXPECT_EQ(at("vm v1: 0->1 2->3\nprocess v0.p:\n"), "4:13");
  EXPECT_EQ(at("vm v1:\nprocess v0.p:\n"), "4:7");
  EXPECT_EQ(at("machine frames=1\nprocess v0.p:\n"), "4:1");
  EXPECT_EQ(refused_at("system vmm\nmachine cpus=1\nprocess v0.p:\n"), "2:1");
  EXPECT_EQ(refused_at("system vmm\nmachine frames=1 frames=2\n"), "2:18");
  EXPECT_EQ(refused_at("system vmm\nmachine size=1\n"), "2:9");
  EXPECT_EQ(refused_at("system vmm\nmachine frames=0\n"), "2:16");
}

TEST(NotationGuests, RefuseWhatDoesNotFitTogether) {
  EXPECT_EQ(at("process v1.p: idle\n"), "4:9");
  EXPECT_EQ(at("process v0.p: idle\nprocess v0.p: idle\n"), "5:9");
  EXPECT_EQ(at("process v0.p: idle\nspace v0.q: 0->0\n"), "5:7");
  EXPECT_EQ(at("process v0.p: idle\nspace v0.p: 0->0\nspace v0.p: 1->0\n"), "6:7");
  EXPECT_EQ(at("process v0.p: idle\nspace v0.p: 0->0, 0->1\n"), "5:19");
  EXPECT_EQ(at("vm v0: 0->1\nprocess v0.p: idle\n"), "4:4");
  EXPECT_EQ(at("process v0.p: idle\nclient c0:\n"), "1:8");
}

}  // namespace
}  // namespace braid
