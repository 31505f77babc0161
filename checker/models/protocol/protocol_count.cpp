// Counting and pricing protocols: compiled on its own, as answers.h says.
#include "braid/checker/models/count_question.h"
#include "braid/checker/models/price_question.h"
#include "braid/checker/models/protocol/protocol_sweep.h"

namespace braid::models {

template CountResult answer_count<ProtocolModel>(const Trace&, const CountRequest&, const Run&);
template PriceResult answer_prices<ProtocolModel>(const Trace&, const EventPrice&, const Run&);

}  // namespace braid::models
