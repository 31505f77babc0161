// What each step of the virtual machine monitor does to a packed state; compiled once for every width of
// states.
#include <algorithm>

#include "braid/checker/explore/swept_widths.h"
#include "braid/checker/models/vmm/vmm_work_kernel.h"

namespace braid::models {
namespace {

/// Takes one step.
template <class S>
class VmmKernel : VmmWorkKernel<S> {
 public:
  using Base = VmmWorkKernel<S>;
  using typename Base::Action;
  using typename Base::Branch;

  using Base::Base;

  Branch take() {
    const Branch branch = act();
    const bool trap = is_trap(this->step_.action);
    if (branch != explore::kDisabled && (trap || answers_trap(this->step_.action))) count_step(trap);
    return branch;
  }

 private:
  void count_step(bool trap) {
    const explore::Field steps = this->process().steps;
    if (steps.width == 0) return;
    this->set(steps, trap ? 0 : std::min<std::uint64_t>(this->get(steps) + 1, kMostTrapSteps));
  }

  Branch act() {
    switch (this->step_.action) {
      case Action::execute:
        return this->execute();
      case Action::miss:
        return this->translation() ? explore::kDisabled : this->trap();
      case Action::call:
      case Action::ask:
        return this->trap();
      case Action::forbidden:
        return this->forbidden();
      case Action::protection:
        return this->protection();
      case Action::dispatch:
        return this->dispatch();
      case Action::refill:
        return this->refill();
      case Action::handle_miss:
        return this->handle_miss();
      case Action::punish:
        return this->punish();
      case Action::install:
        return this->install_at_once();
      case Action::give_back:
        return this->give_back();
      case Action::handle_call:
        return this->handle_call();
      case Action::emulate:
        return this->emulate();
      case Action::store_entry:
        this->store_entry();
        return vmm_branch::kDone;
      case Action::invalidate:
        return this->invalidate();
      case Action::flush_early:
        this->flush_all(this->step_.cpu);
        return vmm_branch::kDone;
      case Action::touch:
        return this->touch();
      case Action::read_clock:
        this->enter_monitor();
        this->read_clock();
        return vmm_branch::kDone;
      case Action::update:
        return this->update();
      case Action::drop_root:
        this->drop_roots();
        return vmm_branch::kDone;
      case Action::go_over:
        return go_over();
      default:
        return take_of_monitor();
    }
  }

  Branch go_over() {
    if (!this->load_root()) return explore::kDisabled;
    if (this->options_.at_switch == SwitchTlb::flushed) {
      this->flush_all(this->step_.cpu);
      this->advance_clock();
    }
    this->switch_kernel_memory();
    if (this->step_.idler != kWholeMachine) this->enter_monitor_for(this->step_.idler);
    return vmm_branch::kDone;
  }

  Branch take_of_monitor() {
    switch (this->step_.action) {
      case Action::look_up:
        return this->look_up();
      case Action::sequence:
        this->note(this->process().overtaken, 0);
        return vmm_branch::kDone;
      case Action::allocate:
        return this->allocate_on_demand();
      case Action::fill:
        return this->fill(this->get(this->process().held), this->physical());
      case Action::map:
        return this->map_on_demand();
      case Action::attend:
        return this->attend();
      case Action::serve:
        return this->serve();
      case Action::place:
        return this->place();
      case Action::unshare:
        return this->unshare();
      case Action::read_shadow:
        return this->read_shadow();
      case Action::swap:
        return this->swap();
      case Action::copy:
        this->copy_shared();
        return vmm_branch::kDone;
      case Action::remap:
        return this->remap();
      case Action::settle:
        this->settle();
        return vmm_branch::kDone;
      case Action::work:
        return this->work();
      case Action::flush:
        if (this->spared()) return vmm_branch::kSpared;
        this->flush_pages(this->step_.cpu);
        return vmm_branch::kDone;
      default:  // boot, record, enter, drop_entry, return_miss, leave, resume:
                // positions only
        return vmm_branch::kDone;
    }
  }
};

}  // namespace

template <class S>
void Vmm::write_initial(S& state) const {
  const auto write = [&](explore::Field field, std::uint64_t value) {
    if (field.width != 0) state.set(field, value);
  };
  for (std::size_t frame = 0; frame < fields_.frames.size(); ++frame) {
    const VmmFields::Frame& fields = fields_.frames[frame];
    write(fields.content, static_cast<std::uint64_t>(program_.initial[frame]));
    const std::uint32_t machine = program_.initial_owner[frame];
    if (machine == kWholeMachine) continue;
    write(fields.owner, kVmmFirstMachine + machine);
    write(fields.references, 1);
  }
  for (const VmmFields::TableEntry& entry : fields_.table) write(entry.present, 1);
  for (std::size_t page = 0; page < fields_.pages.size(); ++page) {
    const VmmFields::Page& fields = fields_.pages[page];
    const std::uint32_t frame = program_.physical_pages[page].frame;
    const bool present = frame != kNoFrame;
    write(fields.dirty, 1);
    write(fields.last, static_cast<std::uint64_t>(present ? program_.initial[frame] : VmmProgram::kZero));
    if (!present) continue;
    write(fields.frame, std::uint64_t{frame} + 1);
    write(fields.writable, 1);
  }
  for (std::size_t process = 0; process < program_.first_roots.size(); ++process) {
    const std::uint32_t frame = program_.first_roots[process];
    if (frame == kNoFrame) continue;
    write(fields_.frames[frame].owner, static_cast<std::uint64_t>(VmmOwner::monitor));
    write(fields_.processes[process].root, std::uint64_t{frame} + 1);
    write(fields_.cpus[program_.processes[process].cpu].loaded, std::uint64_t{frame} + 1);
  }
  for (const VmmMapping& mapping : program_.mappings) {
    const explore::Field writers = fields_.pages[mapping.physical].writers;
    if (!mapping.readonly && writers.width != 0) state.set(writers, state.get(writers) + 1);
  }
}

template <class S>
explore::Branch Vmm::take(const Step& step, S& state) const {
  return VmmKernel<S>(*this, step, state).take();
}

#define BRAID_INSTANTIATE(S)                     \
  template void Vmm::write_initial<S>(S&) const; \
  template explore::Branch Vmm::take<S>(const Step&, S&) const;
BRAID_FOR_SWEPT_WIDTHS(BRAID_INSTANTIATE)
#undef BRAID_INSTANTIATE

}  // namespace braid::models
