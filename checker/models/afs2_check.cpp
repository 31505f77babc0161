// Checking afs2: compiled on its own, since it instantiates the sweep for every width of state.
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/check_question.h"

namespace braid::models {

template class CheckQuestion<Afs2>;

}  // namespace braid::models
