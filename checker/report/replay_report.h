// One schedule, step by step.
#pragma once

#include <ostream>
#include <string>
#include <vector>

#include "braid/checker/models/system.h"

namespace braid::report {

/// A step that could come next.
struct NextStep {
  std::uint32_t label = 0;
  std::string text;  ///< `c0: close a`
};

/// What is told of a replay; borrowed.
struct ReplayReport {
  const models::System& system;
  const explore::Schedule& schedule;
  const models::Replay& replay;
  const std::vector<NextStep>& next;  ///< parallel to Replay::enabled
  bool columns = false;               ///< text: a column for each actor, instead of what changes
  bool counts = false;                ///< how many events of each kind there were
  const models::System* native_system =
      nullptr;                             ///< with counts: the trace without its monitor, if it has one
  const models::Replay* native = nullptr;  ///< ... and its only schedule; null where it has several
};

/// The steps as a table, then the outcome, or the values so far and what could follow.
void write_replay_text(std::ostream& out, const ReplayReport& report);

/// The document that replay.schema.json describes.
void write_replay_json(std::ostream& out, const ReplayReport& report);

}  // namespace braid::report
