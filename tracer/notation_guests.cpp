#include "braid/tracer/notation_guests.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "braid/tracer/notation_numbers.h"
#include "braid/tracer/notation_words.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kMachineForm = "write `machine frames=NUMBER [cpus=NUMBER] [tlb=NUMBER]`";
constexpr std::string_view kVmForm =
    "write `vm NAME: PAGE->FRAME, PAGE->FRAME, ...`; FRAME is a number, NUMBER=zero, NUMBER=large, or `none`";
constexpr std::string_view kSpaceForm =
    "write `space VM.PROCESS: PAGE->PAGE, PAGE->PAGE, ...`; the second PAGE is a number, or NUMBER=readonly";
constexpr std::string_view kProcessForm =
    "write `process VM.PROCESS [on CPU]: INSTRUCTION, INSTRUCTION, ...`";
constexpr std::string_view kInstructionForms =
    "an instruction is `load ADDRESS`, `store ADDRESS`, `clear ADDRESS`, `unmap ADDRESS [of VM.PROCESS]`, "
    "`map ADDRESS [of VM.PROCESS]`, `request ADDRESS`, `atomic ADDRESS`, `move CPU`, `readonly ADDRESS`, "
    "`writable ADDRESS`, `lower PAGE`, `syscall`, "
    "`privileged`, `idle`, `setreg`, `getreg`, `forge` or `peek`";

constexpr std::uint64_t kGreatestAddress = 0xFFFFFFFF;
constexpr std::uint64_t kGreatestPage = 0xFFFFF;
constexpr std::uint64_t kMostFrames = 0x100000;
constexpr std::uint64_t kMostCpus = 64;

/// `PAGE->PAGE, ...` to the end of the statement; of a pmap, also `PAGE->none`, `PAGE->FRAME=zero` and
/// `PAGE->FRAME=large`.
std::vector<PageMapping> take_table(Lexer& lexer, std::string_view to, std::string_view form,
                                    std::uint64_t greatest, bool pmap = false) {
  std::vector<PageMapping> table;
  std::unordered_map<std::uint32_t, std::size_t> lines;
  while (true) {
    const SourcePosition position = lexer.peek().position;
    PageMapping entry;
    entry.position = position;
    entry.from = take_number(lexer, "the number of a page", form, 0, kGreatestPage);
    const auto [earlier, is_new] = lines.try_emplace(entry.from, position.line);
    if (!is_new) {
      lexer.fail(position, fmt::format("page {} has an entry already", entry.from),
                 fmt::format("the first is in line {}", earlier->second));
    }
    lexer.expect(Kind::arrow, "`->`", form);
    entry.absent = pmap && lexer.peek().kind == Kind::word && lexer.peek().text == "none";
    if (entry.absent) {
      lexer.take();
    } else {
      entry.to = take_number(lexer, to, form, 0, greatest);
    }
    if (pmap && !entry.absent && lexer.peek().kind == Kind::equals) {
      lexer.take();
      const Token word = lexer.expect(Kind::word, "`zero` or `large`", form);
      entry.zeroed = word.text == "zero";
      entry.large = word.text == "large";
      if (!entry.zeroed && !entry.large)
        lexer.fail(word.position, fmt::format("{} is neither `zero` nor `large`", quote(word.text)), form);
    }
    if (!pmap && lexer.peek().kind == Kind::equals) {
      lexer.take();
      const Token word = lexer.expect(Kind::word, "`readonly`", form);
      if (word.text != "readonly")
        lexer.fail(word.position, "a page can be read, and written unless it is `readonly`", form);
      entry.readonly = true;
    }
    table.push_back(entry);
    if (lexer.peek().kind == Kind::end) return table;
    lexer.expect(Kind::comma, "`,` or the end of the statement", form);
  }
}

void require_cpus(const Lexer& lexer, const Actor& actor, std::uint32_t cpus) {
  for (const Event& event : actor.events) {
    if (event.operation != Operation::move || event.address < cpus) continue;
    lexer.fail(event.position, fmt::format("the machine has no CPU {}", event.address),
               fmt::format("its CPUs are 0 to {}", cpus - 1));
  }
}

Event take_instruction(Lexer& lexer) {
  const Token word = lexer.expect(Kind::word, "an instruction", kInstructionForms);
  std::vector<std::string_view> known;
  for (const Operation operation : kInstructions) {
    known.push_back(name_of(operation));
    if (name_of(operation) != word.text) continue;
    Event event;
    event.operation = operation;
    event.position = word.position;
    if (has_address(operation)) {
      event.address =
          take_number(lexer, "an address", fmt::format("write `{} ADDRESS`", word.text), 0, kGreatestAddress);
    }
    if (changes_table(operation) && lexer.peek().kind == Kind::word && lexer.peek().text == "of") {
      lexer.take();
      event.space = lexer
                        .expect(Kind::word, "the name of a process",
                                fmt::format("write `{} ADDRESS of VM.PROCESS`", word.text))
                        .text;
    }
    if (operation == Operation::map && lexer.peek().kind == Kind::word && lexer.peek().text == "to") {
      lexer.take();
      event.renames = true;
      event.page = take_number(lexer, "the number of a physical page", "write `map ADDRESS to PAGE`", 0,
                               kGreatestPage);
    }
    if (operation == Operation::move)
      event.address = take_number(lexer, "the number of a CPU", "write `move CPU`", 0, kMostCpus - 1);
    if (operation == Operation::lower)
      event.page =
          take_number(lexer, "the number of a physical page", "write `lower PAGE`", 0, kGreatestPage);
    return event;
  }
  const std::string meant = did_you_mean(word.text, known);
  lexer.fail(word.position, fmt::format("unknown instruction {}", quote(word.text)),
             fmt::format("{}{}{}", meant, meant.empty() ? "" : " ", kInstructionForms));
}

/// Whose page table an instruction changes.
void require_space(const Lexer& lexer, const Trace& trace, const Actor& actor, const Event& event) {
  if (event.space.empty()) return;
  const auto of = std::find_if(trace.actors.begin(), trace.actors.end(),
                               [&](const Actor& candidate) { return candidate.name == event.space; });
  if (of == trace.actors.end())
    lexer.fail(event.position, fmt::format("process {} is not declared", quote(event.space)), kProcessForm);
  if (client_of(*of) == client_of(actor)) return;
  lexer.fail(event.position, fmt::format("{} is a process of another virtual machine", quote(event.space)),
             fmt::format("a guest system changes page tables of its own, {}'s", quote(client_of(actor))));
}

}  // namespace

bool Guests::parse(const Token& keyword, Lexer& lexer, Trace& trace) {
  if (keyword.text == "machine") {
    parse_machine(keyword, lexer, trace);
  } else if (keyword.text == "vm") {
    parse_vm(lexer, trace);
  } else if (keyword.text == "space") {
    parse_space(lexer, trace);
  } else if (keyword.text == "process") {
    parse_process(lexer, trace);
  } else if (keyword.text == "task") {
    tasks_.parse(lexer, trace);
  } else {
    return false;
  }
  return true;
}

void Guests::parse_machine(const Token& keyword, Lexer& lexer, Trace& trace) {
  if (trace.machine) {
    lexer.fail(keyword.position, "a second `machine` statement",
               fmt::format("the first is in line {}; a trace has at most one", trace.machine->position.line));
  }
  Machine machine;
  machine.position = keyword.position;
  Positions given;
  do {
    const Token name = lexer.expect(Kind::word, "`frames`, `cpus` or `tlb`", kMachineForm);
    declare(lexer, "size", name, given);
    lexer.expect(Kind::equals, fmt::format("`=` after {}", quote(name.text)), kMachineForm);
    if (name.text == "frames") {
      machine.frames = take_number(lexer, "the number of frames", kMachineForm, 1, kMostFrames);
    } else if (name.text == "cpus") {
      machine.cpus = take_number(lexer, "the number of CPUs", kMachineForm, 1, kMostCpus);
    } else if (name.text == "tlb") {
      machine.tlb = take_number(lexer, "the number of a TLB's entries", kMachineForm, 1, kMostFrames);
    } else {
      lexer.fail(name.position, fmt::format("expected `frames`, `cpus` or `tlb`, found {}", quote(name.text)),
                 kMachineForm);
    }
  } while (lexer.peek().kind != Kind::end);
  if (machine.frames == 0) lexer.fail(keyword.position, "the machine has no frames", kMachineForm);
  trace.machine = machine;
}

void Guests::parse_vm(Lexer& lexer, Trace& trace) {
  const Token name = lexer.expect_name("the name of a virtual machine", kVmForm);
  declare(lexer, "vm", name, machines_);
  lexer.expect(Kind::colon, fmt::format("`:` after vm {}", quote(name.text)), kVmForm);
  trace.machines.push_back({std::string(name.text),
                            take_table(lexer, "the number of a frame", kVmForm, kMostFrames - 1, true),
                            name.position});
}

Token Guests::take_process(Lexer& lexer, std::string_view form, Positions& same, std::string_view cause) {
  const Token name = lexer.expect(Kind::word, "the name of a process", form);
  if (!is_process_name(name.text)) {
    lexer.fail(name.position, fmt::format("{} is not the name of a process", quote(name.text)), form);
  }
  const auto [earlier, is_new] = same.try_emplace(name.text, name.position);
  if (!is_new) {
    lexer.fail(name.position, fmt::format("{} {}", quote(name.text), cause),
               fmt::format("the first time is in line {}", earlier->second.line));
  }
  return name;
}

void Guests::parse_space(Lexer& lexer, Trace& trace) {
  const Token name = take_process(lexer, kSpaceForm, spaces_, "has a page table already");
  lexer.expect(Kind::colon, fmt::format("`:` after {}", quote(name.text)), kSpaceForm);
  trace.spaces.push_back({std::string(name.text),
                          take_table(lexer, "the number of a physical page", kSpaceForm, kGreatestPage),
                          name.position});
}

void Guests::parse_process(Lexer& lexer, Trace& trace) {
  const Token name = take_process(lexer, kProcessForm, processes_, "is declared twice");
  named_machines_.try_emplace(name.text.substr(0, name.text.find('.')), name.position);
  Actor actor;
  actor.name = name.text;
  actor.guest = true;
  if (lexer.peek().kind == Kind::word && lexer.peek().text == "on") {
    lexer.take();
    actor.cpu = take_number(lexer, "the number of a CPU", kProcessForm, 0, kMostCpus - 1);
  }
  lexer.expect(Kind::colon, fmt::format("`:` after {}", quote(name.text)), kProcessForm);
  while (lexer.peek().kind != Kind::end) {
    actor.events.push_back(take_instruction(lexer));
    if (lexer.peek().kind == Kind::end) break;
    const Token comma = lexer.expect(Kind::comma, "`,` or the end of the statement", kProcessForm);
    if (lexer.peek().kind == Kind::end) {
      lexer.fail(comma.position, "no instruction follows this comma",
                 "remove the comma or add an instruction");
    }
  }
  trace.actors.push_back(std::move(actor));
}

void Guests::finish(const Lexer& lexer, const Trace& trace) const {
  for (const auto& [name, position] : named_machines_) {
    if (!machines_.contains(name))
      lexer.fail(position, fmt::format("vm {} is not declared", quote(name)), kVmForm);
  }
  for (const auto& [name, position] : spaces_) {
    if (!processes_.contains(name))
      lexer.fail(position, fmt::format("process {} is not declared", quote(name)), kProcessForm);
  }
  for (const Actor& actor : trace.actors) {
    if (actor.guest == trace.actors.front().guest) continue;
    lexer.fail(trace.system_position, "the trace has clients and processes of virtual machines",
               "a trace has either");
  }
  const std::uint32_t cpus = trace.machine ? trace.machine->cpus : 1;
  for (const Actor& actor : trace.actors) {
    if (!actor.guest || actor.cpu < cpus) continue;
    lexer.fail(processes_.at(actor.name), fmt::format("the machine has no CPU {}", actor.cpu),
               fmt::format("its CPUs are 0 to {}", cpus - 1));
  }
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) require_space(lexer, trace, actor, event);
  }
  for (const Actor& actor : trace.actors) require_cpus(lexer, actor, cpus);
  tasks_.finish(lexer, trace);
}

}  // namespace braid::notation
