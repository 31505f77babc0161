// Counting AFS at message granularity: compiled on its own, as answers.h says.
#include "braid/checker/models/afs/afs_sweep.h"
#include "braid/checker/models/count_question.h"

namespace braid::models {

template CountResult answer_count<AfsMessages>(const Trace&, const CountRequest&, const Run&);

}  // namespace braid::models
