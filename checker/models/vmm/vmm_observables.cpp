#include "braid/checker/models/vmm/vmm_observables.h"

#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm_owner.h"

namespace braid::models {
namespace {

using Kind = VmmObservable::Kind;
using explore::Observable;
using explore::ValueType;

std::string virtual_page_name(std::uint32_t page) {
  return fmt::format("page{:x}", page);
}

class ObservableLister {
 public:
  explicit ObservableLister(const VmmProgram& program) : program_(program) {}

  std::vector<VmmObservable> list() {
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) list_process(process);
    for (std::uint32_t page = 0; page < program_.physical_pages.size(); ++page) list_page(page);
    for (std::uint32_t frame = 0; frame < program_.frames; ++frame) list_frame(frame);
    for (std::uint32_t cpu = 0; cpu < program_.cpus; ++cpu) list_cpu(cpu);
    for (std::uint32_t machine = 0; machine < program_.machines.size(); ++machine) {
      add(boolean(program_.machines[machine] + ".booted", "the guest's trap handlers are known"),
          Kind::booted, machine);
    }
    for (std::uint32_t task = 0; task < program_.tasks.size(); ++task) {
      const std::string& name = program_.tasks[task].name;
      add(frame_number("uses." + name, "the frame that the task has looked up, and may still use"),
          Kind::uses, task);
      add(frame_number("walks." + name,
                       "the page table of a large entry that the task has walked to, and may still write"),
          Kind::walks, task);
      add(frame_number("device." + name, "the frame that the task's device has in its table"), Kind::device,
          task);
    }
    return std::move(all_);
  }

 private:
  static Observable boolean(std::string name, std::string meaning) {
    return {std::move(name), ValueType::boolean, 0, 1, false, std::move(meaning)};
  }
  [[nodiscard]] Observable content(std::string name, bool optional, std::string meaning) const {
    Observable observable{std::move(name),
                          ValueType::content,
                          optional ? -1 : 0,
                          static_cast<std::int64_t>(program_.contents.size()) - 1,
                          false,
                          std::move(meaning)};
    observable.optional = optional;
    return observable;
  }
  [[nodiscard]] Observable owner(std::string name, std::string meaning) const {
    const auto first = static_cast<std::int64_t>(program_.contents.size());
    const auto last = first + kVmmFirstMachine + static_cast<std::int64_t>(program_.machines.size()) - 1;
    return {std::move(name), ValueType::content, first, last, false, std::move(meaning)};
  }
  [[nodiscard]] Observable frame_number(std::string name, std::string meaning) const {
    Observable observable{
        std::move(name), ValueType::integer, -1, static_cast<std::int64_t>(program_.frames) - 1,
        false,           std::move(meaning)};
    observable.optional = true;
    return observable;
  }
  void add(Observable observable, Kind kind, std::uint32_t who, std::uint32_t what = 0,
           bool history = false) {
    observable.history = history;
    all_.push_back({std::move(observable), kind, who, what});
  }

  void list_process(std::uint32_t number) {
    const VmmProcess& process = program_.processes[number];
    for (std::uint32_t load = 0; load < process.loads.size(); ++load) {
      add(content(fmt::format("{}.load{}", process.name, load + 1), true,
                  "what the process's load, or getreg, returned, or what request was served"),
          Kind::load, number, load, true);
    }
    std::int64_t calls = 0;
    for (const VmmProcess& other : program_.processes)
      calls += other.machine == process.machine ? static_cast<std::int64_t>(other.calls.size()) : 0;
    for (std::uint32_t call = 0; call < process.calls.size(); ++call) {
      Observable observable{fmt::format("{}.call{}", process.name, call + 1),
                            ValueType::integer,
                            -1,
                            calls,
                            false,
                            "what the system call returned: how many the guest had done, this one included"};
      observable.optional = true;
      add(std::move(observable), Kind::call, number, call, true);
    }
    add(boolean(process.name + ".killed", "the guest has ended the process"), Kind::killed, number);
    add({process.name + ".entries", ValueType::integer, 0, program_.most_entries(number), false,
         "how often the monitor has got control because of the process"},
        Kind::entries, number, 0, true);
    add({process.name + ".steps", ValueType::integer, 0, kMostTrapSteps, false,
         "how many steps the monitor has taken since the process trapped last, counted up to 15"},
        Kind::steps, number, 0, true);
    add(boolean(process.name + ".foreign", "the process has reached a frame that its VM does not own"),
        Kind::foreign, number, 0, true);
    add(boolean(process.name + ".residue", "the process has read what another VM has left in a frame"),
        Kind::residue, number, 0, true);
    add(boolean(process.name + ".misread",
                "the process has read something else than what its VM stored last in the physical page"),
        Kind::misread, number, 0, true);
    add(boolean(process.name + ".misdirected",
                "another VM's handler got the process's trap, or another process's return came to it"),
        Kind::misdirected, number, 0, true);
    add(boolean(process.name + ".leaked", "the process has read what another VM left in the register"),
        Kind::leaked, number, 0, true);
    add(boolean(process.name + ".overreached",
                "the process has written a page that its guest lets it only read"),
        Kind::overreached, number, 0, true);
    add(boolean(process.name + ".stale", "the process has used a translation that its guest had taken away"),
        Kind::stale, number, 0, true);
    add(boolean(process.name + ".unchecked",
                "the monitor has used another request of the process than the one that it had checked"),
        Kind::unchecked, number, 0, true);
    add(boolean(process.name + ".peeked", "the process has read its guest system's own memory"), Kind::peeked,
        number, 0, true);
    add(boolean(process.name + ".misplaced",
                "an update of the process's page table has gone to another page than its lower table"),
        Kind::misplaced, number, 0, true);
    add(boolean(process.name + ".elevated", "the process runs in kernel mode"), Kind::elevated, number);
    for (std::uint32_t page = 0; page < program_.pages.size(); ++page) {
      const std::string of = fmt::format("{}.{}", process.name, virtual_page_name(program_.pages[page]));
      add(frame_number("frame." + of, "the frame that the TLB of the process's CPU has for the page"),
          Kind::cached, number, page);
      add(boolean("writable." + of, "that entry lets the process write"), Kind::writable, number, page);
      add(frame_number("software_tlb." + of, "the frame that the monitor's software TLB has for the page"),
          Kind::second, number, page);
      add(frame_number("shadow." + of, "the frame that the monitor's shadow page table has for the page"),
          Kind::shadow, number, page);
      add(boolean("table." + of, "the guest's page table has the page"), Kind::present, number, page);
    }
    add(owner("machine." + process.name, "the process's VM"), Kind::machine, number);
  }

  void list_page(std::uint32_t number) {
    const std::string of = program_.page_name(number);
    add(frame_number("pmap." + of, "the frame of the physical page"), Kind::page, number);
    add(content("disk." + of, true, "what the disk has of the physical page"), Kind::disk, number);
    add(boolean("dirty." + of, "the physical page may have been written since it was sent"), Kind::dirty,
        number);
    add(boolean("sending." + of, "a task has begun to send the physical page, and has not sent it yet"),
        Kind::sending, number);
    add(content("sent." + of, true, "what was sent last of the physical page"), Kind::sent, number);
    std::int64_t entries = 0;
    for (const VmmMapping& mapping : program_.mappings) entries += mapping.physical == number ? 1 : 0;
    add({"writers." + of, ValueType::integer, 0, entries, false,
         "where a task pins the page: how many entries of page tables let their process write it"},
        Kind::writers, number);
    add(boolean("page_table." + of, "the physical page is a page table"), Kind::table, number);
    add(boolean("connected." + of, "a device, which has its table, can write the physical page"),
        Kind::connected, number);
    add(boolean("tampered." + of, "a process or a device has written the page when it was a page table"),
        Kind::tampered, number, 0, true);
  }

  void list_frame(std::uint32_t number) {
    const std::string& of = program_.frame_names[number];
    add(content("memory." + of, false, "what the frame holds: a physical page's first contents, or a store"),
        Kind::memory, number);
    add(owner("owner." + of, "whose the frame is: a VM's, shared by several, the monitor's, or free"),
        Kind::owner, number);
    add({"number." + of, ValueType::integer, number, number, false, "the frame's number"}, Kind::number,
        number);
  }

  void list_cpu(std::uint32_t cpu) {
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
      add(boolean(fmt::format("runs.cpu{}.{}", cpu, program_.processes[process].name),
                  "the CPU runs the process"),
          Kind::runs, cpu, process);
    }
    add(frame_number(fmt::format("root.cpu{}", cpu),
                     "the frame of the shadow page table that the CPU has loaded, where those take frames"),
        Kind::root, cpu);
    add({fmt::format("mode.cpu{}", cpu), ValueType::integer, 0, 2, false,
         "0 user, 1 guest kernel, 2 monitor (natively the kernel)"},
        Kind::mode, cpu);
    for (std::uint32_t machine = 0; machine < program_.machines.size(); ++machine) {
      add(boolean(fmt::format("kernel_memory.cpu{}.{}", cpu, program_.machines[machine]),
                  "without a supervisor mode: the guest system's memory can be reached in user mode"),
          Kind::kernel_memory, cpu, machine);
    }
  }

  const VmmProgram& program_;
  std::vector<VmmObservable> all_;
};

}  // namespace

std::vector<VmmObservable> vmm_observables(const VmmProgram& program) {
  return ObservableLister(program).list();
}

std::vector<std::string> vmm_contents(const VmmProgram& program) {
  std::vector<std::string> contents;
  for (const VmmContent& content : program.contents) contents.push_back(content.name);
  for (const char* owner : {"free", "monitor", "shared"}) contents.emplace_back(owner);
  for (const std::string& machine : program.machines) contents.push_back(machine);
  return contents;
}

std::vector<explore::EventKind> vmm_event_kinds() {
  return {{"load", {1}, "a process has loaded"},
          {"store", {1}, "a process has stored"},
          {"call", {1}, "the guest has done a process's system call"},
          {"enter", {1}, "the monitor has got control because of a process"},
          {"kill", {1}, "the guest has ended a process"},
          {"switch", {1}, "a CPU has gone over to a process"},
          {"trap", {1}, "a process has trapped"},
          {"zero", {5}, "a physical page has been zeroed, by the monitor or by its guest"},
          {"idle", {1}, "a process has idled while others of its CPU could have run"}};
}

std::vector<explore::NameSet> vmm_sets(const VmmProgram& program) {
  std::vector<explore::NameSet> sets{{"machines", program.machines},
                                     {"processes", {}},
                                     {"pages", {}},
                                     {"frames", program.frame_names},
                                     {"cpus", {}},
                                     {"physical", {}},
                                     {"tasks", {}}};
  for (const VmmProcess& process : program.processes) sets[1].members.push_back(process.name);
  for (const std::uint32_t page : program.pages) sets[2].members.push_back(virtual_page_name(page));
  for (std::uint32_t cpu = 0; cpu < program.cpus; ++cpu) sets[4].members.push_back(fmt::format("cpu{}", cpu));
  for (std::uint32_t page = 0; page < program.physical_pages.size(); ++page)
    sets[5].members.push_back(program.page_name(page));
  for (const VmmTask& task : program.tasks) sets[6].members.push_back(task.name);
  return sets;
}

}  // namespace braid::models
