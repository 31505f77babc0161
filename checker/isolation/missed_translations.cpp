#include "braid/checker/isolation/missed_translations.h"

#include <fmt/format.h>

namespace braid::isolation {
namespace {

constexpr unsigned kPageBits = 12;

std::uint64_t page_of(std::uint64_t address) {
  return address >> kPageBits;
}

}  // namespace

void MissedTranslations::see(const Event& event, const Names& names) {
  Machine& machine = machines_[event.machine];
  if (machine.missed && !event.is("trap")) {
    log_.breach(fmt::format("the miss of {:#x} ({}) is followed by no trap, but by a {} ({})",
                            machine.missed->address, names.text(machine.missed->place),
                            event.record.operation, names.text(event.place)),
                machine.missed->place);
    machine.missed.reset();
  }
  if (event.is("tlb-fill") || event.is("tlb-miss")) retry(machine, event, names);
  if (event.is("tlb-miss")) miss(machine, event);
  if (event.is("trap")) trap(machine, event, names);
  if (!event.is("return")) return;
  machine.retried.reset();
  const auto handled = machine.handled.find(event.address("address").value_or(0));
  if (handled == machine.handled.end()) return;
  machine.retried = handled->second;
  machine.handled.erase(handled);
  ++returns_;
}

void MissedTranslations::miss(Machine& machine, const Event& event) {
  const auto address = event.address("address");
  if (!address) return;
  ++misses_;
  const std::string_view kind = event.text("kind");
  machine.missed = Miss{*address, kind == "missing", kind == "clean", Need::read, event.place};
}

void MissedTranslations::trap(Machine& machine, const Event& event, const Names& names) {
  machine.retried.reset();
  const auto target = event.address("return_address");
  if (!machine.missed) {
    // Whatever was to be executed again there waits for this trap's return now.
    if (target) machine.handled.erase(*target);
    return;
  }
  Miss miss = *machine.missed;
  machine.missed.reset();
  const std::string_view kind = event.text("kind");
  const std::uint64_t code = event.number("error_code").value_or(0);
  const bool of_tlb = kind == "TLB load" || kind == "TLB store" || kind == "TLB modify";
  const bool fits = of_tlb && (kind == "TLB modify") == miss.clean && ((code & 1U) != 0) == miss.missing &&
                    event.address("bad_address").value_or(miss.address) == miss.address;
  if (!fits) {
    log_.breach(
        fmt::format("the miss of {:#x} ({}) is followed by a trap that is not its own, of the kind {} "
                    "({})",
                    miss.address, names.text(miss.place), kind, names.text(event.place)),
        event.place);
    return;
  }
  miss.need = kind != "TLB load" ? Need::write : (code & 2U) != 0 ? Need::execute : Need::read;
  if (target) machine.handled[*target] = miss;
}

void MissedTranslations::retry(Machine& machine, const Event& event, const Names& names) {
  const auto address = event.address("address");
  if (!machine.retried || !address || page_of(*address) != page_of(machine.retried->address)) return;
  const Miss miss = *machine.retried;
  machine.retried.reset();
  if (event.is("tlb-miss")) {
    const bool same =
        (event.text("kind") == "missing") == miss.missing && (event.text("kind") == "clean") == miss.clean;
    ++(same ? again_ : further_);
    return;
  }
  const char* right = miss.need == Need::write     ? "writable"
                      : miss.need == Need::execute ? "executable"
                                                   : "readable";
  if (event.truth(right)) {
    ++hits_;
    return;
  }
  log_.breach(fmt::format("the page of {:#x}, whose miss ({}) was handled, is not {} when it is tried again "
                          "({})",
                          miss.address, names.text(miss.place), right, names.text(event.place)),
              event.place);
}

PartVerdict MissedTranslations::finish() {
  return log_.finish({{"misses", misses_},
                      {"returns to what missed", returns_},
                      {"hits then", hits_},
                      {"misses of another kind then", further_},
                      {"misses of the same kind then", again_}},
                     misses_ == 0 ? "no misses of a guest's own TLB are recorded" : "");
}

}  // namespace braid::isolation
