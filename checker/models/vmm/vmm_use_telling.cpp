// What the monitor's tasks do with frames that they have looked up, in words.
#include <fmt/format.h>

#include "braid/checker/models/vmm/vmm.h"
#include "braid/checker/models/vmm/vmm_branches.h"

namespace braid::models {

std::string Vmm::describe_use(const Step& step, explore::Branch branch) const {
  const WorkPart& part = *step.part;
  const std::string page = page_text(step.page);
  const bool nothing = branch == vmm_branch::kSkip;
  const bool device = part.use == FrameUse::device;
  switch (part.step) {
    case WorkStep::unshare:
      return nothing ? fmt::format("finds that nobody else has the frame of {}", page)
                     : fmt::format("takes a free frame: {} is shared", page);
    case WorkStep::replace:
      return nothing ? "frees the frame: the VM is being destroyed"
                     : fmt::format("enters the copy in the pmap as {}", page);
    case WorkStep::look_up:
      if (nothing) return fmt::format("finds nothing to do about {}", page);
      return device ? fmt::format("enters the frame of {} in the device's table", page)
                    : fmt::format("looks up the frame of {}, to {} it", page,
                                  part.use == FrameUse::post    ? "write"
                                  : part.use == FrameUse::grant ? "grant"
                                                                : "transfer");
    case WorkStep::write:
      return device ? "has the device write the frame" : "writes the frame that it has looked up";
    case WorkStep::drop:
      return device ? "takes the frame out of the device's table" : "is done with the frame";
    case WorkStep::steal:
      return nothing ? fmt::format("finds that {} is not to be had", page)
                     : fmt::format("takes {} out of the pmap, if it still has the frame", page);
    case WorkStep::receive:
      return nothing ? fmt::format("finds that {} gets no frame", page)
                     : fmt::format("enters the frame that it has looked up in the pmap as {}", page);
    default:  // protect, for a grant
      return nothing ? fmt::format("finds nothing to do about {}", page)
                     : fmt::format("makes {} read-only", page);
  }
}

}  // namespace braid::models
