#include "braid/checker/command/matrix_row.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/command/shell_word.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/explanation.h"
#include "braid/checker/models/operation_recorder.h"
#include "braid/checker/models/system.h"
#include "braid/checker/report/schedule_text.h"
#include "braid/tracer/load.h"

namespace braid::command {
namespace {

/// Ends an exploration that has visited too many states; passes all on to who shows the progress.
class StateLimit final : public explore::Observer {
 public:
  StateLimit(std::uint64_t most, explore::Limits& limits, explore::Observer* next)
      : most_(most), limits_(limits), next_(next) {}

  void begin(unsigned workers) override {
    if (next_ != nullptr) next_->begin(workers);
  }
  void visit(unsigned worker, const explore::CellView& cell) override {
    if (next_ != nullptr) next_->visit(worker, cell);
  }
  void rank_done(const explore::RankSummary& summary) override {
    if (next_ != nullptr) next_->rank_done(summary);
    if (summary.total_states >= most_) limits_.request_stop(explore::StopReason::steps);
  }
  [[nodiscard]] bool satisfied() const override { return next_ == nullptr || next_->satisfied(); }

 private:
  std::uint64_t most_;
  explore::Limits& limits_;
  explore::Observer* next_;
};

/// What one program has to say of one cell.
struct Finding {
  models::Verdict verdict = models::Verdict::undecided;
  std::optional<explore::Schedule> schedule;
  std::string explanation;
  explore::StopReason stopped = explore::StopReason::none;
  std::uint64_t states = 0;
};

/// Why something is missing; `satisfied` means that nothing is.
explore::StopReason cut(explore::StopReason reason) {
  return reason == explore::StopReason::satisfied ? explore::StopReason::none : reason;
}

class RowComputation {
 public:
  RowComputation(const OpenedRow& opened, const MatrixQuestion& question, RunSession& session)
      : opened_(opened), question_(question), session_(session) {
    row_.system = opened.system;
    row_.refused = opened.refused;
    row_.cells.resize(question.columns.size());
  }

  report::MatrixRow run() {
    for (const OpenedRow::Program& program : opened_.programs) {
      check_properties(program.name, *program.system);
      check_histories(program.name, *program.system);
    }
    return std::move(row_);
  }

 private:
  void explore(const models::System& system, const std::function<void(const models::Run&)>& body) {
    session_.run(system.forecast(), [&](const models::Run& run) {
      if (!question_.most_states) return body(run);
      StateLimit limit(*question_.most_states, run.limits, run.progress);
      body({run.executor, run.limits, &limit, run.archive});
    });
  }

  void check_properties(const std::string& program, const models::System& system) {
    models::CheckRequest request;
    request.signature = system.signature();
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < question_.columns.size(); ++column) {
      if (question_.columns[column].history != nullptr) continue;
      const formula::Property* property = formula::find_property(
          question_.properties, question_.columns[column].property, system.signature().system);
      if (property == nullptr || !formula::applies_to(*property, system.signature())) continue;
      request.properties.push_back(formula::bind_property(*property, request.signature));
      columns.push_back(column);
    }
    if (columns.empty()) return;
    models::CheckResult result;
    explore(system, [&](const models::Run& run) { result = system.check(request, run); });
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const models::PropertyResult& property = result.properties[i];
      Finding finding{property.verdict, property.schedule, {}, {}, result.sweep.states};
      if (property.explanation) finding.explanation = formula::to_text(*property.explanation);
      finding.stopped = stopped(property.verdict, property.schedule.has_value(), result.sweep.stopped,
                                result.witnesses_stopped);
      add(program, system, columns[i], finding);
    }
  }

  void check_histories(const std::string& program, const models::System& system) {
    models::HistoryRequest request;
    std::vector<std::size_t> columns;
    for (std::size_t column = 0; column < question_.columns.size(); ++column) {
      if (question_.columns[column].history == nullptr) continue;
      request.models.push_back(question_.columns[column].history);
      columns.push_back(column);
    }
    if (columns.empty() || !models::makes_histories(system.trace())) return;
    models::HistoryResult result;
    explore(system, [&](const models::Run& run) { result = system.check_histories(request, run); });
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const models::HistoryVerdict& verdict = result.verdicts[i];
      Finding finding{verdict.verdict, verdict.schedule, verdict.contradiction, {}, result.sweep.states};
      finding.stopped = stopped(verdict.verdict, verdict.schedule.has_value(), result.sweep.stopped,
                                result.witnesses_stopped);
      add(program, system, columns[i], finding);
    }
  }

  [[nodiscard]] static explore::StopReason stopped(models::Verdict verdict, bool schedule,
                                                   explore::StopReason sweep, explore::StopReason witnesses) {
    if (verdict == models::Verdict::undecided) return cut(sweep);
    const bool misses = verdict == models::Verdict::violated && !schedule;
    return misses ? cut(witnesses) : explore::StopReason::none;
  }

  void add(const std::string& program, const models::System& system, std::size_t column,
           const Finding& finding) {
    report::MatrixCell& cell = row_.cells[column];
    cell.states += finding.states;
    if (cell.stopped == explore::StopReason::none) cell.stopped = finding.stopped;
    switch (finding.verdict) {
      case models::Verdict::holds:
        cell.verdict = std::max(cell.verdict, report::CellVerdict::holds);
        break;
      case models::Verdict::undecided:
        cell.verdict = std::max(cell.verdict, report::CellVerdict::incomplete);
        break;
      case models::Verdict::violated:
        violate(program, system, finding, cell);
        break;
    }
  }

  void violate(const std::string& program, const models::System& system, const Finding& finding,
               report::MatrixCell& cell) const {
    const bool first = cell.verdict != report::CellVerdict::violated;
    cell.verdict = report::CellVerdict::violated;
    const bool shorter = finding.schedule && (!cell.steps || finding.schedule->size() < *cell.steps);
    if (!first && !shorter) return;
    cell.program = program;
    if (!finding.schedule) return;
    cell.steps = finding.schedule->size();
    cell.explanation = finding.explanation;
    cell.replay = fmt::format("braid replay {} --under {} --schedule {}", shell_quoted(program),
                              shell_quoted(row_.system),
                              shell_quoted(report::to_text(*finding.schedule, system.label_count())));
  }

  const OpenedRow& opened_;
  const MatrixQuestion& question_;
  RunSession& session_;
  report::MatrixRow row_;
};

}  // namespace

OpenedRow open_row(const std::string& system, const std::vector<std::string>& programs) {
  OpenedRow row;
  row.system = system;
  std::optional<InputError> refusal;
  for (const std::string& program : programs) {
    try {
      std::vector<std::string> remarks;
      row.programs.push_back(
          {program, models::open_system(load_trace(program, {std::nullopt, system}, remarks))});
    } catch (const InputError& error) {
      if (!refusal) refusal = error;
      row.refused.push_back({program, error.cause()});
    }
  }
  if (row.programs.empty() && refusal) throw InputError(*refusal);
  return row;
}

report::MatrixRow compute_row(const OpenedRow& row, const MatrixQuestion& question, RunSession& session) {
  return RowComputation(row, question, session).run();
}

}  // namespace braid::command
