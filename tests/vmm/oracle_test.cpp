// The virtual machine monitor, swept, against the recursive enumerator of every schedule and against the
// oracle that merges paths in maps: states, transitions, outcomes, schedules, probabilities, canonical
// witnesses.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "braid/checker/models/vmm/vmm_sweep.h"
#include "trace_question.h"

namespace braid::oracle {
namespace {

using models::Vmm;

std::unique_ptr<TraceQuestion<Vmm>> ask(const std::string& text) {
  return std::make_unique<TraceQuestion<Vmm>>(
      text, std::initializer_list<const char*>{}, [](const auto& value) -> std::vector<Predicate> {
        return {[killed = value("v0.p0.killed")](explore::Control c, const explore::WideState& s) {
                  return killed(c, s) != 0;
                },
                [cached = value("frame.v0.p0.page0")](explore::Control c, const explore::WideState& s) {
                  return cached(c, s) >= 0;
                }};
      });
}

std::string two(const std::string& options, const std::string& first, const std::string& second,
                const std::string& machine = "cpus=1", const std::string& faults = "") {
  return "system vmm " + options + "\nmachine frames=8 tlb=2 " + machine +
         "\nvm v0: 0->2, 1->4\nvm v1: 0->3\nspace v0.p0: 0->0, 1->1, 2->0\nspace v1.p0: 0->0\nprocess "
         "v0.p0: " +
         first + "\nprocess v1.p0" + (machine == "cpus=2" ? " on 1: " : ": ") + second + "\n" + faults;
}

const std::vector<std::string> kEnumerated = {
    two("", "load 0x0", "syscall", "cpus=2"),
    two("run=machine", "load 0x0, store 0x4", "syscall", "cpus=2"),
    two("run=machine hardware=shown", "syscall", "load 0x0"),
    two("", "store 0x0", "load 0x0", "cpus=1", "faults switch<=1\n"),
    two("switch=keep", "store 0x0", "load 0x0", "cpus=1", "faults switch<=1\n"),
    two("", "privileged", "load 0x5000", "cpus=1", "faults switch<=1\n"),
};
const std::vector<std::string> kMerged = {
    two("", "load 0x0, store 0x1000, load 0x2000, load 0x0, idle", "store 0x0, syscall", "cpus=2"),
    two("software-tlb=yes", "load 0x0, load 0x1000, load 0x2000, load 0x0", "load 0x0", "cpus=1",
        "faults switch<=2\n"),
    two("switch=tagged", "load 0x0, syscall, load 0x0", "store 0x0, load 0x0", "cpus=1",
        "faults switch<=3\n"),
    two("switch=keep", "load 0x0, store 0x0", "store 0x0, load 0x0, load 0x3000", "cpus=1",
        "faults switch<=2\n"),
};

/// The monitor's work beside processes of two VMs on two CPUs.
std::string at_work(const std::string& options, const std::string& tasks,
                    const std::string& first = "store 0x0", const std::string& second = "load 0x0") {
  return "system vmm " + options +
         "\nmachine frames=4 cpus=2 tlb=2\nvm v0: 0->0, 1->none\nvm v1: 0->none\nspace v0.p0: 0->0, 1->1\n"
         "space v1.p0: 0->0\nprocess v0.p0: " +
         first + "\nprocess v1.p0 on 1: " + second + "\n" + tasks;
}

const std::vector<std::string> kWork = {
    at_work("", "task w: reclaim v0.0\n"),
    at_work("invalidate=flush-first", "task w: balloon v0.0\n", "store 0x0", "idle"),
    at_work("check=late zero=after-map", "task w on 1: migrate v0.0\n", "load 0x0", "idle"),
    at_work("software-tlb=yes", "task w: protect v0.0\n", "store 0x0", "idle"),
    at_work("free=requested unshare=unlocked", "task w: give v0.1, give v1.0, share v0.1 v1.0\n",
            "store 0x1000", "idle"),
    at_work("", "task w: destroy v1\ntask x on 1: give v1.0\n", "idle"),
    at_work("", "task w: post v0.0, transfer v0.0 v1.0\ntask x on 1: balloon v0.0\n", "idle"),
    at_work("reference=no-grant", "task w: grant v0.0 v1.0\ntask x: balloon v0.0\n", "idle"),
    at_work("", "task w: grant v0.0 v1.0, attach v0.0\n", "store 0x0", "idle"),
    "system vmm split=unchecked\nmachine frames=2 cpus=2\nvm v0: 0->0=large, 1->1=large\nvm v1: "
    "0->none\nspace "
    "v0.p0: 0->0\nprocess v0.p0: load 0x0\ntask w: reclaim v0.1, give v1.0, destroy v0\n",
    "system vmm join=unlocked invalidate=flush-first\nmachine frames=4 cpus=2\nvm v0: 0->0=large, "
    "1->1=large\n"
    "vm v1: 0->none\nspace v0.p0: 0->0\nprocess v0.p0: load 0x0\ntask w: reclaim v0.1\ntask x: join v0.0, "
    "give v1.0\n",
    at_work("handler=current trap-record=cpu mode=believed registers=left", "", "setreg, forge",
            "getreg, peek"),
    two("handler=current trap-record=cpu mode=believed registers=left", "setreg, forge, privileged",
        "getreg, syscall", "cpus=1", "faults switch<=2\n"),
    two("software-tlb=yes guest-flush=tlb", "load 0x0, unmap 0x0, load 0x0", "load 0x0", "cpus=1",
        "faults switch<=1\n"),
    two("paging=hardware", "load 0x0, unmap 0x0, map 0x0, store 0x0", "store 0x0, load 0x0", "cpus=1",
        "faults switch<=1\n"),
    two("paging=hardware table-writes=unlocked", "store 0x0, unmap 0x0, load 0x0", "store 0x0", "cpus=2"),
    two("run=machine paging=hardware", "store 0x0, unmap 0x0, load 0x0", "store 0x0", "cpus=2"),
    at_work("paging=hardware", "task w: reclaim v0.0\n"),
    at_work("paging=hardware", "task w: protect v0.0\n", "store 0x0, unmap 0x0", "idle"),
    two("paging=hardware switch=flush-early", "store 0x0, load 0x0", "load 0x0", "cpus=1",
        "faults switch<=1\n"),
    two("run=machine paging=hardware switch=flush-early", "store 0x0", "load 0x0"),
    at_work("paging=hardware zap=advance zap-yield=unflushed", "task w on 1: zap v0.0\n"),
    at_work("paging=hardware zap=valid resync=forgotten", "task w: destroy v0, give v0.1\n"),
    two("paging=hardware roots=released", "store 0x0, load 0x0", "load 0x0", "cpus=1",
        "faults switch<=2\ntask w: reclaim v0.0\n"),
    two("paging=hardware roots=released-early", "store 0x0, unmap 0x0", "load 0x0", "cpus=1",
        "faults switch<=1\ntask w: zap v0.0, migrate v0.0\n"),
    at_work("paging=hardware write-fault=fast", "task w: send v0.0\n", "store 0x0", "idle"),
    two("paging=hardware write-fault=fast-pinned table-sync=entered", "unmap 0x0, map 0x0 to 1, store 0x0",
        "idle", "cpus=2", "task w: send v0.1\n"),
    two("run=machine paging=hardware", "unmap 0x0, map 0x0 to 1, load 0x0", "idle"),
    two("paging=hardware table-writes=unlocked table-sync=entered", "unmap 0x0, map 0x0 to 1, load 0x0",
        "idle"),
    two("idle=noticed", "idle, clear 0x0, idle", "idle, load 0x0", "cpus=1", "faults switch<=1\n"),
    two("idle=yields", "idle, syscall", "idle, load 0x0", "cpus=1", "faults switch<=1\n"),
    at_work("clear=monitor zero=foreign", "task w: balloon v0.0, give v0.1\n", "clear 0x1000, load 0x1000",
            "idle"),
    two("fetch=twice", "store 0x0, request 0x2000", "syscall, request 0x0", "cpus=1", "faults switch<=2\n"),
    at_work("emulate=marked-first", "task w: send v0.0, age v0.0\n", "atomic 0x0, store 0x0", "idle"),
    at_work("age=plain log-clear=after-copy", "task w: send v0.0\ntask x on 1: age v0.0\n", "store 0x0",
            "idle"),
    at_work("", "task w: give v0.1, give v1.0, share v0.1 v1.0, send v0.1\n", "atomic 0x1000", "idle"),
    at_work("move=keep", "task w: reclaim v0.0\n", "store 0x0, move 1, load 0x0", "idle"),
    two("switch=tagged", "load 0x0, move 1, load 0x1000, move 0, load 0x2000", "load 0x0, move 0, syscall",
        "cpus=2", "faults switch<=1\n"),
    at_work("fetch=again", "task w: post v0.0, reclaim v0.0\n", "request 0x0", "idle"),
    at_work("fetch=twice", "task w: reclaim v0.0\n", "request 0x0, store 0x0", "idle"),
    two("supervisor=no kernel-memory=left switch=tagged", "syscall, peek", "peek", "cpus=1",
        "faults switch<=2\n"),
};

/// Guests that ask the monitor to change their page tables, and pages that become such.
const std::vector<std::string> kTypes = {
    at_work("updates=hypercall type=after-flush", "task t: pin v0.0\n",
            "readonly 0x0, writable 0x0, store 0x0", "idle"),
    at_work("updates=hypercall type=judged-late", "task t: pin v0.0\n", "store 0x0, readonly 0x0, store 0x0",
            "idle"),
    at_work("updates=hypercall build=once software-tlb=yes", "task b: build v0.0\ntask t on 1: pin v0.0\n",
            "readonly 0x0", "idle"),
    two("updates=hypercall stamp=late fast-path=any-bits", "readonly 0x0, store 0x0", "unmap 0x0", "cpus=1",
        "faults switch<=1\ntask t: pin v0.0\n"),
    two("updates=hypercall software-tlb=yes", "load 0x0, unmap 0x0, load 0x0", "load 0x0", "cpus=1",
        "faults switch<=1\n"),
    two("updates=hypercall upper=left", "lower 1, readonly 0x0, unmap 0x0", "idle", "cpus=2",
        "task t: pin v0.1\n"),
    at_work("updates=hypercall transfer-flush=receiver", "task t: transfer v0.0 v1.0, pin v1.0\n",
            "readonly 0x0, store 0x0", "idle"),
    two("updates=hypercall switch=keep", "readonly 0x0, writable 0x0, store 0x0", "load 0x0, readonly 0x0",
        "cpus=1", "faults switch<=1\n"),
};

TEST(MonitorAgainstOracles, EveryStateOfTypes) {
  expect_every_state<Vmm>(kTypes, ask);
}

TEST(MonitorAgainstOracles, EveryStateOfItsWork) {
  expect_every_state<Vmm>(kWork, ask);
}

TEST(MonitorAgainstOracles, EverySchedule) {
  expect_every_schedule<Vmm>(kEnumerated, ask);
}

TEST(MonitorAgainstOracles, EveryState) {
  expect_every_state<Vmm>(kMerged, ask);
}

}  // namespace
}  // namespace braid::oracle
