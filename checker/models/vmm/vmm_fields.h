// Where the facts of a virtual machine monitor stand in a packed state. A fact that cannot change in a trace
// has a field of width 0.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/models/vmm/vmm_observables.h"
#include "braid/checker/models/vmm/vmm_options.h"
#include "braid/checker/models/vmm/vmm_owner.h"
#include "braid/checker/models/vmm/vmm_program.h"

namespace braid::models {

struct VmmFields {
  using Field = explore::Field;

  VmmFields(const VmmProgram& program, const VmmOptions& options,
            const std::vector<VmmObservable>& observables, const std::vector<explore::ObservableId>& tracked);

  /// What a TLB, or the software TLB, has of a mapping.
  struct Entry {
    Field frame;     ///< 0: none, or 1 + frame
    Field writable;  ///< width 0: it is
  };
  /// What a guest's page table, where that changes, has of a mapping.
  struct TableEntry {
    Field present;
    Field pending;    ///< taken away, but not yet dropped from TLBs
    Field unflushed;  ///< the monitor has dropped the shadow entry, and no TLB the translation; where tasks
                      ///< work
  };
  struct Page {
    Field frame;     ///< 0: none, or 1 + frame; width 0: VmmPhysicalPage::frame
    Field writable;  ///< width 0: it is
    Field disk;      ///< what the disk has of it: 0, or 1 + content
    Field dirty;     ///< written since it was sent; width 0: it is, and is never sent
    Field sent;      ///< 0: nothing yet, or 1 + the content that was
    Field last;      ///< what its VM stored last, or it held at first; tracked
    // Of pages that may become page tables, or that a device may get.
    Field writers;    ///< how many entries of page tables let their process write it
    Field taken;      ///< no entry can make it writable any more
    Field table;      ///< it is a page table
    Field stamp;      ///< the clock of flushes when the last such entry went; stamp=exact, late
    Field connected;  ///< it is in the device's table
    Field tampered;   ///< somebody has written it when it was a page table; tracked
  };
  struct Frame {
    Field content;
    Field owner;       ///< VmmOwner; width 0: as at first
    Field references;  ///< how many pages, tasks and devices have it; width 0: one, or none
  };
  struct Process {
    Field held;           ///< 1 + the frame that its miss handler has looked up, or taken
    Field held_writable;  ///< and whether the page was writable; width 0: it was
    Field named;          ///< 1 + the page that the shadow entry was of that it has read; write-fault
    Field overtaken;      ///< an invalidation has ended since
    Field fetched;        ///< 1 + the request that the monitor has read and checked
    Field entries;        ///< monitor entries; tracked
    Field foreign;        ///< has reached a frame that is not its VM's; tracked
    Field residue;        ///< has read what another VM left behind; tracked
    Field misread;        ///< has read something else than its VM's last store; tracked
    Field misdirected;    ///< its trap went to another VM's handler, or another's return came to it; tracked
    Field leaked;         ///< has read another VM's register; tracked
    Field overreached;    ///< has written a page that its guest lets it only read; tracked
    Field stale;          ///< has used a translation that its guest had taken away; tracked
    Field unchecked;      ///< the monitor has used another request than it has checked; tracked
    Field peeked;         ///< has read its guest system's memory; tracked
    Field elevated;       ///< runs in kernel mode; width 0: it does not
    Field saved;          ///< 1 + what the monitor keeps of its register; width 0: see Cpu::left
    Field upper;          ///< 1 + the lower table that its CPU has cached of its upper entry
    Field steps;          ///< of the monitor's, since it trapped last; tracked
    Field misplaced;      ///< an update has gone to another page than its lower table; tracked
    Field root;           ///< 1 + the frame of its shadow page table; roots=released, released-early
    Field stamp;          ///< stamp=late: what the clock of flushes was when it read that

    std::vector<Field> loads;  ///< tracked
    std::vector<Field> calls;  ///< tracked
  };
  struct Cpu {
    Field record;             ///< trap-record=cpu: 1 + the process that trapped last
    std::vector<Field> open;  ///< supervisor=no: by VM, its system's memory can be reached in user mode
    Field left;               ///< registers=left: 1 + what the register holds
    Field loaded;             ///< 1 + the frame of the shadow page table that it has loaded; likewise
    Field flushed;            ///< stamp=exact, late: the clock of flushes when it last flushed all
  };
  struct Task {
    Field taken;  ///< 1 + frame
    Field fresh;
    Field walked;        ///< the page table that it has walked to, to write an entry; where those are freed
    Field zapped;        ///< the item has dropped a shadow entry
    Field used;          ///< that it has looked up, and may still use
    Field device;        ///< that a device has in its table
    Field was_writable;  ///< age=plain: what it has read of an entry
    Field was_dirty;
  };

  explore::Layout layout;
  std::vector<std::vector<Entry>> tlb;  ///< by CPU, by mapping; width 0: the process is never there
  std::vector<Entry> second;            ///< by mapping: the software TLB, or the shadow page table
  std::vector<TableEntry> table;        ///< by mapping; width 0: as the program says
  std::vector<std::vector<Field>>
      queue;                ///< by CPU: 1 + mapping, the oldest first; where entries are replaced
  std::vector<Page> pages;  ///< physical
  std::vector<Frame> frames;
  std::vector<Field> served;  ///< by VM: system calls so far
  std::vector<Process> processes;
  std::vector<Field> tables;  ///< by VM: 1 + the frame of the table that its large entry was split into
  std::vector<Cpu> cpus;
  std::vector<Task> tasks;
  Field clock;  ///< how often CPUs have flushed all

 private:
  Field add(unsigned width) { return width == 0 ? Field{} : layout.add(width); }
  Field add_frame(const VmmProgram& program) { return add(explore::bits_for(program.frames)); }
  void lay_out_tlbs(const VmmProgram& program, const VmmOptions& options);
  void lay_out_memory(const VmmProgram& program, bool tracks_stores);
  void lay_out_tasks(const VmmProgram& program, const VmmOptions& options);
  void lay_out_types(const VmmProgram& program, const VmmOptions& options);
  void lay_out_roots(const VmmProgram& program, const VmmOptions& options);
  void lay_out_traps(const VmmProgram& program, const VmmOptions& options);
  void track(const VmmProgram& program, const VmmObservable& observable);
};

}  // namespace braid::models
