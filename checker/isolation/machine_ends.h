// Nothing of a machine is mapped after its end.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>

#include "braid/checker/isolation/mapped_entries.h"
#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// A machine has ended when the last of its shadow pages goes while none of its virtual CPUs runs, and it
/// neither runs nor takes a shadow page afterwards.
class MachineEnds {
 public:
  void see(const Event& event, const Names& names);
  [[nodiscard]] PartVerdict finish(const MappedEntries& entries, const Names& names);

 private:
  using ShadowPage = std::tuple<std::uint64_t, std::uint64_t, std::uint64_t, std::string, bool>;
  struct Machine {
    std::set<ShadowPage> pages;
    std::set<std::uint64_t> inside;  ///< threads that run it
    std::optional<Place> end;
  };

  PartLog log_{"nothing-after-end"};
  std::map<std::uint32_t, Machine> machines_;
};

}  // namespace braid::isolation
