// Frames of shadow page tables: who has one, and which a CPU has loaded.
#pragma once

#include <cstdint>

#include "braid/checker/models/vmm/vmm_frame_kernel.h"

namespace braid::models {

/// Parts of steps by which a CPU goes over to another process.
template <class S>
class VmmRootKernel : protected VmmFrameKernel<S> {
 protected:
  using Base = VmmFrameKernel<S>;
  using Base::clear;
  using Base::fields_;
  using Base::get;
  using Base::give_to;
  using Base::options_;
  using Base::program_;
  using Base::set;
  using Base::step_;
  using Base::take_free_frame;
  using typename Base::Field;

  using Base::Base;

  /// The CPU loads the shadow page table of the process that it goes over to, which begins as an empty one.
  /// False: there is no frame for it.
  [[nodiscard]] bool load_root() {
    if (!options_.takes_roots()) return true;
    const Field root = fields_.processes[step_.process].root;
    if (get(root) == 0) set(root, take_free_frame());
    set(fields_.cpus[step_.cpu].loaded, get(root));
    return get(root) != 0;
  }

  /// Gives back the frames of the shadow page tables that the CPU has left, or (released-early) is about to
  /// leave.
  void drop_roots() {
    const bool early = options_.roots == ShadowRoots::early;
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
      const bool present = process == step_.process;
      if (program_.processes[process].cpu == step_.cpu && present == early) drop_root(process);
    }
  }

 private:
  /// With its frame goes what the table had.
  void drop_root(std::uint32_t process) {
    const Field root = fields_.processes[process].root;
    if (get(root) == 0) return;
    give_to(get(root), VmmOwner::free);
    set(root, 0);
    for (std::uint32_t mapping = 0; mapping < program_.mappings.size(); ++mapping) {
      if (program_.mappings[mapping].process == process) clear(fields_.second[mapping]);
    }
  }
};

}  // namespace braid::models
