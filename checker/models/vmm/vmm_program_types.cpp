// What entries of page tables allow, which pages become page tables, and what devices write.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/vmm/vmm_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

constexpr const char* kAskTheMonitor =
    "write `updates=hypercall`: guests then ask the monitor to change their page tables";

}  // namespace

void VmmProgram::take_permissions(const Trace& trace, const VmmOptions& options) {
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      lowers = lowers || event.operation == Operation::lower;
      if (event.operation != Operation::readonly && event.operation != Operation::writable) continue;
      if (!options.asked()) {
        throw InputError(trace.source, event.position,
                         fmt::format("nobody sees to it that a page is {}", name_of(event.operation)),
                         kAskTheMonitor, trace.text);
      }
      permits = true;
      restricts = true;
    }
  }
}

void VmmProgram::require_entry(const Trace& trace, const Actor& actor, const Event& event,
                               const VmmInstruction& instruction) const {
  const bool permits_now = event.operation == Operation::writable;
  if (instruction.valid && instruction.writable != permits_now) return;
  throw InputError(
      trace.source, event.position,
      fmt::format("{} has no page 0x{:x} that it could make {}", quote(actor.name), page_of(event.address),
                  permits_now ? "writable" : "read-only"),
      "its `space` statement lists its pages; a page is writable, unless it says `=readonly`, and "
      "`readonly` and `writable` change that in turn",
      trace.text);
}

std::optional<std::uint32_t> VmmProgram::take_lower(const Trace& trace, const Event& event,
                                                    std::uint32_t machine, const VmmOptions& options) const {
  const auto refuse = [&](std::string cause, const char* accepted) {
    throw InputError(trace.source, event.position, std::move(cause), accepted, trace.text);
  };
  if (!options.asked()) refuse("nobody checks the lower table", kAskTheMonitor);
  const std::optional<std::uint32_t> page = physical_page(machine, event.page);
  if (!page) {
    refuse(fmt::format("VM {} has no physical page {}", quote(machines[machine]), event.page),
           "its `vm` statement lists every physical page");
  }
  const bool pins = std::any_of(trace.tasks.begin(), trace.tasks.end(), [&](const MonitorTask& task) {
    return std::any_of(task.items.begin(), task.items.end(), [&](const WorkItem& item) {
      return item.work == Work::pin && item.page == PhysicalPage{machines[machine], event.page};
    });
  });
  if (!pins) refuse("no task makes the page a page table", "write `task NAME: pin VM.PAGE`");
  return page;
}

void VmmProgram::take_types(const Trace& trace, const VmmOptions& options) {
  pinned.assign(physical_pages.size(), false);
  std::vector<std::int64_t> written(machines.size(), kNothing);
  for (std::size_t task = 0; task < tasks.size(); ++task) {
    for (WorkPart& part : tasks[task].parts) {
      const bool types = part.step == WorkStep::take_type || part.step == WorkStep::check;
      if (types && !options.asked()) {
        throw InputError(trace.source, trace.tasks[task].items[part.item].position,
                         "the monitor does not know who can write the page", kAskTheMonitor, trace.text);
      }
      if (part.step == WorkStep::take_type) pinned[part.page] = true;
      if (part.step != WorkStep::drive) continue;
      if (written[part.machine] == kNothing) {
        written[part.machine] = static_cast<std::int64_t>(contents.size());
        contents.push_back({fmt::format("{}.device", machines[part.machine]), part.machine});
      }
      part.content = written[part.machine];
    }
  }
}

}  // namespace braid::models
