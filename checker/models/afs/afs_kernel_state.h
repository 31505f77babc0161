// One packed state of AFS at message granularity, as its kernels see it.
#pragma once

#include <cstdint>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

/// A state, the step that is taken in it, and the model they belong to. The kernels build on one another:
/// this, caches, callbacks, then clients, server and faults, each in a file of its own.
template <class S>
class AfsKernelState {
 public:
  using Step = AfsMessages::Step;

  AfsKernelState(const AfsMessages& model, const Step& step, S& state)
      : options_(model.options_),
        program_(model.program_),
        fields_(model.fields_),
        step_(step),
        state_(state) {}

 protected:
  using Branch = explore::Branch;
  using Field = explore::Field;
  using Action = AfsMessages::Action;

  [[nodiscard]] std::uint64_t get(Field field) const { return state_.get(field); }
  void set(Field field, std::uint64_t value) {
    if (field.width == 0 && value == 0) return;
    if (value > field.mask()) throw explore::InternalError("a value does not fit its field");
    state_.set(field, value);
  }
  /// Where the fact is constant, there is nothing to note.
  void note(Field field, std::uint64_t value) {
    if (field.width != 0) set(field, value);
  }
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
  S& state_;
};

}  // namespace braid::models
