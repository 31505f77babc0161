// Counting and pricing afs2: compiled on its own, as answers.h says.
#include "braid/checker/models/afs2_sweep.h"
#include "braid/checker/models/count_question.h"
#include "braid/checker/models/price_question.h"

namespace braid::models {

template CountResult answer_count<Afs2>(const Trace&, const CountRequest&, const Run&);
template PriceResult answer_prices<Afs2>(const Trace&, const EventPrice&, const Run&);

}  // namespace braid::models
