// The programs of processes, compiled.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/checker/models/vmm/vmm_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

/// Natively there is no monitor to ask, and an instruction that it would emulate is a store.
Operation operation_of(const Trace& trace, const VmmOptions& options, const Event& event) {
  if (options.run == RunOn::monitor) return event.operation;
  if (event.operation == Operation::request) {
    throw InputError(trace.source, event.position, "a native run has no monitor that takes requests",
                     "leave the instruction out", trace.text);
  }
  return event.operation == Operation::atomic ? Operation::store : event.operation;
}

/// The monitor takes requests from, and writes for a process, what the process itself could read and write.
void require_page_to_ask(const Trace& trace, const Actor& actor, const Event& event, bool valid) {
  if (valid || !asks_monitor(event.operation)) return;
  throw InputError(
      trace.source, event.position,
      fmt::format("{} has no page 0x{:x} that it could ask its monitor about", quote(actor.name),
                  page_of(event.address)),
      "name one that its `space` statement lists, that it has not unmapped, and for an atomic one "
      "that it may write",
      trace.text);
}

}  // namespace

void VmmProgram::compile(const Trace& trace, std::uint32_t number, const VmmOptions& options) {
  const Actor& actor = trace.actors[number];
  VmmProcess process;
  process.name = actor.name;
  process.machine = machine_of(trace, number);
  process.cpu = actor.cpu;
  process.last_cpu = actor.cpu;
  std::uint32_t stores = 0;
  std::uint32_t entries = 0;
  std::optional<std::uint32_t> lower;
  std::vector<std::uint32_t> unmapped;
  std::vector<bool> changed(mappings.size(), false);
  std::vector<bool> writable(mappings.size(), true);
  for (std::size_t mapping = 0; mapping < mappings.size(); ++mapping)
    writable[mapping] = !mappings[mapping].readonly;
  for (const Event& event : actor.events) {
    VmmInstruction instruction;
    instruction.operation = operation_of(trace, options, event);
    instruction.address = event.address;
    instruction.cpu = process.last_cpu;
    if (event.operation == Operation::move) {
      process.last_cpu = instruction.to = event.address;
      moves = true;
    }
    instruction.accesses = is_memory_access(instruction.operation) &&
                           !(event.operation == Operation::clear && options.clears == WhoClears::monitor);
    if (event.operation == Operation::clear) instruction.content = kZero;
    if (has_address(event.operation)) {
      instruction.page = index_of_page(page_of(event.address));
      const std::uint32_t of = event.space.empty() ? number : process_called(trace, event.space);
      instruction.mapping = mapping_of(of, instruction.page);
      if (event.renames) instruction.names = physical_page(process.machine, event.page);
      const auto gone = std::find(unmapped.begin(), unmapped.end(), instruction.page);
      instruction.valid = instruction.mapping && gone == unmapped.end();
      instruction.edited = instruction.mapping && mappings[*instruction.mapping].edited;
      if (instruction.mapping) {
        instruction.writable = writable[*instruction.mapping];
        instruction.lingers = is_write(instruction.operation) && changed[*instruction.mapping];
      }
      instruction.refused = instruction.mapping && is_write(instruction.operation) && !instruction.writable;
      const bool readonly = instruction.mapping && !instruction.writable;
      require_page_to_ask(trace, actor, event,
                          instruction.valid && !(event.operation == Operation::atomic && readonly));
      if (event.operation == Operation::unmap && of == number) unmapped.push_back(instruction.page);
      if (event.operation == Operation::map && gone != unmapped.end()) unmapped.erase(gone);
      if (event.operation == Operation::readonly || event.operation == Operation::writable) {
        require_entry(trace, actor, event, instruction);
        writable[*instruction.mapping] = event.operation == Operation::writable;
        changed[*instruction.mapping] = true;
      }
    }
    if (event.operation == Operation::lower) lower = take_lower(trace, event, process.machine, options);
    instruction.lower = lower;
    if (event.operation == Operation::load || event.operation == Operation::getreg ||
        event.operation == Operation::request) {
      instruction.number = static_cast<std::uint32_t>(process.loads.size());
      process.loads.push_back(static_cast<std::uint32_t>(process.instructions.size()));
    }
    if (is_call(event.operation) && !updates_table(event.operation)) {
      instruction.number = static_cast<std::uint32_t>(process.calls.size());
      process.calls.push_back(static_cast<std::uint32_t>(process.instructions.size()));
    }
    if (event.operation == Operation::store || event.operation == Operation::atomic ||
        event.operation == Operation::setreg) {
      instruction.content = static_cast<std::int64_t>(contents.size());
      contents.push_back({fmt::format("{}#{}", actor.name, ++stores), process.machine});
    }
    if (lower && has_address(event.operation) && updates_table(event.operation)) {
      instruction.content = static_cast<std::int64_t>(contents.size());
      contents.push_back({fmt::format("{}.entry{}", actor.name, ++entries), process.machine});
    }
    updates = updates || (options.asked() && updates_table(event.operation));
    asks = asks || asks_monitor(instruction.operation);
    unmaps = unmaps || (!options.asked() && event.operation == Operation::unmap);
    registers = registers || event.operation == Operation::setreg || event.operation == Operation::getreg;
    process.instructions.push_back(instruction);
  }
  processes.push_back(std::move(process));
}

}  // namespace braid::models
