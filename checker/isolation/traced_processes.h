// User-mode Linux: what its kernel, on the host, does with the stops of its guest's processes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <utility>

#include "braid/checker/isolation/part_log.h"

namespace braid::isolation {

/// Every stop is answered before the process goes on: of a system call its registers are written, of a page
/// fault the address is asked for, or the registers read; other stops need nothing. And no process is let go
/// on that did not stop, or stops twice (ptrace(2)). Memory: by process.
class TracedProcesses {
 public:
  void see(const Event& event, const Names& names);
  [[nodiscard]] PartVerdict finish_answers();
  [[nodiscard]] PartVerdict finish_resumptions();

 private:
  enum class Stop : std::uint8_t { none, system_call, page_fault, other };
  struct Process {
    Stop stop = Stop::none;
    bool made = false;  ///< and has not stopped yet
    bool read = false;  ///< since it stopped
    bool written = false;
    Place place;  ///< of the last stop, resumption, or making
  };

  void stop(const Event& event, const Names& names);
  void resume(const Event& event, const Names& names);
  Process* find(const Event& event);

  PartLog answers_{"stops-answered"};
  PartLog resumptions_{"resumed-after-stops"};
  std::map<std::pair<std::uint32_t, std::uint64_t>, Process> processes_;
  std::uint64_t stops_ = 0;
  std::uint64_t calls_ = 0;   ///< answered
  std::uint64_t faults_ = 0;  ///< answered
  std::uint64_t resumed_ = 0;
  std::uint64_t refused_ = 0;
  std::uint64_t killed_ = 0;
};

}  // namespace braid::isolation
