// One packed state of AFS at message granularity, as its kernels see it.
#pragma once

#include <cstdint>

#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/packed_facts.h"

namespace braid::models {

/// A state, the step that is taken in it, and the model they belong to. The kernels build on one another:
/// this, caches, callbacks, then clients, server and faults, each in a file of its own.
template <class S>
class AfsKernelState : protected PackedFacts<S> {
 public:
  using Step = AfsMessages::Step;

  AfsKernelState(const AfsMessages& model, const Step& step, S& state)
      : PackedFacts<S>(state),
        options_(model.options_),
        program_(model.program_),
        fields_(model.fields_),
        step_(step) {}

 protected:
  using Branch = explore::Branch;
  using Field = explore::Field;
  using Action = AfsMessages::Action;

  [[nodiscard]] Branch branch(std::uint32_t alternative, std::uint32_t count = 0) const {
    return static_cast<Branch>(alternative + step_.alternatives * count);
  }
  [[nodiscard]] const AfsFields::Copy& own_copy() const {
    return fields_.copy(step_.client, step_.event->file);
  }
  [[nodiscard]] const AfsFields::Call& call() const { return fields_.calls[step_.process]; }
  [[nodiscard]] std::uint32_t event_file() const { return step_.event->file; }
  [[nodiscard]] std::uint32_t clients() const { return static_cast<std::uint32_t>(program_.clients.size()); }

  const AfsOptions& options_;
  const AfsProgram& program_;
  const AfsFields& fields_;
  const Step& step_;
};

}  // namespace braid::models
