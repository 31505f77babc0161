#include "braid/checker/isolation/machine_ends.h"

#include <fmt/format.h>

namespace braid::isolation {

void MachineEnds::see(const Event& event, const Names& names) {
  Machine& machine = machines_[event.machine];
  const std::uint64_t thread = event.record.process.value_or(0);
  const auto page = [&] {
    return ShadowPage{event.number("guest_frame").value_or(0), event.number("level").value_or(0),
                      event.number("quadrant").value_or(0), event.text("access"), event.truth("direct")};
  };
  if (event.is("enter")) {
    machine.inside.insert(thread);
    machine.end.reset();
  } else if (event.is("exit")) {
    machine.inside.erase(thread);
  } else if (event.is("shadow")) {
    machine.pages.insert(page());
    machine.end.reset();
  } else if (event.is("zap") || event.is("zap-all")) {
    if (event.is("zap")) {
      machine.pages.erase(page());
    } else {
      machine.pages.clear();
    }
    if (!machine.end && machine.pages.empty() && machine.inside.empty()) machine.end = event.place;
  } else if (event.is("map") && machine.end) {
    log_.breach(fmt::format("machine frame {:#x} is mapped by {} ({}) after its end: its last shadow page "
                            "went before ({})",
                            event.number("machine_frame").value_or(0), names.machine(event.machine),
                            names.text(event.place), names.text(*machine.end)),
                event.place);
  }
}

PartVerdict MachineEnds::finish(const MappedEntries& entries, const Names& names) {
  std::uint64_t ended = 0;
  std::uint64_t left = 0;
  for (const auto& [number, machine] : machines_) {
    if (!machine.end) continue;
    ++ended;
    for (const Entry& entry : entries.entries_of(number)) {
      // What was mapped after the end has been told.
      if (entry.place.number > machine.end->number) continue;
      ++left;
      const std::string sentence = fmt::format(
          "machine frame {:#x}, mapped by {} ({}), is left after its end, when its last shadow "
          "page went ({})",
          entry.machine_frame, names.machine(number), names.text(entry.place), names.text(*machine.end));
      if (entry.doubtful) {
        log_.doubt(sentence + fmt::format(", unless {} took it away", names.text(*entry.doubtful)));
      } else {
        log_.breach(sentence, entry.place);
      }
    }
  }
  std::string nothing;
  if (ended == 0) nothing = "no machine gives its last shadow page back";
  if (entries.maps() == 0) nothing = "no entry of a page table maps a machine frame";
  return log_.finish({{"machines ended", ended},
                      {"entries left after an end", left},
                      {"entries of machines that go on", entries.size() - left}},
                     nothing);
}

}  // namespace braid::isolation
