// What a trace says of the machine, of the virtual machines on it, and of their monitor's work.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/diagnostic.h"

namespace braid {

/// The hardware under virtual machines.
struct Machine {
  std::uint32_t cpus = 1;
  std::uint32_t frames = 0;
  std::uint32_t tlb = 64;  ///< entries of each CPU's TLB
  SourcePosition position = {};
};

/// An entry of a table: of pages to frames, or of virtual pages to physical ones.
struct PageMapping {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  SourcePosition position = {};
  bool absent = false;    ///< of a pmap: the page has no frame yet; then `to` is 0
  bool zeroed = false;    ///< of a pmap: the frame holds zeros at first
  bool readonly = false;  ///< of a page table: the process may not write
  bool large = false;     ///< of a pmap: part of a large entry, which all such parts of the pmap make up
};

/// A virtual machine with its pmap: of physical pages to machine frames.
struct VirtualMachine {
  std::string name;
  std::vector<PageMapping> pmap;
  SourcePosition position = {};
};

/// A process's page table: of virtual pages to physical pages.
struct AddressSpace {
  std::string process;
  std::vector<PageMapping> table;
  SourcePosition position = {};
};

/// What a monitor does of its own accord.
enum class Work : std::uint8_t {
  reclaim,   ///< pages a physical page out to disk, and frees its frame
  balloon,   ///< takes back the frame of a page that the guest has given up, with what it holds
  give,      ///< gives a page that has none a frame, before it is asked
  migrate,   ///< moves a page to another frame
  share,     ///< lets two pages that hold the same have one frame, copy-on-write
  protect,   ///< makes a page read-only, until it is written
  zap,       ///< drops what the monitor keeps of a page's translations, so that they are looked up again
  destroy,   ///< ends a virtual machine, and frees all it has
  post,      ///< writes information of the monitor's own into a page that the guest has registered for it
  grant,     ///< lets a page without a frame have another's too, copy-on-write
  transfer,  ///< makes a page's frame, with what it holds, that of a page without one
  attach,    ///< lets a device write a page, once
  send,      ///< sends a page, if it is dirty, to where its virtual machine moves
  age,       ///< notes whether a page was used since, and forgets it
  pin,       ///< makes a page a page table, as its guest asks
  build,     ///< enters a page in the table of a device, which then writes it
  join,      ///< makes the pages of a large entry that was split one large entry again
};
inline constexpr std::uint32_t kWorks = 17;

[[nodiscard]] std::string_view name_of(Work work);
/// Whether it is about two pages.
[[nodiscard]] bool has_two_pages(Work work);

/// A physical page of a virtual machine.
struct PhysicalPage {
  std::string machine;
  std::uint32_t number = 0;  ///< of a machine alone: 0
  friend bool operator==(const PhysicalPage&, const PhysicalPage&) = default;
};

struct WorkItem {
  Work work = Work::reclaim;
  PhysicalPage page;   ///< destroy: the machine alone
  PhysicalPage other;  ///< share, grant, transfer
  SourcePosition position = {};
};

/// A thread of the monitor: its work happens in this order.
struct MonitorTask {
  std::string name;
  std::uint32_t cpu = 0;
  std::vector<WorkItem> items;
  SourcePosition position = {};
};

}  // namespace braid
