// Counting and pricing the virtual machine monitor: compiled on its own, as answers.h says.
#include "braid/checker/models/count_question.h"
#include "braid/checker/models/price_question.h"
#include "braid/checker/models/vmm/vmm_sweep.h"

namespace braid::models {

template CountResult answer_count<Vmm>(const Trace&, const CountRequest&, const Run&);
template PriceResult answer_prices<Vmm>(const Trace&, const EventPrice&, const Run&);

}  // namespace braid::models
