// Histories of every model of a file system, compiled together: most of what that costs is the same for all.
#include "braid/checker/models/afs/afs_check_sweep.h"
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/afs2_check_sweep.h"
#include "braid/checker/models/history_question.h"
#include "braid/checker/models/protocol/protocol_check_sweep.h"
#include "braid/checker/models/protocol/protocol_model.h"

namespace braid::models {

template HistoryResult answer_histories<Afs2>(const Trace&, const HistoryRequest&, const Run&);
template HistoryResult answer_histories<AfsMessages>(const Trace&, const HistoryRequest&, const Run&);
template HistoryResult answer_histories<ProtocolModel>(const Trace&, const HistoryRequest&, const Run&);

}  // namespace braid::models
