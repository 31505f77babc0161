// Which traces the model of NFSv4 takes.
#pragma once

#include "braid/tracer/trace.h"

namespace braid::models {

/// Throws InputError at the first thing in a trace that is not of NFSv4, or that the model leaves out.
void check_nfs4_trace(const Trace& trace);

}  // namespace braid::models
