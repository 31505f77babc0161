// A virtual machine monitor, its guests and the machine (OSTEP appendix B): system calls and TLB misses, step
// by step. README.md in the folder above describes states, steps, options and observables.
//
// Control. A position for each process (its instruction, the attempt at it, the stage of the trap under way),
// one for each CPU (how often it has gone over to another process, and whom it runs), one for each VM (its
// boot), and, where there is a budget, the number of machine switches that it paid for.
//
// Rank. The sum of all positions: every step moves one of them up, and none down.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/vmm/vmm_observables.h"
#include "braid/checker/models/vmm/vmm_options.h"
#include "braid/checker/models/vmm/vmm_program.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Where a process stands within an instruction. They follow one another; each flow uses some.
enum class VmmStage : std::uint32_t {
  ready,       ///< about to execute it, in user mode
  trapped,     ///< the hardware goes to the kernel's handler (hardware=shown)
  dispatched,  ///< the monitor has control
  handling,    ///< the guest's handler has control, at reduced privilege (natively: at full)
  installing,  ///< the guest has tried to update the TLB: the monitor has control
  updated,     ///< the guest's handler goes on
  returning,   ///< the guest has tried to return from the trap: the monitor has control
  returned,    ///< the hardware goes back to the process (hardware=shown)
  resuming,    ///< after a system call, in user mode
  killed,      ///< the guest has ended the process
};
inline constexpr std::uint32_t kVmmStages = 10;

class Vmm {
 public:
  enum class Action : std::uint8_t {
    boot,         ///< the guest installs its trap handlers; that traps
    record,       ///< the monitor records them
    execute,      ///< an instruction that does not trap
    miss,         ///< a load or store that misses the TLB: trap
    call,         ///< a system call: trap
    forbidden,    ///< a privileged instruction: trap
    enter,        ///< the hardware goes to the handler
    dispatch,     ///< the monitor calls the guest's handler
    refill,       ///< the monitor's software TLB has the entry: no guest needed
    handle_miss,  ///< the guest looks up its page table, and updates the TLB
    punish,       ///< the guest ends the process
    handle_call,  ///< the guest does what was asked, and returns from the trap
    install,      ///< the monitor installs the guest's entry, translated
    return_miss,  ///< the guest returns from the trap
    give_back,    ///< the monitor returns from the trap
    leave,        ///< the hardware returns to the process
    resume,
    go_over,  ///< a CPU goes over to another process
  };

  struct Step : explore::StepBase {
    Action action = Action::execute;
    std::uint32_t process = 0;
    std::uint32_t cpu = 0;
    const VmmInstruction* instruction = nullptr;
    std::uint32_t machine = 0;
  };

  /// Throws InputError if the trace is not one for this model. O(events).
  [[nodiscard]] static explore::Signature signature(const Trace& trace);
  /// The model in which the history observables among `tracked` are part of the state. Throws likewise.
  Vmm(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  // The model concept.
  [[nodiscard]] std::uint32_t actor_count() const { return static_cast<std::uint32_t>(actor_names_.size()); }
  [[nodiscard]] std::uint32_t label_count() const { return static_cast<std::uint32_t>(labels_.size()); }
  [[nodiscard]] const explore::Layout& layout() const { return layout_; }
  [[nodiscard]] explore::OwnedControl initial() const;
  template <class S>
  void initialize(S& state) const {
    for (std::size_t frame = 0; frame < memory_.size(); ++frame) {
      state.set(memory_[frame], static_cast<std::uint64_t>(program_.initial[frame]));
    }
  }
  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    for (std::uint32_t number = 0; number < labels_.size(); ++number) {
      Step step;
      step.actor = labels_[number].actor;
      step.label = number;
      if (prepare(labels_[number], control, step)) sink(std::as_const(step));
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    batch([this, &step](S& state) -> explore::Branch { return take(step, state); });
  }
  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const;
  [[nodiscard]] explore::Ending ending(explore::Control control) const;
  [[nodiscard]] std::string label_name(std::uint32_t label) const;

  // An observed model (observed_model.h).
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control control) const;
  [[nodiscard]] std::vector<explore::EventInstance> events(explore::Control control, const Step& step,
                                                           explore::Branch branch) const;
  [[nodiscard]] std::string describe(explore::Control control, const Step& step,
                                     explore::Branch branch) const;
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const;
  [[nodiscard]] std::optional<std::vector<std::uint64_t>> chain_lengths() const { return std::nullopt; }
  [[nodiscard]] std::uint32_t actor_of(std::uint32_t label) const { return labels_[label].actor; }
  [[nodiscard]] std::string actor_name(std::uint32_t actor) const { return actor_names_[actor]; }

 private:
  struct Label {
    std::uint32_t actor = 0;
    Action action = Action::execute;
    std::uint32_t process = 0;  ///< boot, record: the VM
    std::uint32_t cpu = 0;
  };
  struct Standing {
    std::uint32_t instruction = 0;
    std::uint32_t attempt = 0;
    VmmStage stage = VmmStage::ready;
    bool ended = false;

    [[nodiscard]] bool killed() const { return stage == VmmStage::killed; }
  };

  // Defined, and instantiated for every width of states, in vmm_kernels.cpp.
  template <class S>
  explore::Branch take(const Step& step, S& state) const;
  template <class S>
  [[nodiscard]] std::optional<std::uint32_t> hit(const Step& step, const S& state) const;
  template <class S>
  void put(std::uint32_t mapping, S& state) const;
  template <class S>
  void flush(std::uint32_t cpu, S& state) const;
  template <class S>
  explore::Branch access(const Step& step, S& state) const;
  template <class S>
  void enter_monitor(std::uint32_t process, S& state) const;

  void lay_out(const std::vector<explore::ObservableId>& tracked);
  void list_labels();
  [[nodiscard]] bool prepare(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_process(const Standing& standing, Step& step) const;
  [[nodiscard]] bool prepare_switch(const Label& label, explore::Control control) const;
  [[nodiscard]] bool pays(const Label& label, explore::Control control) const;

  [[nodiscard]] static std::string_view word_of(Action action);
  [[nodiscard]] std::int64_t mode(std::uint32_t cpu, explore::Control control) const;
  [[nodiscard]] Standing standing(std::uint32_t process, explore::Control control) const;
  [[nodiscard]] explore::Position position(const Standing& standing) const;
  /// Where its process stands after a step of a trap or an instruction.
  [[nodiscard]] Standing after(const Step& step, Standing at) const;
  [[nodiscard]] std::uint32_t running(std::uint32_t cpu, explore::Control control) const {
    return control.positions[cpus_place_ + cpu] % process_count();
  }
  [[nodiscard]] std::uint32_t process_count() const {
    return static_cast<std::uint32_t>(program_.processes.size());
  }
  [[nodiscard]] std::uint32_t machine_count() const {
    return static_cast<std::uint32_t>(program_.machines.size());
  }
  [[nodiscard]] bool native() const { return options_.run == RunOn::machine; }
  [[nodiscard]] bool booted(std::uint32_t machine, explore::Control control) const {
    return control.positions[boots_place_ + machine] == kBooted;
  }

  static constexpr explore::Position kBooted = 2;

  Trace trace_;
  VmmOptions options_;
  FaultBudgets budgets_;
  VmmProgram program_;
  std::uint32_t attempts_ = 1;
  std::uint32_t cpus_place_ = 0;
  std::uint32_t boots_place_ = 0;
  std::uint32_t spent_place_ = 0;  ///< where there is a budget for switches
  std::uint32_t places_ = 0;

  explore::Layout layout_;
  std::vector<explore::Field> tlb_;     ///< by mapping: its CPU's TLB has it
  std::vector<explore::Field> second_;  ///< by mapping: the monitor's software TLB has it
  std::vector<std::vector<explore::Field>>
      queue_;                           ///< by CPU: 1 + mapping, the oldest first; where entries are replaced
  std::vector<explore::Field> memory_;  ///< by frame
  std::vector<explore::Field> served_;  ///< by VM: system calls so far
  std::vector<std::vector<explore::Field>> loads_;  ///< by process; tracked
  std::vector<std::vector<explore::Field>> calls_;  ///< by process; tracked
  std::vector<explore::Field> entries_;             ///< by process: monitor entries; tracked
  std::vector<explore::Field> foreign_;  ///< by process: has reached a frame that is not its VM's; tracked
  std::vector<VmmObservable> observables_;
  std::vector<std::string> actor_names_;
  std::vector<Label> labels_;
};

}  // namespace braid::models
