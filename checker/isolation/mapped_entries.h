// Which machine frames the entries of all machines' shadow or nested page tables map, as events say it.
#pragma once

#include <compare>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "braid/checker/isolation/event.h"
#include "braid/checker/isolation/frame_table.h"

namespace braid::isolation {

/// How an entry went.
enum class Departure : std::uint8_t { unmapped, replaced, zapped, cleared };
inline constexpr std::size_t kDepartures = 4;

/// Where an entry lies: a shadow page's at a physical address; one of a nested table is known by the guest
/// frame that it is for.
struct EntryKey {
  std::uint32_t machine = 0;
  std::uint64_t table = 0;  ///< 0: of a shadow page
  std::uint64_t address = 0;
  friend auto operator<=>(const EntryKey&, const EntryKey&) = default;
};

struct Entry {
  std::uint32_t machine = 0;
  unsigned level = 1;
  std::uint64_t guest_frame = 0;
  std::uint64_t machine_frame = 0;
  bool writable = false;
  Place place;                    ///< of the event that made it what it is
  std::optional<Place> doubtful;  ///< of an event that may have taken it away
};

/// Who had a frame last.
struct Holder {
  std::uint32_t machine = 0;
  Place mapped;
  std::optional<Place> released;
};

/// An entry that began to map a frame, or to let it be written.
struct Change {
  Entry entry;
  bool again = false;           ///< its machine had the frame at that moment
  std::vector<Entry> others;    ///< of each other machine that has the frame one entry, a writable one if any
  std::vector<Holder> formers;  ///< other machines that had it last, and have it no more
};

/// Memory: by entry, by machine frame, and by page of entries. Not thread-safe.
class MappedEntries {
 public:
  /// What a `map` or `change-entry` changed.
  [[nodiscard]] std::optional<Change> see(const Event& event);

  [[nodiscard]] std::uint64_t frames() const { return frames_; }  ///< distinct ones that were mapped
  [[nodiscard]] std::uint64_t gone(Departure how) const { return gone_[static_cast<std::size_t>(how)]; }
  [[nodiscard]] std::uint64_t maps() const { return maps_; }
  /// The entries that a machine has, by key.
  [[nodiscard]] std::vector<Entry> entries_of(std::uint32_t machine) const;
  [[nodiscard]] std::size_t size() const { return entries_.size(); }

 private:
  using Entries = std::map<EntryKey, Entry>;
  struct ShadowPage {
    std::uint64_t guest_frame = 0;
    std::uint64_t level = 0;
    std::uint64_t quadrant = 0;
    std::string access;
    bool direct = false;
    friend auto operator<=>(const ShadowPage&, const ShadowPage&) = default;
  };
  /// An entry of a frame; of a machine's, the one that allows most comes first.
  struct Claim {
    std::uint32_t machine = 0;
    bool readonly = false;
    bool doubtful = false;
    EntryKey key;
    friend auto operator<=>(const Claim&, const Claim&) = default;
  };
  using Claims = std::set<Claim>;
  struct Machine {
    FrameTable<std::set<EntryKey>> by_guest_frame;
    std::map<std::uint64_t, ShadowPage> last_taken;            ///< by level
    std::map<std::uint64_t, std::optional<ShadowPage>> pages;  ///< by page of entries; if it is known
    std::map<std::uint64_t, std::uint64_t> levels;             ///< of these
  };

  std::optional<Change> enter(const Event& event);
  std::optional<Change> make_writable(const Event& event);
  void clear(const Event& event);
  void unmap(const Event& event);
  void zap(const Event& event);
  void zap_all(const Event& event);
  void doubt(Entries::iterator entry, const Place& place);
  void drop(const EntryKey& key, Departure how, const Place& place);
  void drop_page(std::uint32_t machine, std::uint64_t page, const Place& place);
  Change change_of(const Entry& entry, bool again);

  static bool has_claim(const Claims& claims, std::uint32_t machine);
  static Claim claim_of(const EntryKey& key, const Entry& entry);
  static ShadowPage shadow_page(const Event& event);

  Entries entries_;
  std::map<std::uint32_t, Machine> machines_;
  FrameTable<Claims> by_frame_;
  FrameTable<std::optional<Holder>> holders_;
  std::uint64_t frames_ = 0;
  std::uint64_t maps_ = 0;
  std::uint64_t gone_[kDepartures] = {};
};

}  // namespace braid::isolation
