// Checking afs2: compiled on its own, as answers.h says.
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/afs2_check_sweep.h"
#include "braid/checker/models/check_question.h"

namespace braid::explore {

template SweepResult sweep(const models::Instrumented<models::Afs2>&, const Weights&,
                           std::span<Observer* const>, Executor&, Limits&);

}  // namespace braid::explore

namespace braid::models {

template CheckResult answer_check<Afs2>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
