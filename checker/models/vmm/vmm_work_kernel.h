// The monitor's own work: parts of tasks, and the shootdowns that CPUs carry out.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_entry_kernel.h"

namespace braid::models {

/// Each method is a step, or a part of one.
template <class S>
class VmmWorkKernel : protected VmmEntryKernel<S> {
 protected:
  using Base = VmmEntryKernel<S>;
  using Base::enter;
  using Base::fields_;
  using Base::fill;
  using Base::flush_software_tlb;
  using Base::frame;
  using Base::frame_of;
  using Base::get;
  using Base::give_to;
  using Base::in_use;
  using Base::leave;
  using Base::note;
  using Base::options_;
  using Base::overtake;
  using Base::program_;
  using Base::release;
  using Base::set;
  using Base::shared;
  using Base::skip;
  using Base::step_;
  using Base::take_free_frame;
  using Base::task;
  using typename Base::Branch;
  using typename Base::Field;

  using Base::Base;

  Branch work() {
    switch (step_.part->step) {
      case WorkStep::announce:
        return this->has_work() ? vmm_branch::kDone : skip();
      case WorkStep::unmap:
        return this->has_work() ? take_away() : skip();
      case WorkStep::retire:
        return take_away();
      case WorkStep::protect:
        return protect();
      case WorkStep::zap:
        zap();
        return vmm_branch::kDone;
      case WorkStep::request:
        return request();
      case WorkStep::page_out:
        set(fields_.pages[step_.page].disk, get(frame(get(task().taken)).content) + 1);
        return vmm_branch::kDone;
      case WorkStep::allocate:
        return allocate();
      case WorkStep::fill:
        return fill_fresh();
      case WorkStep::copy:
        copy();
        return vmm_branch::kDone;
      case WorkStep::compare:
        return compare();
      case WorkStep::map:
        return map();
      case WorkStep::merge:
        return merge();
      case WorkStep::release:
        if (get(task().taken) != 0) release(get(task().taken));
        set(task().taken, 0);
        return vmm_branch::kDone;
      case WorkStep::collect:
        return this->collect();
      case WorkStep::send:
        this->send();
        return vmm_branch::kDone;
      case WorkStep::clear:
        set(fields_.pages[step_.page].dirty, 0);
        return vmm_branch::kDone;
      case WorkStep::read_entry:
        return this->read_entry();
      case WorkStep::write_entry:
        this->write_entry();
        return vmm_branch::kDone;
      case WorkStep::reap:
        reap();
        return vmm_branch::kDone;
      case WorkStep::split:
        return this->split();
      case WorkStep::join:
        return this->join();
      case WorkStep::wait:
      case WorkStep::begin_end:
        return vmm_branch::kDone;
      case WorkStep::inspect:
      case WorkStep::take_type:
      case WorkStep::validate:
      case WorkStep::check:
      case WorkStep::connect:
      case WorkStep::recheck:
      case WorkStep::drive:
        return work_of_types();
      default:
        return use();
    }
  }

  Branch work_of_types() {
    switch (step_.part->step) {
      case WorkStep::inspect:
        return this->inspect();
      case WorkStep::take_type:
        return this->take_type();
      case WorkStep::validate:
        return this->validate();
      case WorkStep::check:
        return this->check();
      case WorkStep::connect:
        set(fields_.pages[step_.page].connected, 1);
        return vmm_branch::kDone;
      case WorkStep::recheck:
        return this->recheck();
      default:
        this->drive();
        return vmm_branch::kDone;
    }
  }

  /// Of work that uses a frame.
  Branch use() {
    switch (step_.part->step) {
      case WorkStep::unshare:
        return this->unshare_for_use();
      case WorkStep::replace:
        return this->replace();
      case WorkStep::look_up:
        return this->look_up_for_use();
      case WorkStep::write:
        this->write_used();
        return vmm_branch::kDone;
      case WorkStep::drop:
        this->drop_use();
        return vmm_branch::kDone;
      case WorkStep::steal:
        return this->steal();
      case WorkStep::receive:
        return this->receive();
      default:
        throw explore::InternalError("not a part of a use");
    }
  }

  void zap() {
    // Of a VM that is being destroyed, the tables are no valid ones.
    if (options_.zap == ZapLoop::valid_roots && step_.dying) return;
    if (step_.elsewhere) return;
    const VmmFields::Entry& entry = this->kept(step_.part->mapping);
    if (get(entry.frame) != 0) note(task().zapped, 1);
    this->clear(entry);
  }

  /// What finds nothing in shadow page tables need not flush TLBs, unless they have what those have no more.
  Branch request() {
    if (step_.part->judges && this->taken(step_.page)) return vmm_branch::kUnneeded;
    if (!options_.shadows()) {
      flush_software_tlb();
      return vmm_branch::kDone;
    }
    const bool zapped = get(task().zapped) != 0;
    set(task().zapped, 0);
    return zapped || remembers_unflushed() ? vmm_branch::kDone : vmm_branch::kUnneeded;
  }
  [[nodiscard]] bool remembers_unflushed() const {
    if (options_.resync == Resync::forgotten) return false;
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      const std::uint32_t physical = program_.mappings[mapping].physical;
      const bool concerned = physical == step_.page || physical == step_.other;
      if (concerned && get(fields_.table[mapping].unflushed) != 0) return true;
    }
    return false;
  }

  /// An entry that is written astray stays as it is: the page keeps its frame.
  Branch take_away() {
    const bool reached = this->reaches_entry();
    set(task().taken, reached ? leave(step_.page) : frame_of(step_.page));
    if (step_.part->discards)
      note(fields_.pages[step_.page].last, static_cast<std::uint64_t>(VmmProgram::kZero));
    overtake();
    return reached ? vmm_branch::kDone : vmm_branch::kAstrayWrite;
  }

  Branch protect() {
    if (frame_of(step_.page) == 0 || this->spares(step_.page)) return vmm_branch::kSkip;
    const bool two = step_.other != kWholeMachine;
    if (two && this->spares(step_.other)) return vmm_branch::kSkip;
    if (two && (frame_of(step_.other) == 0 || frame_of(step_.other) == frame_of(step_.page)))
      return vmm_branch::kSkip;
    const bool shares = two || step_.part->use == FrameUse::grant;
    if (shares && (in_use(frame_of(step_.page)) || (two && in_use(frame_of(step_.other)))))
      return vmm_branch::kSkip;
    if (!this->reaches_entry()) return vmm_branch::kAstrayWrite;
    forbid_writing(step_.page);
    if (two) forbid_writing(step_.other);
    overtake();
    return vmm_branch::kDone;
  }

  void forbid_writing(std::uint32_t page) {
    set(fields_.pages[page].writable, 0);
    note(fields_.pages[page].connected, 0);
  }

  /// For a page that has none; of one that moves, as the item's first part, for a page that has one.
  Branch allocate() {
    const std::uint64_t present = frame_of(step_.page);
    const bool moves = step_.part->sole;
    if (step_.dying || (moves ? !this->has_work() : present != 0)) return skip();
    const std::uint64_t number = take_free_frame();
    if (number == 0) return explore::kDisabled;
    set(task().fresh, number);
    return vmm_branch::kDone;
  }

  /// zero=after-map: only now does the task let go of the frame, which another may have taken away meanwhile.
  Branch fill_fresh() {
    const Branch filled = fill(get(task().fresh), step_.page);
    if (options_.zero == ZeroPages::after_map) set(task().fresh, 0);
    return filled;
  }

  void copy() {
    const std::uint64_t taken = get(task().taken);
    const std::uint64_t from = taken != 0 ? taken : frame_of(step_.page);
    set(frame(get(task().fresh)).content, get(frame(from).content));
  }

  Branch compare() {
    const std::uint64_t first = frame_of(step_.page);
    const std::uint64_t second = frame_of(step_.other);
    if (first == 0 || second == 0) return vmm_branch::kSkip;
    return get(frame(first).content) == get(frame(second).content) ? vmm_branch::kDone : vmm_branch::kSkip;
  }

  Branch map() {
    if (step_.dying) return skip();
    enter(step_.page, get(task().fresh));
    if (options_.zero != ZeroPages::after_map || task_moves()) set(task().fresh, 0);
    return vmm_branch::kDone;
  }

  /// Whether the page that is mapped comes with what it holds, and needs no filling.
  [[nodiscard]] bool task_moves() const { return get(task().taken) != 0; }

  Branch merge() {
    const std::uint64_t first = frame_of(step_.page);
    const VmmFields::Page& other = fields_.pages[step_.other];
    set(task().taken, get(other.frame));
    set(other.frame, first);
    give_to(first, VmmOwner::shared);
    set(frame(first).references, get(frame(first).references) + 1);
    overtake();
    return vmm_branch::kDone;
  }

  void reap() {
    const Field table = fields_.tables[step_.machine];
    if (get(table) != 0) give_to(get(table), VmmOwner::free);
    set(table, 0);
    for (std::uint64_t number = 1; number <= fields_.frames.size(); ++number) {
      const bool its = get(frame(number).owner) == kVmmFirstMachine + step_.machine;
      // What somebody still uses is freed when its last reference goes.
      if (its && !in_use(number)) give_to(number, VmmOwner::free);
    }
  }
};

}  // namespace braid::models
