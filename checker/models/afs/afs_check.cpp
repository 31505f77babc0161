// Checking AFS at message granularity: compiled on its own, as answers.h says.
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/check_question.h"

namespace braid::models {

template CheckResult answer_check<AfsMessages>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
