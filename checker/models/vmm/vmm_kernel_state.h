// One packed state of the virtual machine monitor, as its kernels see it.
#pragma once

#include <cstdint>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

/// A state, the step that is taken in it, and the model they belong to. The kernels build on one another:
/// this, TLBs, memory, then instructions and the monitor's work, each in a file of its own.
template <class S>
class VmmKernelState {
 public:
  using Step = Vmm::Step;

  VmmKernelState(const Vmm& model, const Step& step, S& state)
      : options_(model.options_),
        program_(model.program_),
        fields_(model.fields_),
        step_(step),
        state_(state) {}

 protected:
  using Branch = explore::Branch;
  using Field = explore::Field;
  using Action = Vmm::Action;

  [[nodiscard]] std::uint64_t get(Field field) const { return state_.get(field); }
  void set(Field field, std::uint64_t value) {
    if (value > field.mask()) throw explore::InternalError("a value does not fit its field");
    state_.set(field, value);
  }
  /// Where the fact is constant, or nobody asks, there is nothing to note.
  void note(Field field, std::uint64_t value) {
    if (field.width != 0) set(field, value);
  }
  /// Of facts that hold unless there is a field that says otherwise.
  [[nodiscard]] bool holds(Field field) const { return field.width == 0 || get(field) != 0; }

  const VmmOptions& options_;
  const VmmProgram& program_;
  const VmmFields& fields_;
  const Step& step_;
  S& state_;
};

}  // namespace braid::models
