#include "braid/tracer/record/workload.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace braid::record::test {
namespace {

constexpr std::uint64_t kUnlimited = 1000;

std::vector<Step> first_steps(const Workload& workload, std::uint32_t client, std::size_t sessions) {
  ClientProgram program(workload, client);
  std::vector<Step> steps;
  for (std::size_t session = 0; session < sessions; ++session) {
    for (const Step& step : program.next(kUnlimited)) steps.push_back(step);
  }
  return steps;
}

std::vector<WorkloadKind> all_kinds() {
  std::vector<WorkloadKind> kinds;
  for (const std::string_view name : workload_names()) kinds.push_back(*workload_called(name));
  return kinds;
}

std::string calls(const std::vector<Step>& steps) {
  std::string text;
  for (const Step& step : steps) text += (text.empty() ? "" : " ") + std::string(name_of(step.call));
  return text;
}

TEST(Workload, DependsOnNothingButItsSeed) {
  for (const WorkloadKind kind : all_kinds()) {
    const Workload workload = {kind, 7, 2};
    EXPECT_EQ(first_steps(workload, 1, 40), first_steps(workload, 1, 40)) << name_of(kind);
    EXPECT_NE(first_steps(workload, 1, 40), first_steps(workload, 2, 40)) << name_of(kind);
    EXPECT_NE(first_steps(workload, 1, 40), first_steps({kind, 8, 2}, 1, 40)) << name_of(kind);
  }
}

TEST(Workload, WritesEachValueOnce) {
  for (const WorkloadKind kind : all_kinds()) {
    std::set<std::string> values = {std::string(kInitialValue)};
    for (std::uint32_t client = 1; client <= 3; ++client) {
      for (const Step& step : first_steps({kind, 1, 2}, client, 200)) {
        if (step.call != Call::write && step.call != Call::append) continue;
        const std::string value(step.data.data(), step.data.size());
        EXPECT_TRUE(values.insert(value).second) << value;
        EXPECT_EQ(value.substr(0, 4), "c0" + std::to_string(client) + "-");
      }
    }
    EXPECT_GT(values.size(), 100U) << name_of(kind);
  }
}

TEST(Workload, ClosesWhatItOpens) {
  for (const WorkloadKind kind : all_kinds()) {
    ClientProgram program({kind, 3, 2}, 1);
    for (int session = 0; session < 200; ++session) {
      bool open = false;
      for (const Step& step : program.next(kUnlimited)) {
        const bool anywhere =
            step.call == Call::stat || step.call == Call::unlink || step.call == Call::rename;
        EXPECT_EQ(open, step.call != Call::open && !anywhere) << name_of(kind) << name_of(step.call);
        if (step.call == Call::open) open = true;
        if (step.call == Call::close) open = false;
      }
      EXPECT_FALSE(open);
    }
  }
}

TEST(Workload, KeepsToItsLimit) {
  for (const WorkloadKind kind : all_kinds()) {
    ClientProgram program({kind, 3, 2}, 1);
    for (std::uint64_t most = 1; most < 12; ++most) {
      const std::vector<Step> steps = program.next(most);
      EXPECT_GE(steps.size(), 1U);
      EXPECT_LE(steps.size(), most);
    }
    EXPECT_EQ(calls(program.next(1)).find(' '), std::string::npos);
  }
}

TEST(Workload, HasTheFormOfItsKind) {
  std::set<std::string> sessions;
  for (const WorkloadKind kind : {WorkloadKind::registers, WorkloadKind::lock, WorkloadKind::append}) {
    ClientProgram program({kind, 5, 2}, 1);
    for (int session = 0; session < 100; ++session)
      sessions.insert(std::string(name_of(kind)) + ": " + calls(program.next(kUnlimited)));
  }
  EXPECT_EQ(sessions, (std::set<std::string>{"append: open append append close", "append: open append close",
                                             "append: open read close", "lock: open rdlock read unlock close",
                                             "lock: open wrlock write unlock close",
                                             "register: open read close", "register: open write close"}));
}

TEST(Workload, OfTheKindMixRenamesItsOwnTemporaryFiles) {
  std::set<std::uint32_t> temporaries;
  for (const Step& step : first_steps({WorkloadKind::mix, 5, 2}, 2, 300)) {
    if (step.call == Call::rename) {
      EXPECT_EQ(step.file.client, 2U);
      EXPECT_EQ(step.to.client, 0U);
      EXPECT_TRUE(temporaries.insert(step.file.number).second);
    }
    if (step.call == Call::write) {
      EXPECT_LE(step.offset, 48U);
    }
  }
  EXPECT_FALSE(temporaries.empty());
  EXPECT_EQ(path_of({2, 11}), "/tmp.c2.11");
  EXPECT_EQ(path_of({0, 1}), "/f1");
}

TEST(Workload, HasItsNames) {
  EXPECT_EQ(workload_called("register"), WorkloadKind::registers);
  EXPECT_EQ(workload_called("mix"), WorkloadKind::mix);
  EXPECT_EQ(workload_called("registers"), std::nullopt);
}

}  // namespace
}  // namespace braid::record::test
