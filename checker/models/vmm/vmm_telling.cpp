// The virtual machine monitor's steps in words, and as events.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {
namespace {

std::string instruction_text(const VmmInstruction& instruction) {
  if (has_address(instruction.operation))
    return fmt::format("{} 0x{:08x}", name_of(instruction.operation), instruction.address);
  switch (instruction.operation) {
    case Operation::lower:
      return "system call for another lower table";
    case Operation::syscall:
      return "system call";
    case Operation::privileged:
      return "privileged instruction";
    case Operation::move:
      return fmt::format("moves to cpu{}", instruction.to);
    case Operation::setreg:
      return "writes the register";
    case Operation::getreg:
      return "reads the register";
    case Operation::forge:
      return "system call of a guest that will forge its return";
    case Operation::peek:
      return "load from the guest system's memory";
    default:
      return std::string(name_of(instruction.operation));
  }
}

}  // namespace

/// Why a CPU goes over for free.
std::string Vmm::idler_text(const Step& step) const {
  if (step.idler == kWholeMachine) return "";
  const std::string& name = program_.processes[step.idler].name;
  return fmt::format("{} {}; ", name, options_.idle == IdleCpu::yields ? "yields" : "idles");
}

/// Whose page table an instruction changes, if not its process's.
std::string Vmm::of_other_text(const Step& step) const {
  const VmmInstruction& instruction = *step.instruction;
  if (!instruction.mapping || program_.mappings[*instruction.mapping].process == step.process) return "";
  return " of " + program_.processes[program_.mappings[*instruction.mapping].process].name;
}

/// Where the hardware finds a translation.
std::string_view Vmm::found_text(explore::Branch branch) const {
  if (branch != vmm_branch::kWalked) return ": TLB hit";
  return native() ? ": the hardware finds it in the page table"
                  : ": the hardware finds it in the shadow page table";
}

std::string Vmm::label_name(std::uint32_t label) const {
  const Label& of = labels_[label];
  const std::string& actor = actor_names_[of.actor];
  switch (of.action) {
    case Action::boot:
      return fmt::format("{} boots", actor);
    case Action::record:
      return fmt::format("{} records {}'s handlers", actor, program_.machines[of.process]);
    case Action::execute:
      return fmt::format("{} executes", actor);
    case Action::miss:
      return fmt::format("{} misses the TLB", actor);
    case Action::call:
      return fmt::format("{} calls its system", actor);
    case Action::protection:
      return fmt::format("{} faults", actor);
    case Action::work:
      return fmt::format("{} goes on", actor);
    case Action::skip:
      return fmt::format("{} skips a table", actor);
    case Action::flush: {
      const bool task = of.process < task_count();
      return fmt::format(
          "{} flushes for {}", actor,
          task ? program_.tasks[of.process].name : program_.processes[of.process - task_count()].name);
    }
    case Action::forbidden:
      return fmt::format("{} is privileged", actor);
    case Action::ask:
      return fmt::format("{} asks its monitor", actor);
    case Action::resume:
      return fmt::format("{} resumes", actor);
    case Action::flush_early:
      return fmt::format("{} lets cpu{} leave", actor, of.cpu);
    case Action::drop_root:
      return fmt::format("{} gives back a shadow page table of cpu{}", actor, of.cpu);
    case Action::touch:
      return fmt::format("{} takes an interrupt on cpu{}", actor, of.cpu);
    case Action::go_over:
      return program_.moves
                 ? fmt::format("{} lets a CPU run {}", actor, program_.processes[of.process].name)
                 : fmt::format("{} lets cpu{} run {}", actor, of.cpu, program_.processes[of.process].name);
    default:
      return fmt::format("{} {} {}", actor, word_of(of.action), program_.processes[of.process].name);
  }
}

std::string_view Vmm::word_of(Action action) {
  switch (action) {
    case Action::enter:
      return "traps";
    case Action::dispatch:
      return "reflects the trap of";
    case Action::refill:
      return "refills the TLB of";
    case Action::handle_miss:
      return "handles the miss of";
    case Action::punish:
      return "ends";
    case Action::handle_call:
      return "handles the call of";
    case Action::emulate:
      return "emulates the write of";
    case Action::store_entry:
      return "writes the table for";
    case Action::drop_entry:
      return "drops from the TLB for";
    case Action::install:
      return "installs an entry for";
    case Action::invalidate:
      return "drops an entry for";
    case Action::read_clock:
      return "reads the clock for";
    case Action::update:
      return "updates an entry for";
    case Action::look_up:
      return "looks up a frame for";
    case Action::sequence:
      return "reads the sequence number for";
    case Action::allocate:
      return "takes a frame for";
    case Action::fill:
      return "fills the frame for";
    case Action::map:
      return "maps the frame for";
    case Action::attend:
      return "attends to";
    case Action::serve:
      return "serves";
    case Action::place:
      return "places the entry for";
    case Action::unshare:
      return "handles the write fault of";
    case Action::read_shadow:
      return "reads the shadow entry of";
    case Action::swap:
      return "makes the shadow entry writable for";
    case Action::copy:
      return "copies the page for";
    case Action::remap:
      return "maps the copy for";
    case Action::settle:
      return "goes back to";
    case Action::return_miss:
      return "returns to";
    case Action::give_back:
      return "gives the CPU back to";
    default:
      return "returns to";
  }
}

std::string Vmm::describe(explore::Control control, const Step& step, explore::Branch branch) const {
  const auto page = [&] { return fmt::format("{:05x}", program_.pages[step.instruction->page]); };
  const bool memory = step.instruction != nullptr && step.instruction->accesses;
  switch (step.action) {
    case Action::boot:
      return native() ? "boots: installs its trap handlers"
                      : "boots: tries to install its trap handlers (privileged): trap";
    case Action::record:
      return fmt::format("notes where {}'s trap handlers are; returns to it",
                         program_.machines[step.machine]);
    case Action::execute:
      if (step.instruction->operation == Operation::move && options_.at_arrival == ArrivalTlb::flushed)
        return instruction_text(*step.instruction) + ", which drops what its TLB has of the process";
      if (step.instruction->operation == Operation::clear && !memory)
        return fmt::format("{}: left to the monitor", instruction_text(*step.instruction));
      return fmt::format("{}{}{}", memory && standing(step.process, control).attempt > 0 ? "retries " : "",
                         instruction_text(*step.instruction), memory ? found_text(branch) : "");
    case Action::miss:
      return fmt::format("{}: {}: trap", instruction_text(*step.instruction),
                         options_.walks() ? "page fault" : "TLB miss");
    case Action::call:
      if (step.instruction->operation == Operation::idle) return "yields its CPU: trap";
      [[fallthrough]];
    case Action::forbidden:
    case Action::ask:
      return fmt::format("{}{}: trap", instruction_text(*step.instruction), of_other_text(step));
    case Action::enter:
      return "kernel mode; jumps to the trap handler";
    case Action::dispatch:
      if (step.astray) {
        const std::uint32_t now = program_.processes[running(step.cpu, control)].machine;
        return fmt::format("calls the handler of {}, which the CPU runs now, for {}'s trap",
                           program_.machines[now], program_.processes[step.process].name);
      }
      return memory ? fmt::format("calls the guest's {} handler, at reduced privilege",
                                  options_.walks() ? "page fault" : "TLB miss")
                    : "calls the guest's trap handler, at reduced privilege";
    case Action::refill:
      return fmt::format("finds page 0x{} in its software TLB: installs its entry; returns", page());
    case Action::handle_call:
      if (options_.asked() && updates_table(step.instruction->operation)) return describe_asking(step);
      if (changes_table(step.instruction->operation)) return describe_table(step);
      if (step.instruction->operation == Operation::forge)
        return "handles the system call; tries to return from the trap, in kernel mode: trap";
      return native() ? "handles the system call; returns from the trap"
                      : "handles the system call; tries to return from the trap: trap";
    case Action::handle_miss:
    case Action::punish:
    case Action::emulate:
    case Action::store_entry:
    case Action::drop_entry:
    case Action::invalidate:
    case Action::install:
      return describe_table(step);
    case Action::read_clock:
      return "reads the clock of flushes";
    case Action::update:
      return describe_update(step, branch);
    case Action::return_miss:
      return "tries to return from the trap: trap";
    case Action::give_back:
      if (branch == vmm_branch::kAstray)
        return "returns from the trap, to where another process's trap came from";
      if (step.instruction->operation == Operation::idle) return "finds nobody else to run; returns";
      return step.instruction->operation == Operation::forge && options_.mode == ReturnMode::believed
                 ? "returns from the trap, in the mode that the guest has asked for: kernel mode"
                 : "returns from the trap, to user mode";
    case Action::leave:
      return "user mode; jumps to behind the trap";
    case Action::resume:
      return "goes on behind the system call";
    case Action::flush_early:
      return fmt::format("flushes cpu{}'s TLB; is about to load another page table", step.cpu);
    case Action::drop_root:
      return options_.roots == ShadowRoots::early
                 ? fmt::format("gives back the frame of {}'s shadow page table, which cpu{} still has loaded",
                               program_.processes[step.process].name, step.cpu)
                 : fmt::format("gives back the frame of the shadow page table that cpu{} has left", step.cpu);
    case Action::touch:
      return fmt::format(
          "takes an interrupt, which uses page 0x{:05x} of {}: the hardware fills the TLB again",
          program_.pages[program_.mappings[step.other].page], program_.processes[step.process].name);
    case Action::go_over:
      return fmt::format("{}lets cpu{} run {}{}{}", idler_text(step), step.cpu,
                         program_.processes[step.process].name,
                         options_.takes_roots() ? "; loads its shadow page table" : "",
                         options_.at_switch == SwitchTlb::flushed ? "; flushes its TLB" : "");
    case Action::protection:
      return fmt::format("{}: its entry is read-only: trap", instruction_text(*step.instruction));
    case Action::attend:
    case Action::serve:
      return describe_request(step, branch);
    case Action::work:
      return describe_work(step, branch);
    case Action::skip:
      return fmt::format("lets others in; goes on behind the shadow page table of {}", root_text(*step.part));
    case Action::flush:
      if (branch == vmm_branch::kSpared)
        return fmt::format("has flushed its TLB since {} was stamped, and only acknowledges",
                           page_text(step.page));
      return fmt::format("flushes what its TLB has of {}{}, and acknowledges", page_text(step.page),
                         step.other == kWholeMachine ? "" : " and " + page_text(step.other));
    default:
      return describe_memory(step, branch);
  }
}

}  // namespace braid::models
