#include "braid/checker/isolation/frame_checks.h"

#include <fmt/format.h>

namespace braid::isolation {
namespace {

constexpr const char* kNoEntries = "no entry of a page table maps a machine frame";

bool is_shared_readonly(const Entry& a, const Entry& b) {
  return !a.writable && !b.writable;
}

std::string frame_text(const Entry& entry) {
  return fmt::format("machine frame {:#x}", entry.machine_frame);
}

/// That an entry may have gone.
std::string doubt_text(const std::string& sentence, const Entry& other, const Names& names) {
  return fmt::format("{}, unless {} took it away there: which frames that was about is not known", sentence,
                     names.text(*other.doubtful));
}

}  // namespace

void WritableOnce::see(const Change& change, const Names& names) {
  const Entry& entry = change.entry;
  for (const Entry& other : change.others) {
    if (is_shared_readonly(entry, other)) shared_.insert(entry.machine_frame);
    if (!entry.writable || !other.writable) continue;
    const std::string sentence =
        fmt::format("{} became writable in {} ({}) while it was writable in {} ({})", frame_text(entry),
                    names.machine(entry.machine), names.text(entry.place), names.machine(other.machine),
                    names.text(other.place));
    if (other.doubtful) {
      log_.doubt(doubt_text(sentence, other, names));
      continue;
    }
    broken_.insert(entry.machine_frame);
    log_.breach(sentence, entry.place);
  }
}

PartVerdict WritableOnce::finish(const MappedEntries& entries) {
  return log_.finish({{"frames mapped", entries.frames()},
                      {"frames shared read-only", shared_.size()},
                      {"frames writable in two machines", broken_.size()}},
                     entries.maps() == 0 ? kNoEntries : "");
}

void ReleasedBeforeReuse::see(const Change& change, const Names& names) {
  const Entry& entry = change.entry;
  for (const Entry& other : change.others) {
    if (is_shared_readonly(entry, other)) continue;
    const std::string sentence =
        fmt::format("{} is mapped by {} ({}), although {} has had it since {}", frame_text(entry),
                    names.machine(entry.machine), names.text(entry.place), names.machine(other.machine),
                    names.text(other.place));
    if (other.doubtful) {
      log_.doubt(doubt_text(sentence, other, names));
    } else {
      log_.breach(sentence, entry.place);
    }
  }
  if (!change.again && change.others.empty() && !change.formers.empty()) ++reused_;
}

PartVerdict ReleasedBeforeReuse::finish(const MappedEntries& entries) {
  return log_.finish({{"frames reused after release", reused_},
                      {"entries unmapped", entries.gone(Departure::unmapped)},
                      {"entries replaced", entries.gone(Departure::replaced)},
                      {"entries zapped", entries.gone(Departure::zapped)},
                      {"entries cleared", entries.gone(Departure::cleared)}},
                     entries.maps() == 0 ? kNoEntries : "");
}

void ZeroedBeforeReuse::see(const Change& change, const FrameLives& lives, const Names& names) {
  const Entry& entry = change.entry;
  const FrameLife* life = lives.find(entry.machine_frame);
  if (seen_.insert(entry.machine_frame).second && life != nullptr && life->zeroed)
    ++(*life->zeroed ? zeroed_ : unzeroed_);
  // What several have at once is shared; what the machine has again it had in between.
  if (change.again || !change.others.empty()) return;
  for (const Holder& former : change.formers) {
    const std::string passed = fmt::format("{}, which {} had ({}), is mapped by {} ({})", frame_text(entry),
                                           names.machine(former.machine), names.text(former.mapped),
                                           names.machine(entry.machine), names.text(entry.place));
    if (life == nullptr || life->place.number < former.mapped.number) {
      log_.doubt(passed + ", and that it was allocated in between is not in the recording");
    } else if (!life->zeroed) {
      log_.doubt(fmt::format("{}, and whether its allocation ({}) zeroed it is not recorded", passed,
                             names.text(life->place)));
    } else if (!*life->zeroed) {
      log_.breach(
          fmt::format("{}, although its allocation ({}) did not zero it", passed, names.text(life->place)),
          entry.place);
    } else {
      ++passed_;
    }
  }
}

PartVerdict ZeroedBeforeReuse::finish(const MappedEntries& entries, const FrameLives& lives) {
  std::string nothing;
  if (!lives.any()) nothing = "allocations of frames are not recorded";
  if (entries.maps() == 0) nothing = kNoEntries;
  return log_.finish({{"frames passed on zeroed", passed_},
                      {"frames zeroed before their first machine", zeroed_},
                      {"frames allocated without zeroing", unzeroed_},
                      {"frames without a recorded allocation", seen_.size() - zeroed_ - unzeroed_}},
                     nothing);
}

}  // namespace braid::isolation
