// Checking the virtual machine monitor: compiled on its own, as answers.h says.
#include "braid/checker/models/check_question.h"
#include "braid/checker/models/vmm/vmm.h"

namespace braid::models {

template CheckResult answer_check<Vmm>(const Trace&, const CheckRequest&, const Run&);

}  // namespace braid::models
