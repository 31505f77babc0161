#include "braid/checker/isolation/mapped_entries.h"

#include <algorithm>

#include "braid/tracer/recording/access.h"

namespace braid::isolation {
namespace {

constexpr unsigned kPageBits = 12;

/// An entry of a nested table at a higher level maps memory if it has this bit (Intel SDM 3C, 29.3.2), else
/// another table.
constexpr std::uint64_t kLarge = 1U << 7U;

std::optional<EntryKey> key_of(const Event& event, std::uint64_t level) {
  if (const auto address = event.address("entry_address")) return EntryKey{event.machine, 0, *address};
  const auto frame = event.number("guest_frame");
  if (!frame) return std::nullopt;
  // Levels and address spaces are few.
  return EntryKey{event.machine, (event.number("address_space").value_or(0) << 3U) + level, *frame};
}

}  // namespace

std::optional<Change> MappedEntries::see(const Event& event) {
  if (event.is("map")) return enter(event);
  if (event.is("change-entry")) return make_writable(event);
  if (event.is("clear-entry")) clear(event);
  if (event.is("unmap")) unmap(event);
  if (event.is("zap")) zap(event);
  if (event.is("zap-all")) zap_all(event);
  if (event.is("shadow")) {
    const ShadowPage page = shadow_page(event);
    machines_[event.machine].last_taken[page.level] = page;
  }
  return std::nullopt;
}

MappedEntries::ShadowPage MappedEntries::shadow_page(const Event& event) {
  return {event.number("guest_frame").value_or(0), event.number("level").value_or(0),
          event.number("quadrant").value_or(0), std::string(event.text("access")), event.truth("direct")};
}

std::optional<Change> MappedEntries::enter(const Event& event) {
  const auto frame = event.number("machine_frame");
  const std::uint64_t level = event.number("level").value_or(1);
  const auto key = key_of(event, level);
  if (!frame || !key || level < 1 || level > kLevels) return std::nullopt;
  const bool nested = key->table != 0;
  if (nested && level > 1 && (event.address("entry").value_or(kLarge) & kLarge) == 0) return std::nullopt;
  ++maps_;
  const auto depth = static_cast<unsigned>(level);
  Entry entry{
      event.machine, depth,       event.number("guest_frame").value_or(0), *frame, event.truth("writable"),
      event.place,   std::nullopt};
  Machine& machine = machines_[event.machine];
  if (!nested) {
    const std::uint64_t page = key->address >> kPageBits;
    if (!machine.pages.contains(page)) {
      const auto taken = machine.last_taken.find(level);
      machine.pages[page] =
          taken == machine.last_taken.end() ? std::optional<ShadowPage>() : std::optional(taken->second);
      machine.levels[page] = level;
    }
  }
  drop(*key, Departure::replaced, event.place);
  bool again = false;
  by_frame_.for_each_overlap(*frame, frames_of_level(depth),
                             [&](const Claims& claims) { again |= has_claim(claims, event.machine); });
  Change change = change_of(entry, again);
  entries_.emplace(*key, entry);
  machine.by_guest_frame.at(entry.guest_frame, depth).insert(*key);
  by_frame_.at(*frame, depth).insert(claim_of(*key, entry));
  std::optional<Holder>& holder = holders_.at(*frame, depth);
  if (!holder) ++frames_;
  holder = Holder{event.machine, event.place, std::nullopt};
  return change;
}

std::optional<Change> MappedEntries::make_writable(const Event& event) {
  const auto frame = event.number("machine_frame");
  if (!frame || !event.truth("writable")) return std::nullopt;
  std::vector<EntryKey> keys;
  by_frame_.for_each_overlap(*frame, 1, [&](const Claims& claims) {
    for (auto claim = claims.lower_bound({event.machine, true, false, {}});
         claim != claims.end() && claim->machine == event.machine; ++claim)
      keys.push_back(claim->key);
  });
  for (const EntryKey& key : keys) {
    Entry& entry = entries_.at(key);
    Claims& claims = by_frame_.at(entry.machine_frame, entry.level);
    claims.erase(claim_of(key, entry));
    entry.writable = true;
    entry.place = event.place;
    claims.insert(claim_of(key, entry));
  }
  if (keys.empty()) return std::nullopt;
  return change_of(entries_.at(keys.front()), true);
}

bool MappedEntries::has_claim(const Claims& claims, std::uint32_t machine) {
  const auto claim = claims.lower_bound({machine, false, false, {}});
  return claim != claims.end() && claim->machine == machine;
}

MappedEntries::Claim MappedEntries::claim_of(const EntryKey& key, const Entry& entry) {
  return {key.machine, !entry.writable, entry.doubtful.has_value(), key};
}

Change MappedEntries::change_of(const Entry& entry, bool again) {
  Change change{entry, again, {}, {}};
  const std::uint64_t frames = frames_of_level(entry.level);
  std::map<std::uint32_t, Claim> strongest;
  by_frame_.for_each_overlap(entry.machine_frame, frames, [&](const Claims& claims) {
    for (auto claim = claims.begin(); claim != claims.end();
         claim = claims.lower_bound({claim->machine + 1, false, false, {}})) {
      const auto [found, added] = strongest.try_emplace(claim->machine, *claim);
      if (!added) found->second = std::min(found->second, *claim);
    }
  });
  for (const auto& [machine, claim] : strongest) {
    if (machine != entry.machine) change.others.push_back(entries_.at(claim.key));
  }
  holders_.for_each_overlap(entry.machine_frame, frames, [&](const std::optional<Holder>& holder) {
    if (holder && holder->machine != entry.machine && holder->released) change.formers.push_back(*holder);
  });
  return change;
}

void MappedEntries::clear(const Event& event) {
  const auto key = key_of(event, event.number("level").value_or(1));
  if (key) drop(*key, Departure::cleared, event.place);
}

void MappedEntries::unmap(const Event& event) {
  Machine& machine = machines_[event.machine];
  std::vector<EntryKey> keys;
  const auto take = [&](std::uint64_t first, std::uint64_t frames) {
    machine.by_guest_frame.for_each_overlap(first, frames, [&](const std::set<EntryKey>& found) {
      keys.insert(keys.end(), found.begin(), found.end());
    });
  };
  const auto frames = event.number("frames");
  const recording::Value* ranges = event.record.arguments.find("ranges");
  if (frames) {
    take(event.number("guest_frame").value_or(0), *frames);
  } else if (ranges != nullptr && ranges->list() != nullptr) {
    for (const recording::Value& range : *ranges->list()) {
      if (range.fields() == nullptr) continue;
      take(recording::natural_field(*range.fields(), "guest_frame").value_or(0),
           recording::natural_field(*range.fields(), "frames").value_or(0));
    }
  } else {
    for (auto entry = entries_.lower_bound({event.machine, 0, 0});
         entry != entries_.end() && entry->first.machine == event.machine; ++entry)
      doubt(entry, event.place);
  }
  for (const EntryKey& key : keys) drop(key, Departure::unmapped, event.place);
}

void MappedEntries::doubt(Entries::iterator entry, const Place& place) {
  if (entry->second.doubtful) return;
  Claims& claims = by_frame_.at(entry->second.machine_frame, entry->second.level);
  claims.erase(claim_of(entry->first, entry->second));
  entry->second.doubtful = place;
  claims.insert(claim_of(entry->first, entry->second));
}

void MappedEntries::zap(const Event& event) {
  Machine& machine = machines_[event.machine];
  const ShadowPage zapped = shadow_page(event);
  std::vector<std::uint64_t> pages;
  std::vector<std::uint64_t> unknown;
  for (const auto& [page, shadow] : machine.pages) {
    if (!shadow && machine.levels[page] == zapped.level) unknown.push_back(page);
    if (shadow == zapped) pages.push_back(page);
  }
  for (const std::uint64_t page : pages) drop_page(event.machine, page, event.place);
  if (const auto last = machine.last_taken.find(zapped.level);
      last != machine.last_taken.end() && last->second == zapped)
    machine.last_taken.erase(last);
  if (!pages.empty()) return;
  // A page that was taken before the recording began may be the one that goes.
  for (const std::uint64_t page : unknown) {
    for (auto entry = entries_.lower_bound({event.machine, 0, page << kPageBits});
         entry != entries_.end() && entry->first.machine == event.machine && entry->first.table == 0 &&
         entry->first.address >> kPageBits == page;
         ++entry)
      doubt(entry, event.place);
  }
}

void MappedEntries::drop_page(std::uint32_t machine, std::uint64_t page, const Place& place) {
  const EntryKey first{machine, 0, page << kPageBits};
  for (auto entry = entries_.lower_bound(first);
       entry != entries_.end() && entry->first.machine == machine && entry->first.table == 0 &&
       entry->first.address >> kPageBits == page;
       entry = entries_.lower_bound(first))
    drop(EntryKey(entry->first), Departure::zapped, place);
  machines_[machine].pages.erase(page);
  machines_[machine].levels.erase(page);
}

void MappedEntries::zap_all(const Event& event) {
  const EntryKey first{event.machine, 0, 0};
  for (auto entry = entries_.lower_bound(first);
       entry != entries_.end() && entry->first.machine == event.machine; entry = entries_.lower_bound(first))
    drop(EntryKey(entry->first), Departure::zapped, event.place);
  Machine& machine = machines_[event.machine];
  machine.pages.clear();
  machine.levels.clear();
  machine.last_taken.clear();
}

void MappedEntries::drop(const EntryKey& key, Departure how, const Place& place) {
  const auto found = entries_.find(key);
  if (found == entries_.end()) return;
  const Entry entry = found->second;
  entries_.erase(found);
  ++gone_[static_cast<std::size_t>(how)];
  machines_[key.machine].by_guest_frame.at(entry.guest_frame, entry.level).erase(key);
  Claims& claims = by_frame_.at(entry.machine_frame, entry.level);
  claims.erase(claim_of(key, entry));
  std::optional<Holder>& holder = holders_.at(entry.machine_frame, entry.level);
  const bool still = has_claim(claims, key.machine);
  if (claims.empty()) by_frame_.erase(entry.machine_frame, entry.level);
  if (still || !holder || holder->machine != key.machine) return;
  holder->released = place;
}

std::vector<Entry> MappedEntries::entries_of(std::uint32_t machine) const {
  std::vector<Entry> entries;
  for (auto entry = entries_.lower_bound({machine, 0, 0});
       entry != entries_.end() && entry->first.machine == machine; ++entry)
    entries.push_back(entry->second);
  return entries;
}

}  // namespace braid::isolation
