// A packed state as kernels read and change it, where some facts have fields of width 0 since they cannot
// change.
#pragma once

#include <cstdint>

#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/packed.h"

namespace braid::models {

/// What the kernels of a model derive from. Keeps a reference to the state.
template <class S>
class PackedFacts {
 public:
  explicit PackedFacts(S& state) : state_(state) {}

 protected:
  [[nodiscard]] std::uint64_t get(explore::Field field) const { return state_.get(field); }
  /// Throws InternalError for a value that does not fit.
  void set(explore::Field field, std::uint64_t value) {
    if (field.width == 0 && value == 0) return;
    if (value > field.mask()) throw explore::InternalError("a value does not fit its field");
    state_.set(field, value);
  }
  /// Where the fact is constant, there is nothing to note.
  void note(explore::Field field, std::uint64_t value) {
    if (field.width != 0) set(field, value);
  }

 private:
  S& state_;
};

}  // namespace braid::models
