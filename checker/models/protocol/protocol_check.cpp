// Checking protocols: compiled on its own, as answers.h says.
#include "braid/checker/models/check_question.h"
#include "braid/checker/models/protocol/protocol_model.h"

namespace braid::models {

template CheckResult answer_check<ProtocolModel>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
