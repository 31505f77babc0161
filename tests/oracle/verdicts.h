// Verdicts on statements: what is expected from the search over all schedules, and what System::check says.
#pragma once

#include <array>
#include <optional>
#include <ostream>
#include <span>
#include <string>
#include <vector>

#include "afs_statement.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"

namespace braid::oracle {

struct StatementVerdict {
  std::string name;
  models::Verdict verdict = models::Verdict::undecided;
  std::optional<Schedule> schedule;
  friend bool operator==(const StatementVerdict&, const StatementVerdict&) = default;
};

struct Verdicts {
  std::vector<StatementVerdict> statements;
  bool found_error = false;
  std::optional<Schedule> error;
  bool found_blocked = false;
  std::optional<Schedule> blocked;
  /// Whether every claim was decided, one by a violation, so that the rest was not looked at.
  bool cut_short = false;
  friend bool operator==(const Verdicts&, const Verdicts&) = default;
};

std::ostream& operator<<(std::ostream& out, const Verdicts& verdicts);

/// What a check of `statements` must come to, where `findings` are those for their claims, in order, and a
/// schedule has `length` steps if none fails.
[[nodiscard]] Verdicts expected_verdicts(std::span<const AfsStatement> statements,
                                         std::span<const std::optional<RankedSchedule>> decided,
                                         const std::optional<RankedSchedule>& error, std::size_t length);

/// Statements that are checked together.
struct BoundStatements {
  BoundStatements(const models::System& system, std::span<const AfsStatement> statements);
  std::vector<std::string> names;
  models::CheckRequest request;
};

/// System::check on one, two or eight threads, which take even the smallest rank, with or without an archive.
class Checker {
 public:
  static constexpr std::size_t kWays = 6;

  /// `way` is below kWays. Expects of an archive that it holds all states.
  [[nodiscard]] Verdicts check(const models::System& system, const BoundStatements& statements,
                               std::size_t way);

 private:
  std::array<explore::Executor, 3> executors_ = {explore::Executor(1, 0), explore::Executor(2, 0),
                                                 explore::Executor(8, 0)};
};

}  // namespace braid::oracle
