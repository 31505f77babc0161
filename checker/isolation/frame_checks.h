// Isolation of machine frames: what a machine may have of a frame that another one has, or had.
#pragma once

#include <cstdint>
#include <set>

#include "braid/checker/isolation/frame_lives.h"
#include "braid/checker/isolation/mapped_entries.h"
#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// No frame is writable in two machines at once. That several read a frame is legal, and counted.
class WritableOnce {
 public:
  void see(const Change& change, const Names& names);
  [[nodiscard]] PartVerdict finish(const MappedEntries& entries);

 private:
  PartLog log_{"writable-once"};
  std::set<std::uint64_t> shared_;
  std::set<std::uint64_t> broken_;
};

/// What a machine had, and may write or another one may, has gone there before another machine maps it.
class ReleasedBeforeReuse {
 public:
  void see(const Change& change, const Names& names);
  [[nodiscard]] PartVerdict finish(const MappedEntries& entries);

 private:
  PartLog log_{"released-before-reuse"};
  std::uint64_t reused_ = 0;
};

/// What a machine had was zeroed when it was allocated anew, before another machine maps it.
class ZeroedBeforeReuse {
 public:
  void see(const Change& change, const FrameLives& lives, const Names& names);
  [[nodiscard]] PartVerdict finish(const MappedEntries& entries, const FrameLives& lives);

 private:
  PartLog log_{"zeroed-before-reuse"};
  std::set<std::uint64_t> seen_;
  std::uint64_t zeroed_ = 0;    ///< frames that were zeroed before they were mapped first
  std::uint64_t unzeroed_ = 0;  ///< ... allocated without that
  std::uint64_t passed_ = 0;    ///< from one machine to another, zeroed in between
};

}  // namespace braid::isolation
