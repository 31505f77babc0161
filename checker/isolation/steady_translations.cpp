#include "braid/checker/isolation/steady_translations.h"

#include <fmt/format.h>

namespace braid::isolation {
namespace {

constexpr unsigned kPageBits = 12;

}  // namespace

void SteadyTranslations::see(const Event& event, const Names& names) {
  Machine& machine = machines_[event.machine];
  if (event.is("trap") || event.is("return") || event.is("reset")) {
    machine.pages.clear();
    machine.user = event.is("return") && event.text("mode") == "user";
    if (machine.user) ++stays_;
    return;
  }
  if (!machine.user) return;
  if (event.is("tlb-fill") && event.text("kind") == "mapped") fill(machine, event, names);
  if (event.is("tlb-miss")) miss(machine, event, names);
}

void SteadyTranslations::fill(Machine& machine, const Event& event, const Names& names) {
  const auto address = event.address("address");
  const auto frame = event.number("guest_frame");
  if (!address || !frame) return;
  ++translations_;
  const Translation now{*frame, event.truth("writable"), event.place};
  const auto [page, first] = machine.pages.try_emplace(*address >> kPageBits, now);
  if (first) return;
  ++compared_;
  const Translation before = page->second;
  page->second = now;
  if (before.frame != now.frame) {
    log_.breach(
        fmt::format("the page of {:#x} is guest frame {:#x} ({}), although it was {:#x} ({}) and no "
                    "kernel ran in between",
                    *address, now.frame, names.text(now.place), before.frame, names.text(before.place)),
        now.place);
  } else if (before.writable != now.writable) {
    log_.breach(fmt::format("the page of {:#x} is {} ({}), although it was {} ({}) and no kernel ran in "
                            "between",
                            *address, now.writable ? "writable" : "read-only", names.text(now.place),
                            before.writable ? "writable" : "read-only", names.text(before.place)),
                now.place);
  }
}

void SteadyTranslations::miss(Machine& machine, const Event& event, const Names& names) {
  const auto address = event.address("address");
  if (!address) return;
  const auto page = machine.pages.find(*address >> kPageBits);
  if (page == machine.pages.end()) return;
  ++compared_;
  const std::string_view kind = event.text("kind");
  const Translation before = page->second;
  // What may only be read is clean for a store.
  if (kind == "clean" && !before.writable) return;
  log_.breach(
      fmt::format("the page of {:#x} is {} ({}), although it was {} ({}) and no kernel ran in between",
                  *address, kind, names.text(event.place), before.writable ? "writable" : "readable",
                  names.text(before.place)),
      event.place);
}

PartVerdict SteadyTranslations::finish() {
  return log_.finish(
      {{"times in user mode", stays_},
       {"translations then", translations_},
       {"compared with an earlier one", compared_}},
      compared_ == 0 ? "no page of a guest's own TLB is looked up twice between two traps" : "");
}

}  // namespace braid::isolation
