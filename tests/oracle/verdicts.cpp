#include "verdicts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "archived_outcomes.h"
#include "braid/checker/explore/archive.h"
#include "braid/checker/explore/limits.h"

namespace braid::oracle {
namespace {

using models::Verdict;

std::ostream& operator<<(std::ostream& out, const std::optional<Schedule>& schedule) {
  if (!schedule) return out << "none";
  out << '[';
  for (const std::uint32_t label : *schedule) out << ' ' << label;
  return out << " ]";
}

std::optional<Schedule> schedule_of(const std::optional<RankedSchedule>& found) {
  return found ? std::optional(found->labels) : std::nullopt;
}

/// A statement is violated if a claim is, and tells by the first; if all hold, the first one with a witness
/// tells.
StatementVerdict conclude(const AfsStatement& statement,
                          std::span<const std::optional<RankedSchedule>> decided) {
  StatementVerdict result{statement.name, Verdict::holds, std::nullopt};
  for (std::size_t i = 0; i < statement.claims.size(); ++i) {
    const bool exists = statement.claims[i].kind == ConditionKind::exists;
    if (exists != decided[i].has_value()) {
      return {statement.name, Verdict::violated, schedule_of(decided[i])};
    }
    if (!result.schedule) result.schedule = schedule_of(decided[i]);
  }
  return result;
}

/// The number of steps after which every claim is decided, if one is violated by then.
std::optional<std::size_t> steps_to_decide_all(std::span<const AfsStatement> statements,
                                               std::span<const std::optional<RankedSchedule>> decided) {
  std::size_t steps = 0;
  for (const auto& found : decided) {
    if (!found) return std::nullopt;
    steps = std::max(steps, found->steps);
  }
  const auto violable = [](const HistoryClaim& claim) { return claim.kind != ConditionKind::exists; };
  const bool violated = std::any_of(statements.begin(), statements.end(), [&](const AfsStatement& statement) {
    return std::any_of(statement.claims.begin(), statement.claims.end(), violable);
  });
  return violated ? std::optional(steps) : std::nullopt;
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Verdicts& verdicts) {
  for (const StatementVerdict& statement : verdicts.statements) {
    constexpr std::array kNames = {"holds", "violated", "undecided"};
    out << "  " << statement.name << ": " << kNames.at(static_cast<std::size_t>(statement.verdict)) << ' '
        << statement.schedule << '\n';
  }
  return out << "  error " << verdicts.found_error << ' ' << verdicts.error << ", blocked "
             << verdicts.found_blocked << ' ' << verdicts.blocked
             << (verdicts.cut_short ? ", cut short\n" : "\n");
}

Verdicts expected_verdicts(std::span<const AfsStatement> statements,
                           std::span<const std::optional<RankedSchedule>> decided,
                           const std::optional<RankedSchedule>& error, std::size_t length) {
  Verdicts verdicts;
  std::size_t claim = 0;
  for (const AfsStatement& statement : statements) {
    verdicts.statements.push_back(conclude(statement, decided.subspan(claim, statement.claims.size())));
    claim += statement.claims.size();
  }
  const auto steps = steps_to_decide_all(statements, decided);
  verdicts.cut_short = steps && *steps < length;
  verdicts.found_error = error && (!verdicts.cut_short || error->steps <= *steps);
  if (verdicts.found_error) verdicts.error = error->labels;
  return verdicts;
}

BoundStatements::BoundStatements(const models::System& system, std::span<const AfsStatement> statements) {
  request.signature = system.signature();
  for (const AfsStatement& statement : statements) {
    names.push_back(statement.name);
    request.properties.push_back(statement.bind(request.signature));
  }
}

Verdicts Checker::check(const models::System& system, const BoundStatements& statements, std::size_t way) {
  explore::Limits limits;
  explore::Archive archive;
  const bool archived = way >= executors_.size();
  const models::Run run{executors_.at(way % executors_.size()), limits, nullptr,
                        archived ? &archive : nullptr};
  const models::CheckResult result = system.check(statements.request, run);
  if (archived) {
    EXPECT_EQ(archived_states(archive), result.sweep.states);
  }
  EXPECT_EQ(result.witnesses_stopped, explore::StopReason::none);
  Verdicts verdicts;
  for (std::size_t i = 0; i < statements.names.size(); ++i) {
    const models::PropertyResult& property = result.properties.at(i);
    verdicts.statements.push_back({statements.names[i], property.verdict, property.schedule});
    EXPECT_EQ(property.explanation.has_value(), property.schedule.has_value()) << statements.names[i];
  }
  verdicts.found_error = result.found_error;
  verdicts.error = result.error;
  verdicts.found_blocked = result.found_blocked;
  verdicts.blocked = result.blocked;
  verdicts.cut_short = result.sweep.stopped == explore::StopReason::satisfied;
  return verdicts;
}

}  // namespace braid::oracle
