// Counting protocols: compiled on its own, as answers.h says.
#include "braid/checker/models/count_question.h"
#include "braid/checker/models/protocol/protocol_sweep.h"

namespace braid::models {

template CountResult answer_count<ProtocolModel>(const Trace&, const CountRequest&, const Run&);

}  // namespace braid::models
