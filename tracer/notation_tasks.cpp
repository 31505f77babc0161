#include "braid/tracer/notation_tasks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "braid/tracer/notation_numbers.h"
#include "braid/tracer/quote.h"

namespace braid::notation {
namespace {

using Kind = Token::Kind;

constexpr std::string_view kTaskForm = "write `task NAME [on CPU]: WORK, WORK, ...`";
constexpr std::string_view kWorkForms =
    "its work is `reclaim VM.PAGE`, `balloon VM.PAGE`, `give VM.PAGE`, `migrate VM.PAGE`, `share VM.PAGE "
    "VM.PAGE`, `protect VM.PAGE`, `send VM.PAGE`, `age VM.PAGE`, `zap VM.PAGE`, `pin VM.PAGE`, `build "
    "VM.PAGE`, `join VM.PAGE`, `post VM.PAGE`, `grant "
    "VM.PAGE VM.PAGE`, `transfer VM.PAGE VM.PAGE`, "
    "`attach VM.PAGE` or `destroy VM`";
constexpr std::uint64_t kGreatestPage = 0xFFFFF;
constexpr std::uint64_t kMostCpus = 64;

PhysicalPage take_page(Lexer& lexer, std::string_view form) {
  const Token word = lexer.expect(Kind::word, "a physical page", form);
  const std::size_t dot = word.text.find('.');
  if (dot == std::string_view::npos) {
    lexer.fail(word.position, fmt::format("{} is not a physical page", quote(word.text)),
               "one is a VM and a number, `v0.3`");
  }
  return {std::string(word.text.substr(0, dot)), number_of(lexer, word.text.substr(dot + 1), word.position,
                                                           "the number of a page", 0, kGreatestPage)};
}

WorkItem take_work(Lexer& lexer) {
  const Token word = lexer.expect(Kind::word, "the monitor's work", kWorkForms);
  std::vector<std::string_view> known;
  for (std::uint32_t number = 0; number < kWorks; ++number) {
    WorkItem item;
    item.work = static_cast<Work>(number);
    item.position = word.position;
    known.push_back(name_of(item.work));
    if (name_of(item.work) != word.text) continue;
    if (item.work == Work::destroy) {
      item.page.machine = lexer.expect_name("the name of a virtual machine", "write `destroy VM`").text;
      return item;
    }
    const bool two = has_two_pages(item.work);
    const std::string form = fmt::format("write `{} VM.PAGE{}`", word.text, two ? " VM.PAGE" : "");
    item.page = take_page(lexer, form);
    if (!two) return item;
    item.other = take_page(lexer, form);
    if (item.page == item.other) lexer.fail(word.position, "the two pages are one", "name two pages");
    return item;
  }
  const std::string meant = did_you_mean(word.text, known);
  lexer.fail(word.position, fmt::format("unknown work {}", quote(word.text)),
             fmt::format("{}{}{}", meant, meant.empty() ? "" : " ", kWorkForms));
}

void require_page(const Lexer& lexer, const Trace& trace, const WorkItem& item, const PhysicalPage& page) {
  const auto machine =
      std::find_if(trace.machines.begin(), trace.machines.end(),
                   [&](const VirtualMachine& candidate) { return candidate.name == page.machine; });
  if (machine == trace.machines.end()) {
    lexer.fail(item.position, fmt::format("vm {} is not declared", quote(page.machine)),
               "write `vm NAME: PAGE->FRAME, PAGE->FRAME, ...`");
  }
  if (item.work == Work::destroy) return;
  const bool known = std::any_of(machine->pmap.begin(), machine->pmap.end(),
                                 [&](const PageMapping& entry) { return entry.from == page.number; });
  if (!known) {
    lexer.fail(item.position, fmt::format("VM {} has no physical page {}", quote(page.machine), page.number),
               "its `vm` statement lists every physical page");
  }
}

}  // namespace

void Tasks::parse(Lexer& lexer, Trace& trace) {
  const Token name = lexer.expect_name("the name of a task", kTaskForm);
  declare(lexer, "task", name, names_);
  MonitorTask task;
  task.name = name.text;
  task.position = name.position;
  if (lexer.peek().kind == Kind::word && lexer.peek().text == "on") {
    lexer.take();
    task.cpu = take_number(lexer, "the number of a CPU", kTaskForm, 0, kMostCpus - 1);
  }
  lexer.expect(Kind::colon, fmt::format("`:` after {}", quote(name.text)), kTaskForm);
  while (true) {
    task.items.push_back(take_work(lexer));
    if (lexer.peek().kind == Kind::end) break;
    lexer.expect(Kind::comma, "`,` or the end of the statement", kTaskForm);
  }
  trace.tasks.push_back(std::move(task));
}

void Tasks::finish(const Lexer& lexer, const Trace& trace) const {
  const std::uint32_t cpus = trace.machine ? trace.machine->cpus : 1;
  for (const MonitorTask& task : trace.tasks) {
    if (task.cpu >= cpus) {
      lexer.fail(task.position, fmt::format("the machine has no CPU {}", task.cpu),
                 fmt::format("its CPUs are 0 to {}", cpus - 1));
    }
    const auto same = std::find_if(trace.machines.begin(), trace.machines.end(),
                                   [&](const VirtualMachine& machine) { return machine.name == task.name; });
    if (same != trace.machines.end() || task.name == "monitor" || task.name == "hardware") {
      lexer.fail(task.position, fmt::format("{} is the name of another actor", quote(task.name)),
                 "give the task a name of its own");
    }
    for (const WorkItem& item : task.items) {
      require_page(lexer, trace, item, item.page);
      if (has_two_pages(item.work)) require_page(lexer, trace, item, item.other);
    }
  }
}

}  // namespace braid::notation
