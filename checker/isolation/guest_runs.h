// Every exit of a guest is handled before it is entered again: entries and exits take turns.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <utility>

#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// Looks at each virtual CPU, a thread, twice: at the monitor's calls (`enter`, `exit`), and at the
/// hardware's transitions below them (`return`, `trap`). A recording may begin and end while a CPU is inside.
/// Where it has only one of both, nothing can be checked.
class GuestRuns {
 public:
  void see(const Event& event, const Names& names);
  [[nodiscard]] PartVerdict finish();

 private:
  struct Last {
    bool inside = false;
    Place place;
  };
  struct Transitions {
    std::string_view into;
    std::string_view out;
    std::map<std::pair<std::uint32_t, std::uint64_t>, Last> last;  ///< by machine and thread
    std::uint64_t entries = 0;
    std::uint64_t exits = 0;
    std::uint64_t begun_inside = 0;
    PartLog log{"exits-before-entries"};
  };

  void take(Transitions& transitions, bool inside, const Event& event, const Names& names);

  std::array<Transitions, 2> transitions_ = {Transitions{"enter", "exit", {}, 0, 0, 0, PartLog{kName}},
                                             Transitions{"return", "trap", {}, 0, 0, 0, PartLog{kName}}};
  static constexpr std::string_view kName = "exits-before-entries";
};

}  // namespace braid::isolation
