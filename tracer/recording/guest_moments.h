// What an event of a guest recording is to a program of virtual machines.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::recording {

enum class Effect : std::uint8_t {
  access,       ///< a process loads from a page, or stores to it
  translation,  ///< a guest's own TLB has a page: an access, if not the one that missed before
  system_call,
  unmap,    ///< the host takes guest frames away
  shadow,   ///< a shadow page is taken
  zap,      ///< goes with its entries
  zap_all,  ///< all go
  change,   ///< a CPU goes from one machine's thread to another's
  none,
};

/// A shadow page, by what KVM knows it by.
struct ShadowPage {
  std::uint64_t guest_frame = 0;
  std::uint64_t level = 0;
  std::uint64_t quadrant = 0;
  std::string access;
  friend auto operator<=>(const ShadowPage&, const ShadowPage&) = default;
};

struct GuestMoment {
  Effect effect = Effect::none;
  std::string left_out;  ///< none: what it is called
  std::string actor;
  std::uint64_t thread = 0;
  std::optional<std::uint64_t> cpu;
  std::optional<Time> start;

  bool writes = false;
  std::uint64_t page = 0;  ///< access, translation: the virtual page; KVM's: the guest frame
  std::optional<std::uint64_t> instruction;    ///< access: where it is; the same one is tried again
  std::optional<std::uint64_t> guest_frame;    ///< access, translation
  std::optional<std::uint64_t> machine_frame;  ///< access
  std::optional<std::uint64_t> entry_address;  ///< access
  std::uint64_t level = 1;

  struct Range {
    std::uint64_t first = 0;
    std::uint64_t frames = 0;
  };
  std::vector<Range> ranges;  ///< unmap: guest frames
  ShadowPage shadow;          ///< shadow, zap
  std::string to;             ///< change: the machine

  /// Whether a window counts it.
  [[nodiscard]] bool counts() const {
    return effect == Effect::access || effect == Effect::system_call || effect == Effect::unmap ||
           effect == Effect::zap || effect == Effect::zap_all;
  }
};

/// By the event's names (traces/recordings.md, "Guests").
[[nodiscard]] GuestMoment moment_of(const Record& record);

}  // namespace braid::recording
