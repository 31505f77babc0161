// One packed state of the virtual machine monitor, as its kernels see it.
#pragma once

#include <cstdint>

#include "braid/checker/models/packed_facts.h"
#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

/// A state, the step that is taken in it, and the model they belong to. The kernels build on one another:
/// this, TLBs, memory, then instructions and the monitor's work, each in a file of its own.
template <class S>
class VmmKernelState : protected PackedFacts<S> {
 public:
  using Step = Vmm::Step;

  VmmKernelState(const Vmm& model, const Step& step, S& state)
      : PackedFacts<S>(state),
        options_(model.options_),
        program_(model.program_),
        fields_(model.fields_),
        step_(step) {}

 protected:
  using Branch = explore::Branch;
  using Field = explore::Field;
  using Action = Vmm::Action;

  /// Of facts that hold unless there is a field that says otherwise.
  [[nodiscard]] bool holds(Field field) const { return field.width == 0 || this->get(field) != 0; }

  const VmmOptions& options_;
  const VmmProgram& program_;
  const VmmFields& fields_;
  const Step& step_;
};

}  // namespace braid::models
