// A guest that fills its TLB itself: each miss traps, is handled, returns, and is a hit.
#pragma once

#include <cstdint>
#include <map>
#include <optional>

#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// After MIPS32 Architecture for Programmers, volume III, 4.11 (the exceptions of the TLB): what is missing
/// is refilled (error code bit 0), what is invalid or clean is the general handler's; the instruction that
/// missed is executed again. Which process it was of is not recorded, so that a page which misses again may
/// be another process's. Memory: by address to return to.
class MissedTranslations {
 public:
  void see(const Event& event, const Names& names);
  [[nodiscard]] PartVerdict finish();

 private:
  enum class Need : std::uint8_t { read, write, execute };
  struct Miss {
    std::uint64_t address = 0;
    bool missing = false;
    bool clean = false;
    Need need = Need::read;
    Place place;
  };
  struct Machine {
    std::optional<Miss> missed;             ///< by the event before
    std::map<std::uint64_t, Miss> handled;  ///< by the address of the instruction
    std::optional<Miss> retried;            ///< its handler has returned
  };

  void miss(Machine& machine, const Event& event);
  void trap(Machine& machine, const Event& event, const Names& names);
  void retry(Machine& machine, const Event& event, const Names& names);

  PartLog log_{"misses-handled"};
  std::map<std::uint32_t, Machine> machines_;
  std::uint64_t misses_ = 0;
  std::uint64_t returns_ = 0;
  std::uint64_t hits_ = 0;
  std::uint64_t further_ = 0;  ///< misses of another kind: a refilled entry is invalid or clean
  std::uint64_t again_ = 0;    ///< misses of the same kind
};

}  // namespace braid::isolation
