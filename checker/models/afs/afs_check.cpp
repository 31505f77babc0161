// Checking AFS at message granularity: compiled on its own, as answers.h says.
#include "braid/checker/models/afs/afs_check_sweep.h"
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/check_question.h"

namespace braid::explore {

template SweepResult sweep(const models::Instrumented<models::AfsMessages>&, const Weights&,
                           std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore

namespace braid::models {

template CheckResult answer_check<AfsMessages>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
