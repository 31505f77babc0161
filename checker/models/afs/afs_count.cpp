// Counting and pricing AFS at message granularity: compiled on its own, as answers.h says.
#include "braid/checker/models/afs/afs_sweep.h"
#include "braid/checker/models/count_question.h"
#include "braid/checker/models/price_question.h"

namespace braid::models {

template CountResult answer_count<AfsMessages>(const Trace&, const CountRequest&, const Run&);
template PriceResult answer_prices<AfsMessages>(const Trace&, const EventPrice&, const Run&);

}  // namespace braid::models
