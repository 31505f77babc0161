// Refuses what no state can hold.
#pragma once

#include <fmt/format.h>

#include "braid/checker/explore/sweep.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Throws InputError if the model's states are too wide to be swept.
template <class M>
void require_sweepable(const Trace& trace, const M& model) {
  if (explore::sweepable(model)) return;
  throw InputError(trace.source, {},
                   fmt::format("a state would have {} bits, more than the {} that are swept",
                               model.layout().bits(), explore::kGreatestStateWords * 63),
                   "track fewer reads: name those that matter with --by");
}

}  // namespace braid::models
