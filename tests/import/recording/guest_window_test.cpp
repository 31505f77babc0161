// Windows of guest recordings as programs of virtual machines.
#include "braid/tracer/recording/guest_window.h"

#include <gtest/gtest.h>

#include "braid/tracer/diagnostic.h"

namespace braid::recording {
namespace {

std::string header(const char* system) {
  return std::string(R"({"format":"braid-recording","version":1,"kind":"guest","system":")") + system +
         R"(","clock":"seconds"})" + "\n";
}

WindowProgram window_of(const std::string& events, const char* place = nullptr, const char* system = "vmm",
                        const char* recorded = "kvm") {
  NdjsonReader reader(import::Input::from_memory("g.ndjson", header(recorded) + events));
  std::optional<WindowPlace> chosen;
  if (place != nullptr) chosen = parse_window_place(place);
  EXPECT_EQ(place != nullptr, chosen.has_value());
  return read_guest_window(reader, "g.ndjson", chosen, system);
}

/// Of thread 1 on CPU 4, unless `more` says another process and cpu.
std::string event(const char* start, const char* actor, const char* operation, const std::string& arguments,
                  const char* process = "1") {
  return std::string(R"({"actor":")") + actor + R"(","process":)" + process + R"(,"operation":")" +
         operation + R"(","arguments":{)" + arguments + R"(},"start":")" + start + "\"}\n";
}

std::string mapped(const char* start, const char* actor, int guest_frame, int machine_frame, bool writable,
                   const char* entry, int cpu = 4) {
  return event(start, actor, "map",
               R"("guest_frame":)" + std::to_string(guest_frame) + R"(,"machine_frame":)" +
                   std::to_string(machine_frame) + R"(,"level":1,"writable":)" +
                   (writable ? "true" : "false") + R"(,"entry_address":")" + entry + R"(","cpu":)" +
                   std::to_string(cpu));
}

std::string unmapped(const char* start, const char* actor, int guest_frame, int frames) {
  return event(start, actor, "unmap",
               R"("guest_frame":)" + std::to_string(guest_frame) + R"(,"frames":)" + std::to_string(frames) +
                   R"(,"cpu":4)");
}

const std::string kShadow =
    event("0.5", "A", "shadow", R"("guest_frame":9,"level":1,"quadrant":0,"access":"wux")");
const std::string kZap = event("6", "A", "zap", R"("guest_frame":9,"level":1,"quadrant":0,"access":"wux")");

TEST(GuestWindow, MakesAccessesOfMapsAndWorkOfTheHosts) {
  const WindowProgram program = window_of(
      kShadow + mapped("1", "A", 2048, 70, true, "0x1000") + mapped("2", "A", 2050, 71, false, "0x1008") +
      unmapped("3", "A", 2048, 1) + mapped("4", "A", 2048, 72, true, "0x1000") + kZap);
  EXPECT_EQ(program.trace.text,
            "system vmm\n"
            "machine frames=3 cpus=1\n"
            "# Guest frames of A: 0 is 0x800, 1 is 0x802\n"
            "vm A: 0->none, 1->none\n"
            "space A.p0: 0->0, 1->1\n"
            "process A.p0 on 0: store 0x0, load 0x1000, store 0x0\n"
            "task host_A on 0: reclaim A.0x0, zap A.0x0, zap A.0x1\n");
  EXPECT_EQ(program.remarks,
            (std::vector<std::string>{"a program of 5 recorded events, from 0.5 to 6",
                                      "left out, since the model has no such step: 1 shadow",
                                      "2 pages begin without a frame, since none was seen before"}));
}

TEST(GuestWindow, BeginsWithTheFramesThatPagesHadThen) {
  const WindowProgram program =
      window_of(mapped("1", "A", 5, 70, true, "0x1000") + mapped("2", "B", 6, 71, true, "0x2000", 7) +
                    unmapped("3", "A", 5, 1) + mapped("4", "A", 5, 72, true, "0x1000") +
                    mapped("5", "B", 6, 71, true, "0x2000", 7) + unmapped("6", "B", 6, 1),
                "3@6", "vmm paging=hardware");
  EXPECT_EQ(program.trace.text,
            "system vmm paging=hardware\n"
            "machine frames=3 cpus=2\n"
            "# Guest frames of A: 0 is 0x5\n"
            "vm A: 0->none\n"
            "# Guest frames of B: 0 is 0x6\n"
            "vm B: 0->0\n"
            "space A.p0: 0->0\n"
            "process A.p0 on 0: store 0x0\n"
            "space B.p0: 0->0\n"
            "process B.p0 on 1: store 0x0\n"
            "task host_B on 0: reclaim B.0x0\n");
}

TEST(GuestWindow, GivesPagesThatSharedAFrameFramesOfTheirOwn) {
  const WindowProgram program =
      window_of(mapped("1", "A", 5, 70, false, "0x1000") + mapped("2", "A", 6, 70, false, "0x1008") +
                    mapped("3", "A", 5, 70, false, "0x1000") + mapped("4", "A", 6, 70, false, "0x1008"),
                "2@4");
  EXPECT_NE(program.trace.text.find("vm A: 0->0, 1->1\n"), std::string::npos) << program.trace.text;
  EXPECT_EQ(program.remarks.back(), "1 pages begin with frames of their own, although they shared one");
}

TEST(GuestWindow, LetsACpuGoOverAsOftenAsItDid) {
  const std::string to_b = event("3", "A", "switch", R"("kind":"machine","to":"B","to_process":2,"cpu":4)");
  const std::string to_host = event("3", "A", "switch", R"("kind":"machine","to_process":9,"cpu":4)");
  const WindowProgram program = window_of(mapped("1", "A", 5, 70, true, "0x1000") + to_b + to_host +
                                          mapped("4", "B", 5, 71, true, "0x2000"));
  EXPECT_NE(program.trace.text.find("\nfaults switch<=1\n"), std::string::npos) << program.trace.text;
  EXPECT_EQ(program.remarks[1],
            "left out, since the model has no such step: 1 switch from or to what has no program");
  // On CPUs of their own nobody goes over.
  EXPECT_EQ(
      window_of(mapped("1", "A", 5, 70, true, "0x1000") + to_b + mapped("4", "B", 5, 71, true, "0x2000", 7))
          .trace.text.find("faults"),
      std::string::npos);
}

TEST(GuestWindow, MakesOneAccessOfAnInstructionThatMissesAgain) {
  const auto trap = [](const char* start, const char* kind) {
    return event(start, "m", "trap",
                 std::string(R"("kind":")") + kind +
                     R"(","error_code":1,"return_address":"0x400","bad_address":"0x5004")");
  };
  const std::string fill =
      event("3", "m", "tlb-fill", R"("kind":"mapped","address":"0x5004","guest_frame":7)");
  const std::string other =
      event("5", "m", "tlb-fill", R"("kind":"mapped","address":"0x6000","guest_frame":8)");
  const std::string call = event("6", "m", "trap", R"("kind":"syscall")");
  const WindowProgram program = window_of(
      trap("1", "TLB store") + trap("2", "TLB store") + fill + trap("4", "TLB modify") + other + call,
      nullptr, "vmm", "qemu");
  EXPECT_EQ(program.trace.text,
            "system vmm\n"
            "machine frames=3 cpus=1\n"
            "# Guest frames of m: 0 is 0x7, 1 is 0x8\n"
            "vm m: 0->0, 1->1\n"
            "space m.p0: 0->0, 1->1\n"
            "process m.p0 on 0: store 0x0, store 0x0, load 0x1000, syscall\n");
  EXPECT_EQ(program.remarks[1],
            "left out, since the model has no such step: 1 further misses of one instruction, 1 hits of what "
            "missed "
            "before");
  EXPECT_EQ(program.remarks[2], "2 pages begin with frames of their own, since the recording tells of none");
}

TEST(GuestWindow, TellsWhatItLeavesOut) {
  const WindowProgram program =
      window_of(mapped("1", "A", 5, 70, true, "0x1000") + unmapped("2", "A", 77, 3) +
                event("3", "A", "unmap", R"("address":"0x0","address_end":"0x1000")") +
                event("4", "A", "inject", R"("kind":"#PF")") + kZap +
                event("7", "A", "zap", R"("guest_frame":9,"level":4,"quadrant":0,"access":"wux")"));
  EXPECT_EQ(
      program.remarks[1],
      "left out, since the model has no such step: 1 inject, 1 unmap of no known guest frames, 1 unmap of no "
      "page that is used, 1 zap of an upper table, 1 zap of no page that is used");
}

TEST(GuestWindow, NeedsSomethingToExplore) {
  try {
    (void)window_of(event("1", "A", "enter", ""));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_EQ(std::string(error.what())
                  .find("g.ndjson: there is no map, page fault, TLB miss or system call of a guest in it"),
              0U)
        << error.what();
  }
}

}  // namespace
}  // namespace braid::recording
