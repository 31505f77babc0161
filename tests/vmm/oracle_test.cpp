// The virtual machine monitor, swept, against the recursive enumerator of every schedule and against the
// oracle that merges paths in maps: states, transitions, outcomes, schedules, probabilities, canonical
// witnesses.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "agreement.h"
#include "braid/checker/models/vmm/vmm_sweep.h"
#include "braid/tracer/notation.h"
#include "merging_oracle.h"
#include "model_system.h"

namespace braid::oracle {
namespace {

using models::Vmm;

class MonitorQuestion {
 public:
  explicit MonitorQuestion(const std::string& text)
      : trace_(parse_notation("test", text)),
        signature_(Vmm::signature(trace_)),
        tracked_(outcome()),
        model_(trace_, tracked_),
        question_{
            model_,
            tracked_,
            [this](explore::ObservableId id, explore::Control control) {
              return model_.reading(id, control);
            },
            [this](explore::Control control) { return model_.waiting(control); },
            [this](explore::ObservableId id, std::int64_t value) { return signature_.show(id, value); },
            {[this, id = find("v0.p0.killed")](explore::Control control, const explore::WideState& state) {
               return model_.reading(id, control).value(state) != 0;
             },
             [this, id = find("tlb.v0.p0.page0")](explore::Control control, const explore::WideState& state) {
               return model_.reading(id, control).value(state) != 0;
             }}} {}

  [[nodiscard]] const Question<Vmm>& question() const { return question_; }

 private:
  [[nodiscard]] explore::ObservableId find(const std::string& name) const {
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id) {
      if (signature_.observables[id].name == name) return id;
    }
    throw std::out_of_range(name);
  }
  [[nodiscard]] std::vector<explore::ObservableId> outcome() const {
    std::vector<explore::ObservableId> ids;
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id) {
      if (signature_.observables[id].history) ids.push_back(id);
    }
    return ids;
  }

  Trace trace_;
  explore::Signature signature_;
  std::vector<explore::ObservableId> tracked_;
  Vmm model_;
  Question<Vmm> question_;
};

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

TEST(MonitorAgainstOracles, EverySchedule) {
  Engines engines;
  for (const std::string& text : kEnumerated) {
    SCOPED_TRACE(text);
    const MonitorQuestion question(text);
    const ModelSystem<Vmm> system(question.question());
    const Exploration expected = enumerate_every_schedule(system);
    EXPECT_EQ(explore_merging(system), expected);
    engines.expect_agreement(question.question(), expected);
  }
}

TEST(MonitorAgainstOracles, EveryState) {
  Engines engines;
  for (const std::string& text : kMerged) {
    SCOPED_TRACE(text);
    const MonitorQuestion question(text);
    engines.expect_agreement(question.question(), explore_merging(ModelSystem<Vmm>(question.question())));
  }
}

}  // namespace
}  // namespace braid::oracle
