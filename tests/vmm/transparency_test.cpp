// Transparency, a monitor's first goal: what guests see on it they also see natively, and the other way
// round. Every pair of short programs, on one CPU and on two; designs that break it are shown to.
#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>
#include <vector>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

std::string trace_text(const std::string& options, const std::string& first, const std::string& second,
                       bool two_cpus) {
  return "system vmm " + options + "\nmachine frames=8 tlb=1 cpus=" + (two_cpus ? "2" : "1") +
         "\nvm v0: 0->2, 1->4\nvm v1: 0->3\nspace v0.p0: 0->0, 1->1, 2->1=readonly\nspace v1.p0: 0->0, 1->0, "
         "2->0=readonly\nprocess "
         "v0.p0: " +
         first + "\nprocess v1.p0" + (two_cpus ? " on 1" : "") + ": " + second +
         (two_cpus ? "\n" : "\nfaults switch<=2\n");
}

/// All outcomes, in words.
std::set<std::string> outcomes(const std::string& text) {
  const auto system = open_system(parse_notation("t", text));
  explore::Executor executor(1);
  explore::Limits limits;
  CountRequest request;
  request.by = system->default_outcome();
  request.probability = false;
  request.witnesses = 0;
  std::set<std::string> all;
  for (const Outcome& outcome : system->count(request, {executor, limits}).outcomes) {
    // What ends before the programs do has no values.
    std::string words = outcome.key.values.empty() ? "blocked" : "";
    for (std::size_t i = 0; i < outcome.key.values.size(); ++i) {
      words += system->signature().observables[request.by[i]].name + "=" +
               system->signature().show(request.by[i], outcome.key.values[i]) + " ";
    }
    all.insert(words);
  }
  return all;
}

const std::vector<std::string> kInstructions = {"load 0x0",     "store 0x0",   "load 0x1004", "syscall",
                                                "privileged",   "load 0x7000", "unmap 0x0",   "map 0x0",
                                                "store 0x2000", "clear 0x0",   "idle"};

/// Calls `each` for every pair of programs of one or two instructions.
template <class Each>
void for_each_pair(Each&& each) {
  std::vector<std::string> programs = kInstructions;
  for (const std::string& first : kInstructions) {
    for (const std::string& second : kInstructions) {
      programs.push_back(first + ", " + second);
    }
  }
  std::size_t number = 0;
  for (const std::string& first : programs) {
    for (const std::string& second : programs) {
      if (number++ % 31 == 0) each(first, second);
    }
  }
}

/// Where the hardware walks page tables, fewer things trap, and guests see the same.
TEST(Transparency, OfShadowPageTables) {
  std::size_t number = 0;
  for_each_pair([&](const std::string& first, const std::string& second) {
    const bool two_cpus = number++ % 2 == 0;
    const std::set<std::string> native =
        outcomes(trace_text("run=machine paging=hardware", first, second, two_cpus));
    const char* const options = number % 3 == 0 ? "paging=hardware switch=tagged" : "paging=hardware";
    EXPECT_EQ(outcomes(trace_text(options, first, second, two_cpus)), native)
        << options << ": " << first << " | " << second;
  });
}

TEST(Transparency, OfTheSafeDesigns) {
  std::size_t workloads = 0;
  for_each_pair([&](const std::string& first, const std::string& second) {
    for (const bool two_cpus : {false, true}) {
      const std::set<std::string> native = outcomes(trace_text("run=machine", first, second, two_cpus));
      for (const char* options :
           {"", "switch=tagged", "software-tlb=yes", "idle=noticed", "idle=yields", "updates=hypercall"}) {
        EXPECT_EQ(outcomes(trace_text(options, first, second, two_cpus)), native)
            << options << ": " << first << " | " << second;
      }
      ++workloads;
    }
  });
  EXPECT_GT(workloads, 500U);
}

/// Processes of two VMs on two CPUs, while the monitor works; natively nothing does.
std::string with_work(const std::string& options, const std::string& work, const std::string& first,
                      const std::string& second) {
  return "system vmm " + options + "\nmachine frames=5 cpus=2\nvm v0: 0->0, 1->none\nvm v1: 0->1, 1->none\n" +
         "space v0.p0: 0->0, 1->1\nspace v0.p1: 0->0, 1->1\nspace v1.p0: 0->1, 1->0\nprocess v0.p0: " +
         first + "\nprocess v0.p1 on 1: " + second + "\nprocess v1.p0 on 1: load 0x0\n" + work;
}

const std::vector<std::string> kWork = {"task w: reclaim v0.0\n", "task w: migrate v0.0\n",
                                        "task w: give v0.1, give v1.1, share v0.1 v1.1\n",
                                        "task w: protect v0.0\n", "task w: send v0.0\n"};

TEST(Transparency, OfTheMonitorsWork) {
  std::size_t number = 0;
  const std::vector<std::string> programs = {"store 0x0", "load 0x1000", "store 0x1000, load 0x0"};
  for (const std::string& first : programs) {
    for (const std::string& second : programs) {
      const std::set<std::string> native = outcomes(with_work("run=machine", "", first, second));
      for (const std::string& work : kWork) {
        constexpr std::array kDesigns = {"", "invalidate=flush-first", "paging=hardware"};
        const char* const options = kDesigns[number++ % kDesigns.size()];
        EXPECT_EQ(outcomes(with_work(options, work, first, second)), native)
            << options << ": " << work << first << " | " << second;
      }
    }
  }
}

TEST(Transparency, OfHypercallsWhileTheMonitorWorks) {
  for (const char* first : {"store 0x0, unmap 0x0, load 0x1000", "store 0x1000, load 0x0"}) {
    const std::set<std::string> native = outcomes(with_work("run=machine", "", first, "load 0x0"));
    for (const std::string& work : kWork) {
      for (const char* options : {"updates=hypercall", "updates=hypercall software-tlb=yes"}) {
        EXPECT_EQ(outcomes(with_work(options, work, first, "load 0x0")), native)
            << options << ": " << work << first;
      }
    }
  }
}

/// A TLB miss is one entry to the monitor, as natively to the kernel; an update of the page table is as many
/// as any system call.
TEST(Transparency, CostsLessWithHypercalls) {
  const auto entries = [](const std::string& options, const std::string& instruction) {
    const auto system = open_system(parse_notation("t", trace_text(options, instruction, "idle", true)));
    explore::Executor executor(1);
    explore::Limits limits;
    CountRequest request;
    const auto& all = system->signature().observables;
    for (explore::ObservableId id = 0; id < all.size(); ++id) {
      if (all[id].name == "v0.p0.entries") request.by = {id};
    }
    request.probability = false;
    request.witnesses = 0;
    const auto outcomes = system->count(request, {executor, limits}).outcomes;
    return outcomes.size() == 1 ? outcomes.front().key.values[0] : -1;
  };
  EXPECT_EQ(entries("", "load 0x0"), 3);
  EXPECT_EQ(entries("updates=hypercall", "load 0x0"), 1);
  EXPECT_EQ(entries("", "unmap 0x0"), 3);
  EXPECT_EQ(entries("updates=hypercall", "unmap 0x0"), 3);
}

TEST(Transparency, IsBrokenByUnsafeWork) {
  struct Design {
    const char* options;
    const char* work;
  };
  for (const Design& design :
       {Design{"free=unflushed", "task w: reclaim v0.0\n"}, Design{"check=none", "task w: reclaim v0.0\n"},
        Design{"copy=before-flush", "task w: migrate v0.0\n"}}) {
    const std::string program = "store 0x0, load 0x0";
    EXPECT_NE(outcomes(with_work(design.options, design.work, program, program)),
              outcomes(with_work("run=machine", "", program, program)))
        << design.options;
  }
}

TEST(Transparency, IsBrokenByShadowsThatAreShared) {
  const auto text = [&](const std::string& options) {
    return "system vmm " + options +
           "\nmachine frames=2\nvm v0: 0->1\nspace v0.p0: 1->0, 0x401->0=readonly\nprocess v0.p0: " +
           "load 0x1000, store 0x401000, load 0x1000\n";
  };
  EXPECT_EQ(outcomes(text("paging=hardware")), outcomes(text("run=machine paging=hardware")));
  EXPECT_NE(outcomes(text("paging=hardware shadow-key=last")), outcomes(text("run=machine paging=hardware")));
}

/// What is zeroed by nobody, since each leaves it to the other.
TEST(Transparency, IsBrokenByPagesThatNobodyZeroes) {
  const auto text = [&](const std::string& options, const std::string& work) {
    return "system vmm " + options +
           "\nmachine frames=2\nvm v0: 0->0, 1->none\nspace v0.p0: 0->0, 1->1\nprocess v0.p0: store 0x0, "
           "clear "
           "0x1000, load 0x1000\n" +
           work;
  };
  const std::string work = "task w: balloon v0.0\n";
  EXPECT_EQ(outcomes(text("zero=foreign", work)), outcomes(text("run=machine", "")));
  EXPECT_EQ(outcomes(text("clear=monitor", work)), outcomes(text("run=machine", "")));
  EXPECT_NE(outcomes(text("clear=monitor zero=foreign", work)), outcomes(text("run=machine", "")));
}

/// What one virtual CPU takes away, another does not see any more.
TEST(Transparency, IsBrokenByShadowsThatLagBehind) {
  const auto text = [&](const std::string& options) {
    return "system vmm " + options +
           "\nmachine frames=2 cpus=2\nvm v0: 0->0, 1->1\nspace v0.p0: 0->0\nspace v0.p1: 0->0\nprocess "
           "v0.p0: "
           "load 0x0, load 0x0\nprocess v0.p1 on 1: unmap 0x0 of v0.p0, store 0x0\n";
  };
  EXPECT_EQ(outcomes(text("paging=hardware")), outcomes(text("run=machine paging=hardware")));
  EXPECT_NE(outcomes(text("paging=hardware table-writes=unlocked")),
            outcomes(text("run=machine paging=hardware")));
}

/// An entry that names another page from some time on does so for every design.
TEST(Transparency, OfEntriesThatComeToNameAnotherPage) {
  const auto text = [&](const std::string& options, const std::string& work) {
    return "system vmm " + options +
           "\nmachine frames=3 cpus=2\nvm v0: 0->0, 1->1\nspace v0.p0: 0->0, 1->1\nspace v0.p1: "
           "0->0\nprocess "
           "v0.p0: load 0x0, store 0x0, load 0x1000\nprocess v0.p1 on 1: unmap 0x0 of v0.p0, map 0x0 of "
           "v0.p0 to "
           "1, load 0x0\n" +
           work;
  };
  const std::set<std::string> native = outcomes(text("run=machine paging=hardware", ""));
  for (const char* options : {"", " table-sync=entered", " table-sync=entered write-fault=fast-pinned"}) {
    for (const char* work : {"", "task w: send v0.0\n", "task w: migrate v0.1\n"})
      EXPECT_EQ(outcomes(text(std::string("paging=hardware") + options, work)), native) << options << work;
  }
}

TEST(Transparency, IsBrokenByATlbThatIsKept) {
  const std::string first = "store 0x0, load 0x0";
  const std::string second = "load 0x0";
  EXPECT_NE(outcomes(trace_text("switch=keep", first, second, false)),
            outcomes(trace_text("run=machine", first, second, false)));
}

TEST(Transparency, IsBrokenByRawInstallation) {
  EXPECT_NE(outcomes(trace_text("install=raw", "load 0x0", "idle", false)),
            outcomes(trace_text("run=machine", "load 0x0", "idle", false)));
}

}  // namespace
}  // namespace braid::models
