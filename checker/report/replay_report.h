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
};

/// The steps as a table, then the outcome, or the values so far and what could follow.
void write_replay_text(std::ostream& out, const ReplayReport& report);

/// The document that replay.schema.json describes.
void write_replay_json(std::ostream& out, const ReplayReport& report);

}  // namespace braid::report
