#include "braid/checker/report/observed_values.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/report/number_text.h"

namespace braid::report {

std::string outcome_text(const models::System& system, const std::vector<explore::ObservableId>& by,
                         const explore::OutcomeKey& key, std::size_t most) {
  if (key.ending == explore::Ending::error) return "error";
  if (key.ending == explore::Ending::blocked) {
    std::string waiting;
    for (const std::uint32_t actor : key.waiting) {
      waiting += (waiting.empty() ? "" : ", ") + system.actor_name(actor);
    }
    return fmt::format("blocked ({} wait{})", waiting, key.waiting.size() == 1 ? "s" : "");
  }
  if (by.empty()) return "every end";
  std::string text;
  const explore::Signature& signature = system.signature();
  const std::size_t shown = std::min(by.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text += "; ";
    text += signature.observables[by[i]].name + "=" + signature.show(by[i], key.values[i]);
  }
  if (shown < by.size()) text += fmt::format("; and {} more", by.size() - shown);
  return text;
}

std::string_view name_of(explore::Ending ending) {
  switch (ending) {
    case explore::Ending::blocked:
      return "blocked";
    case explore::Ending::final:
      return "final";
    case explore::Ending::error:
      return "error";
  }
  return "?";
}

std::string size_text(const Trace& trace) {
  if (trace.machine) {
    return fmt::format("{}: {}, {}, {}, {}", trace.system,
                       counted(std::uint64_t{trace.machine->cpus}, "CPU", "CPUs"),
                       counted(std::uint64_t{trace.machines.size()}, "VM", "VMs"),
                       counted(std::uint64_t{trace.actors.size()}, "process", "processes"),
                       counted(std::uint64_t{trace.event_count()}, "instruction", "instructions"));
  }
  return fmt::format("{}: {}, {}, {}", trace.system,
                     counted(std::uint64_t{trace.actors.size()}, "client", "clients"),
                     counted(std::uint64_t{trace.files.size()}, "file", "files"),
                     counted(std::uint64_t{trace.event_count()}, "step", "steps"));
}

std::string fault_text(const Trace& trace) {
  std::string text;
  for (const FaultBudget& fault : trace.faults) {
    if (fault.limit == 0) continue;
    text += fmt::format("{}{}<={}", text.empty() ? "" : " ", fault.name, fault.limit);
  }
  return text;
}

}  // namespace braid::report
