#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/count_question.h"

namespace braid::models {

template class CountQuestion<AfsMessages>;

}  // namespace braid::models
