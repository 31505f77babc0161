// The widths of states for which the sweep is compiled, and with it the kernels that a model compiles by
// itself.
#pragma once

#include "braid/checker/explore/packed.h"

/// Expands INSTANTIATE(S) for every state that sweep() and a replay meet: an explicit instantiation, say. A
/// template cannot do that. In step with sweep() in sweep.h.
#ifdef BRAID_FEW_WIDTHS  // fewer, so that the engine, with all steps of a model, is compiled a third as often
#define BRAID_FOR_SWEPT_WIDTHS(INSTANTIATE) \
  INSTANTIATE(braid::explore::State<2>)     \
  INSTANTIATE(braid::explore::State<64>)    \
  INSTANTIATE(braid::explore::WideState)
#else
#define BRAID_FOR_SWEPT_WIDTHS(INSTANTIATE) \
  INSTANTIATE(braid::explore::State<1>)     \
  INSTANTIATE(braid::explore::State<2>)     \
  INSTANTIATE(braid::explore::State<4>)     \
  INSTANTIATE(braid::explore::State<8>)     \
  INSTANTIATE(braid::explore::State<16>)    \
  INSTANTIATE(braid::explore::State<64>)    \
  INSTANTIATE(braid::explore::WideState)
#endif
