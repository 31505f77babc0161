#include "braid/tracer/recording/guest_host.h"

namespace braid::recording {
namespace {

constexpr unsigned kPageBits = 12;

}  // namespace

std::vector<std::uint64_t> GuestHost::take(const GuestMoment& moment) {
  Machine& machine = machines_[moment.actor];
  std::vector<std::uint64_t> guest_frames;
  switch (moment.effect) {
    case Effect::access:
      map(machine, moment);
      break;
    case Effect::unmap:
      for (const GuestMoment::Range& range : moment.ranges) {
        auto frame = machine.frames.lower_bound(range.first);
        while (frame != machine.frames.end() && frame->first - range.first < range.frames)
          frame = machine.frames.erase(frame);
      }
      break;
    case Effect::shadow:
      if (moment.shadow.level == 1) machine.taken = moment.shadow;
      break;
    case Effect::zap:
      return zap(machine, moment.shadow);
    case Effect::zap_all:
      for (const auto& [address, guest_frame] : machine.entries) guest_frames.push_back(guest_frame);
      machine.entries.clear();
      machine.pages.clear();
      machine.taken.reset();
      break;
    case Effect::translation:
    case Effect::system_call:
    case Effect::change:
    case Effect::none:
      break;
  }
  return guest_frames;
}

void GuestHost::map(Machine& machine, const GuestMoment& moment) {
  if (!moment.guest_frame || !moment.machine_frame) return;
  machine.frames[*moment.guest_frame] = *moment.machine_frame;
  if (!moment.entry_address || moment.level != 1) return;
  machine.entries[*moment.entry_address] = *moment.guest_frame;
  machine.pages.try_emplace(*moment.entry_address >> kPageBits, machine.taken);
}

std::vector<std::uint64_t> GuestHost::zap(Machine& machine, const ShadowPage& shadow) {
  std::vector<std::uint64_t> guest_frames;
  for (auto page = machine.pages.begin(); page != machine.pages.end();) {
    if (page->second != shadow) {
      ++page;
      continue;
    }
    auto entry = machine.entries.lower_bound(page->first << kPageBits);
    while (entry != machine.entries.end() && entry->first >> kPageBits == page->first) {
      guest_frames.push_back(entry->second);
      entry = machine.entries.erase(entry);
    }
    page = machine.pages.erase(page);
  }
  return guest_frames;
}

std::optional<std::uint64_t> GuestHost::frame(const std::string& machine, std::uint64_t guest_frame) const {
  const auto found = machines_.find(machine);
  if (found == machines_.end()) return std::nullopt;
  const auto frame = found->second.frames.find(guest_frame);
  if (frame == found->second.frames.end()) return std::nullopt;
  return frame->second;
}

}  // namespace braid::recording
