// A guest's translations change only when its kernel changes them.
#pragma once

#include <cstdint>
#include <map>

#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// From a return to user mode to the next trap nobody can write the guest's TLB, so that no page of it is
/// translated in two ways, nor goes. Other contradictions of what the guest wrote cannot be seen: its writes
/// are not recorded. Memory: by page of one such time.
class SteadyTranslations {
 public:
  void see(const Event& event, const Names& names);
  [[nodiscard]] PartVerdict finish();

 private:
  struct Translation {
    std::uint64_t frame = 0;
    bool writable = false;
    Place place;
  };
  struct Machine {
    bool user = false;
    std::map<std::uint64_t, Translation> pages;
  };

  void fill(Machine& machine, const Event& event, const Names& names);
  void miss(Machine& machine, const Event& event, const Names& names);

  PartLog log_{"translations-steady"};
  std::map<std::uint32_t, Machine> machines_;
  std::uint64_t stays_ = 0;
  std::uint64_t translations_ = 0;
  std::uint64_t compared_ = 0;
};

}  // namespace braid::isolation
