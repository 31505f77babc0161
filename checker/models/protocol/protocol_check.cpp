// Checking protocols: compiled on its own, as answers.h says.
#include "braid/checker/models/check_question.h"
#include "braid/checker/models/protocol/protocol_check_sweep.h"
#include "braid/checker/models/protocol/protocol_model.h"

namespace braid::explore {

template SweepResult sweep(const models::Instrumented<models::ProtocolModel>&, const Weights&,
                           std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore

namespace braid::models {

template CheckResult answer_check<ProtocolModel>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
