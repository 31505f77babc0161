// The monitor's own work, compiled: each item of a task is a list of parts, each of which is one step. Which
// parts, and in which order, is what the options decide.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/models/vmm/vmm_options.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// One step of the monitor's work. A task has registers: the frame that it has taken away, a fresh one, and
/// those that it, or a device, uses.
enum class WorkStep : std::uint8_t {
  announce,     ///< an invalidation of the page begins
  unmap,        ///< takes the page out of the pmap
  protect,      ///< makes it read-only
  zap,          ///< drops the page from a shadow page table
  request,      ///< asks CPUs to flush what they have of it
  wait,         ///< until all have
  retire,       ///< the invalidation ends, with the page taken out of the pmap
  page_out,     ///< writes the frame that was taken away to disk
  allocate,     ///< takes a free frame
  fill,         ///< zeroes the fresh frame, or reads it from disk
  copy,         ///< copies the page's frame, or the one that was taken away, to the fresh one
  compare,      ///< ends the item if the two pages hold different contents
  map,          ///< the fresh frame becomes the page's
  merge,        ///< the other page's frame is taken away, and the first one's becomes that of both
  release,      ///< frees the frame that was taken away, if no page has it
  collect,      ///< reads the page's dirty bit, and makes it read-only; ends the item if it is not dirty
  send,         ///< copies what its frame holds to where its VM moves
  clear,        ///< clears the dirty bit (log-clear=after-copy; else `collect` does)
  read_entry,   ///< notes what the pmap says of the page
  write_entry,  ///< writes that back, but for the bit that says that the page was used, which is not modelled
  begin_end,    ///< the VM is dying: nothing of it runs any more
  reap,         ///< frees every frame that is the VM's
  unshare,      ///< takes a free frame for a page that is shared
  replace,      ///< the page's frame is taken away, and the fresh one, a copy, becomes the page's
  look_up,      ///< notes the page's frame, for a use of it
  write,        ///< the user writes it
  drop,         ///< the use ends
  steal,        ///< takes the page out of the pmap, to transfer the frame that was looked up
  receive,      ///< that frame becomes another page's, or that page's too
  split,        ///< splits the large entry that the page is part of, if it is not split yet
  join,         ///< makes its parts a large entry again; their page table is taken away
  inspect,      ///< ends the item unless the page could become a page table
  take_type,    ///< likewise; from now on no entry can make the page writable
  validate,     ///< the page is a page table, if it has not been taken away
  check,        ///< ends the item unless a device may write the page
  connect,      ///< enters the page in the device's table
  recheck,      ///< takes it out again, and ends the item, unless the device may write it still
  drive,        ///< the device, which has its table now, writes the page, if that has it
};

/// Whether it is about what a page is used as: a page table, or a device's.
[[nodiscard]] constexpr bool about_types(WorkStep step) {
  return step >= WorkStep::inspect && step <= WorkStep::drive;
}

/// The page's number, an index into VmmProgram::physical_pages; of a whole machine: kWholeMachine.
inline constexpr std::uint32_t kWholeMachine = ~0U;

/// What a frame is looked up for.
enum class FrameUse : std::uint8_t { none, post, grant, transfer, device };

struct WorkPart {
  WorkStep step = WorkStep::unmap;
  std::uint32_t page = 0;
  std::uint32_t other = kWholeMachine;  ///< share, transfer: the second page
  std::uint32_t machine = 0;
  std::uint32_t item = 0;     ///< which of VmmTask::items it belongs to
  bool sole = false;          ///< leaves shared pages alone: the item ends
  bool discards = false;      ///< the guest has given the page up, with what it holds
  std::uint32_t mapping = 0;  ///< zap: by which the table has it
  FrameUse use = FrameUse::none;
  std::int64_t content = 0;  ///< write: what it leaves
  std::uint32_t reach = 0;   ///< request: CPUs that may have this page are asked
  bool walks = false;        ///< split: the task notes the page table; else: it writes the entry there
  bool unchecked = false;    ///< split: if it fails, the page counts as taken away
  std::uint32_t skip = 0;    ///< where the task goes on if there is nothing to do
  bool any_type = false;     ///< takes page tables away too
  bool judges = false;       ///< request: of what is taken as a page table by then, nothing is flushed
  bool stamped = false;      ///< request: a CPU that has flushed since the page's stamp does not do it again
};

/// An item of work: the parts from `first` to before `end`. From its first part to before `unlocked` nobody
/// else works on its pages, nor on those that it keeps off.
struct WorkSpan {
  std::uint32_t first = 0;
  std::uint32_t unlocked = 0;
  std::uint32_t end = 0;
  std::uint32_t page = 0;
  std::uint32_t other = kWholeMachine;
  std::vector<std::uint32_t> kept = {};
};

struct VmmTask {
  std::string name;
  std::uint32_t cpu = 0;
  std::vector<WorkPart> parts;
  std::vector<WorkSpan> items;

  /// Whether the task, at a part of it, works on the page.
  [[nodiscard]] bool works_on(std::uint32_t page, std::uint32_t part) const;

  /// Whether the task has begun to send the page, and has not sent it yet.
  [[nodiscard]] bool is_sending(std::uint32_t page, std::uint32_t part) const;
  /// Whether it changes the pmap's entry of the page, which keeps other tasks off, but no write faults.
  [[nodiscard]] bool ages(std::uint32_t page, std::uint32_t part) const {
    return part < parts.size() && parts[part].step == WorkStep::write_entry && parts[part].page == page;
  }
};

/// Mappings whose shadow entries refer to a page; none where there are no shadow page tables.
using ShadowsOfPage = std::vector<std::vector<std::uint32_t>>;

/// An item of work, as the trace has it.
struct WorkOrder {
  Work work = Work::reclaim;
  std::uint32_t machine = 0;
  std::uint32_t page = kWholeMachine;
  std::uint32_t other = kWholeMachine;
  std::uint32_t receiver = 0;        ///< the other page's machine
  std::vector<std::uint32_t> pages;  ///< all of the machine
  std::vector<std::uint32_t> parts;  ///< those of its large entry
  std::int64_t content = 0;          ///< what it writes
  bool large = false;                ///< whether the page is part of a large entry
  bool other_large = false;
  bool joined = false;         ///< whether that is made one again, in this trace, when it was split
  bool may_be_shared = false;  ///< whether pages are, in this trace
};

/// Whether its work uses a page's frame: looks it up, and later does something with it.
[[nodiscard]] FrameUse use_of(Work work);

void compile_work(const WorkOrder& order, const ShadowsOfPage& shadows, const VmmOptions& options,
                  VmmTask& task);

}  // namespace braid::models
