// A virtual machine monitor, its guests and the machine (OSTEP appendix B): system calls and TLB misses, step
// by step, and the monitor's own work. README.md in the folder above describes states, steps, options and
// observables.
//
// Control. A position for each process (its instruction, the attempt at it, the stage of the trap under way),
// one for each CPU (how often it has gone over to another process, and whom it runs), one for each VM (its
// boot), and, where there is a budget, the number of machine switches that it paid for. Where pmaps change,
// one for each task (the part of its work), one for everybody who asks for shootdowns (tasks and processes:
// the latest request), and for each of them and each CPU the latest request that the CPU has carried out.
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
#include "braid/checker/models/vmm/vmm_action.h"
#include "braid/checker/models/vmm/vmm_fields.h"
#include "braid/checker/models/vmm/vmm_observables.h"
#include "braid/checker/models/vmm/vmm_options.h"
#include "braid/checker/models/vmm/vmm_program.h"
#include "braid/checker/models/vmm/vmm_stage.h"
#include "braid/tracer/trace.h"

namespace braid::models {

class Vmm {
 public:
  using Action = VmmAction;

  struct Step : explore::StepBase {
    Action action = Action::execute;
    std::uint32_t process = 0;
    std::uint32_t cpu = 0;
    const VmmInstruction* instruction = nullptr;
    std::uint32_t machine = 0;
    std::uint32_t page = 0;               ///< physical
    std::uint32_t other = kWholeMachine;  ///< a second one
    std::uint32_t task = 0;
    const WorkPart* part = nullptr;
    bool busy = false;                    ///< somebody else works on the page
    bool astray = false;                  ///< the trap goes to the handler of the VM that the CPU runs now
    bool in_guest = false;                ///< the process that the CPU goes over to is in its guest system
    bool alone = false;                   ///< no other process of the CPU could run
    std::uint32_t idler = kWholeMachine;  ///< the process whose idling lets the CPU go over
    bool elsewhere = false;               ///< zap: the entry names another page now
    bool dying = false;                   ///< the VM is being destroyed, and gets no frames
    bool looks = false;                   ///< the monitor looks for a page in the guest's page table itself
    bool stamps = false;                  ///< it has read the clock of flushes before
    std::uint64_t placing = 0;            ///< processes about to install what they have looked up of the page
  };

  /// Throws InputError if the trace is not one for this model. O(events).
  [[nodiscard]] static explore::Signature signature(const Trace& trace);
  /// The model in which the history observables among `tracked` are part of the state. Throws likewise.
  Vmm(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  // The model concept.
  [[nodiscard]] std::uint32_t actor_count() const { return static_cast<std::uint32_t>(actor_names_.size()); }
  [[nodiscard]] std::uint32_t label_count() const { return static_cast<std::uint32_t>(labels_.size()); }
  [[nodiscard]] const explore::Layout& layout() const { return fields_.layout; }
  [[nodiscard]] explore::OwnedControl initial() const;
  template <class S>
  void initialize(S& state) const {
    write_initial(state);
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
  template <class S>
  friend class VmmKernelState;

  struct Label {
    std::uint32_t actor = 0;
    Action action = Action::execute;
    std::uint32_t process = 0;  ///< boot, record: the VM; work: the task; flush: who asks
    std::uint32_t cpu = 0;
  };
  using Standing = VmmStanding;
  /// From which part on a task has a VM dying.
  struct End {
    std::uint32_t task = 0;
    std::uint32_t part = 0;
    std::uint32_t machine = 0;
  };

  // Defined, and instantiated for every width of states, in vmm_kernels.cpp.
  template <class S>
  void write_initial(S& state) const;
  template <class S>
  explore::Branch take(const Step& step, S& state) const;

  void list_labels();
  void list_guest_labels(std::uint32_t first_guest);
  void list_monitor_labels(std::uint32_t monitor);
  void list_leaving_labels(std::uint32_t actor);
  void list_work_labels(std::uint32_t first_cpu);
  [[nodiscard]] bool prepare(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_process(const Standing& standing, Step& step) const;
  [[nodiscard]] bool prepare_request(const Standing& standing, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_memory(const Standing& standing, explore::Control control, Step& step) const;
  /// Whether the monitor, at a trap of the process, may take the CPU's present VM for the one that trapped.
  [[nodiscard]] bool goes_astray(const Step& step, explore::Control control) const;
  [[nodiscard]] bool prepare_cpu(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool may_leave(const Step& step, explore::Control control) const;
  [[nodiscard]] bool has_left(std::uint32_t cpu, explore::Control control) const;
  [[nodiscard]] std::uint32_t leaving(std::uint32_t cpu, explore::Control control) const;
  void move_cpu(explore::Control control, const Step& step, std::span<explore::Position> positions) const;
  [[nodiscard]] bool prepare_switch(const Step& step, explore::Control control) const;
  [[nodiscard]] bool prepare_work(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_skip(const Label& label, explore::Control control, Step& step) const;
  [[nodiscard]] bool prepare_flush(const Label& label, explore::Control control, Step& step) const;
  /// Whether a process idles, and the monitor knows it.
  [[nodiscard]] bool gives_up(std::uint32_t process, explore::Control control) const;
  [[nodiscard]] bool alone(std::uint32_t process, explore::Control control) const;
  [[nodiscard]] bool pays(std::uint32_t cpu, explore::Control control) const;
  /// Where the process is now.
  [[nodiscard]] std::uint32_t cpu_of(std::uint32_t process, explore::Control control) const;

  [[nodiscard]] static std::string_view word_of(Action action);
  [[nodiscard]] std::int64_t mode(std::uint32_t cpu, explore::Control control) const;
  [[nodiscard]] Standing standing(std::uint32_t process, explore::Control control) const;
  [[nodiscard]] explore::Position position(const Standing& standing) const;
  /// Where its process stands after a step of a trap or an instruction.
  [[nodiscard]] Standing after(const Step& step, explore::Branch branch, Standing at) const;
  [[nodiscard]] Standing after_table_call(const Step& step, Standing at) const;
  [[nodiscard]] static Standing after_table_write(const Step& step, Standing at);
  [[nodiscard]] bool stores_for_process(const Step& step, explore::Branch branch) const;
  /// Whether the monitor does in a step of its own what it is asked for.
  [[nodiscard]] bool serves_later(const VmmInstruction& instruction) const;
  [[nodiscard]] Standing after_request(const Step& step, explore::Branch branch, Standing at) const;
  [[nodiscard]] Standing after_memory(const Step& step, explore::Branch branch, Standing at) const;
  void move_task(const Step& step, explore::Branch branch, std::span<explore::Position> positions) const;
  /// Enters a request for a shootdown of the step's pages.
  void request(std::uint32_t asker, explore::Position number, const Step& step,
               std::span<explore::Position> positions) const;

  [[nodiscard]] explore::Reading reading_of_process(const VmmObservable& observed,
                                                    explore::Control control) const;
  [[nodiscard]] explore::Reading reading_of_entry(const VmmObservable& observed,
                                                  explore::Control control) const;
  [[nodiscard]] explore::Reading reading_of_table(const VmmObservable& observed,
                                                  explore::Control control) const;
  [[nodiscard]] explore::Reading reading_of_memory(const VmmObservable& observed) const;
  void list_executed(const Step& step, std::vector<explore::EventInstance>& events) const;
  [[nodiscard]] std::string idler_text(const Step& step) const;
  [[nodiscard]] std::string of_other_text(const Step& step) const;
  [[nodiscard]] std::string_view found_text(explore::Branch branch) const;
  [[nodiscard]] std::string describe_table(const Step& step) const;
  [[nodiscard]] std::string describe_found(const Step& step, const std::string& page) const;
  [[nodiscard]] std::string describe_installed(const Step& step, const std::string& page) const;
  [[nodiscard]] std::string describe_emulation(const Step& step) const;
  [[nodiscard]] std::string describe_request(const Step& step, explore::Branch branch) const;
  [[nodiscard]] explore::Reading reading_of_type(const VmmObservable& observed,
                                                 explore::Control control) const;
  [[nodiscard]] bool has_device(std::uint32_t page, explore::Control control) const;
  [[nodiscard]] std::string describe_memory(const Step& step, explore::Branch branch) const;
  [[nodiscard]] std::string root_text(const WorkPart& part) const;
  [[nodiscard]] std::string describe_work(const Step& step, explore::Branch branch) const;
  [[nodiscard]] std::string describe_use(const Step& step, explore::Branch branch) const;
  [[nodiscard]] std::string describe_type(const Step& step, explore::Branch branch) const;
  [[nodiscard]] std::string describe_asking(const Step& step) const;
  [[nodiscard]] std::string describe_update(const Step& step, explore::Branch branch) const;
  [[nodiscard]] std::string page_text(std::uint32_t page) const;

  /// Whether the guest system has control, for a process at this stage.
  [[nodiscard]] static bool in_guest(VmmStage stage) {
    return stage == VmmStage::handling || stage == VmmStage::emulated || stage == VmmStage::updated;
  }
  /// Whether the monitor finds the page in the guest's page table, which it has checked.
  [[nodiscard]] bool looks(const VmmInstruction& instruction) const {
    return options_.asked() && instruction.accesses && instruction.valid && !instruction.refused;
  }
  /// Whether it reads the clock of flushes a step before an entry goes.
  [[nodiscard]] bool stamps(const VmmInstruction& instruction) const {
    const bool goes =
        instruction.operation == Operation::unmap || instruction.operation == Operation::readonly;
    return options_.stamp == FlushStamps::late && goes && instruction.valid && instruction.writable &&
           program_.pinned[program_.mappings[*instruction.mapping].physical];
  }
  [[nodiscard]] std::uint32_t running(std::uint32_t cpu, explore::Control control) const {
    return control.positions[cpus_place_ + cpu] % process_count();
  }
  [[nodiscard]] std::uint32_t process_count() const {
    return static_cast<std::uint32_t>(program_.processes.size());
  }
  [[nodiscard]] std::uint32_t machine_count() const {
    return static_cast<std::uint32_t>(program_.machines.size());
  }
  [[nodiscard]] std::uint32_t task_count() const { return static_cast<std::uint32_t>(program_.tasks.size()); }
  [[nodiscard]] bool native() const { return options_.run == RunOn::machine; }
  [[nodiscard]] bool booted(std::uint32_t machine, explore::Control control) const {
    return control.positions[boots_place_ + machine] == kBooted;
  }
  /// Whether the VM is being destroyed.
  [[nodiscard]] bool dying(std::uint32_t machine, explore::Control control) const;
  /// Whether the process will not run any more.
  [[nodiscard]] bool stopped(std::uint32_t process, explore::Control control) const {
    return standing(process, control).ended || dying(program_.processes[process].machine, control);
  }
  [[nodiscard]] bool needs_cpu(std::uint32_t process, explore::Control control) const;
  /// Whether the task has done all its work.
  [[nodiscard]] bool finished(std::uint32_t task, explore::Control control) const {
    return control.positions[tasks_place_ + task] >= program_.tasks[task].parts.size();
  }
  [[nodiscard]] bool prepare_renaming(explore::Control control, Step& step) const;
  [[nodiscard]] std::uint32_t named(std::uint32_t mapping, explore::Control control) const;
  /// The physical page that the instruction's entry names now.
  [[nodiscard]] std::uint32_t physical_of(const VmmInstruction& instruction, explore::Control control) const {
    return program_.mappings[named(*instruction.mapping, control)].physical;
  }
  /// Whether the process, in the monitor, works on a page as a task does.
  [[nodiscard]] bool works_on(std::uint32_t process, std::uint32_t page, explore::Control control) const;
  /// Whether anybody but a process or a task works on the page.
  [[nodiscard]] bool busy(std::uint32_t page, explore::Control control, std::uint32_t but_process,
                          std::uint32_t but_task) const;
  /// Whether a task sends the page.
  [[nodiscard]] bool sending(std::uint32_t page, explore::Control control) const;
  /// Whether another task changes the pmap's entry of the page.
  [[nodiscard]] bool aging(std::uint32_t page, explore::Control control, std::uint32_t but_task) const;
  [[nodiscard]] std::uint64_t placing(std::uint32_t page, std::uint32_t other,
                                      explore::Control control) const;
  /// Who asks for shootdowns: tasks, then processes.
  [[nodiscard]] std::uint32_t askers() const {
    return program_.changes ? task_count() + (program_.protects ? process_count() : 0) : 0;
  }
  [[nodiscard]] bool carried_out(std::uint32_t asker, std::uint32_t cpu, explore::Control control) const {
    return control.positions[done_place_ + asker * program_.cpus + cpu] >=
           control.positions[asked_place_ + asker];
  }
  [[nodiscard]] bool carried_out(std::uint32_t asker, explore::Control control) const;

  static constexpr explore::Position kBooted = 2;
  static constexpr explore::Position kLeavingPhases = 3;

  Trace trace_;
  VmmOptions options_;
  FaultBudgets budgets_;
  VmmProgram program_;
  std::uint32_t cpus_place_ = 0;
  std::uint32_t boots_place_ = 0;
  std::uint32_t spent_place_ = 0;  ///< where there is a budget for switches
  std::uint32_t tasks_place_ = 0;
  std::uint32_t asked_place_ = 0;    ///< by asker: the latest request
  std::uint32_t done_place_ = 0;     ///< by asker, by CPU: the latest that it has carried out
  std::uint32_t leaving_place_ = 0;  ///< by CPU, where it goes over in several steps
  std::uint32_t places_ = 0;
  std::vector<End> ends_;
  std::vector<std::vector<bool>>
      holds_;  ///< by physical page, by CPU: a process there may have it in the TLB

  std::vector<VmmObservable> observables_;
  VmmFields fields_;
  std::vector<std::string> actor_names_;
  std::uint32_t first_task_actor_ = 0;
  std::vector<Label> labels_;
};

}  // namespace braid::models
