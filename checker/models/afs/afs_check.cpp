#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/check_question.h"

namespace braid::models {

template class CheckQuestion<AfsMessages>;

}  // namespace braid::models
