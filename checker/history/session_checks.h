// Consistency of sessions: what is read between an open and its close.
#pragma once

#include "braid/checker/history/history.h"
#include "braid/checker/history/verdict.h"

namespace braid::history {

/// Close-to-open: a session that is opened after another session, which had written, was closed sees that or
/// something newer, where it has not written itself. A read of v offends if some other session wrote the
/// same, was opened after v's session had been closed, and was closed before the reader's open began; or if
/// v's own session wrote again, and was closed before. A lower bound: it only counts what real time proves.
/// O(n log n). REQUIRES history.unique_writes.
[[nodiscard]] Verdict check_close_to_open(const History& history);

/// Session snapshot (AFS): in a session, what it has not written itself reads the same, but for what the same
/// client wrote. O(n). REQUIRES history.unique_writes.
[[nodiscard]] Verdict check_session(const History& history);

}  // namespace braid::history
