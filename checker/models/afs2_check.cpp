// Checking afs2: compiled on its own, as answers.h says.
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/check_question.h"

namespace braid::models {

template CheckResult answer_check<Afs2>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
