// Verdicts of `braid check`, with counterexamples and witnesses.
#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/models/system.h"
#include "braid/checker/report/json_writer.h"

namespace braid::report {

/// What became of one trace, by rising badness.
enum class CheckVerdict : std::uint8_t { holds, incomplete, violated };

[[nodiscard]] std::string_view name_of(CheckVerdict verdict);

/// Something that was checked, as the report names it: a property, a condition, or the absence of errors and
/// blocking.
struct CheckedClaim {
  std::string name;                 ///< `callback-coherence`, `exists: c1.read1 = 1`
  std::string kind;                 ///< `property`, `condition`, `error`, `blocked`
  bool expected_violation = false;  ///< the trace says that it is violated: if so, that is right
  CheckVerdict verdict = CheckVerdict::incomplete;
  bool witness = false;  ///< whether `schedule` shows that the claim holds, not that it is violated
  std::optional<explore::Schedule> schedule;
  std::vector<models::ReplayStep> steps;  ///< of `schedule`
  std::optional<formula::Explanation> explanation;
};

/// The verdicts of one trace.
struct CheckReport {
  const models::System* system = nullptr;
  std::string trace;           ///< as the user gave it
  std::string replay_command;  ///< `braid replay TRACE --schedule `, for the user's shell
  explore::SweepResult sweep;
  models::Reduction reduction;  ///< of the sweep
  explore::StopReason witnesses_stopped = explore::StopReason::none;
  std::optional<explore::Rank> last_rank;
  std::vector<CheckedClaim> claims;

  /// The worst of the claims'. One that is violated as expected counts as one that holds, and the other way
  /// round.
  [[nodiscard]] CheckVerdict verdict() const;
};

/// The report of a check whose result is parallel to `request`; `claims` are named and classified.
/// `is_condition` and `expected` (the verdict that the trace states) are parallel too; `progress_expected` is
/// about schedules that end while actors wait. Replays each schedule. The strings of the report are left
/// empty.
[[nodiscard]] CheckReport make_check_report(const models::System& system, const models::CheckRequest& request,
                                            const models::CheckResult& result,
                                            const std::vector<bool>& is_condition,
                                            const std::vector<std::optional<bool>>& expected = {},
                                            std::optional<bool> progress_expected = std::nullopt);

/// One line a claim; below a violated one its explanation, the steps and how to replay them.
void write_check_text(std::ostream& out, const CheckReport& report);

/// A trace's member of the array `traces` of the document that check.schema.json describes.
void write_check_json(JsonWriter& json, const CheckReport& report);

}  // namespace braid::report
