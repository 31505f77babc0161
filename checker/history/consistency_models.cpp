#include "braid/checker/history/consistency_models.h"

#include <fmt/format.h>

#include <array>

#include "braid/checker/history/bounded_staleness.h"
#include "braid/checker/history/linearizable.h"
#include "braid/checker/history/process_guarantees.h"
#include "braid/checker/history/sequential.h"
#include "braid/checker/history/session_checks.h"

namespace braid::history {
namespace {

constexpr std::array kModels = std::to_array<ConsistencyModel>({
    {"linearizable", "each operation takes effect at one moment between its call and its return", false,
     false,
     [](const History& history, const CheckOptions& options) {
       return check_linearizable(history, options.limits);
     }},
    {"sequential", "one order of all operations that keeps each process's explains all reads", true, false,
     [](const History& history, const CheckOptions& options) {
       return check_sequential(history, options.limits);
     }},
    {"close-to-open", "an open sees what was closed before", true, true,
     [](const History& history, const CheckOptions&) { return check_close_to_open(history); }},
    {"session", "between open and close, a file is as it was opened, but for the client's own writes", true,
     true, [](const History& history, const CheckOptions&) { return check_session(history); }},
    {"read-your-writes", "no process reads what is older than its own last write", true, false,
     [](const History& history, const CheckOptions&) { return check_read_your_writes(history); }},
    {"monotonic-reads", "no process reads what is older than what it has read", true, false,
     [](const History& history, const CheckOptions&) { return check_monotonic_reads(history); }},
    {"monotonic-writes", "a process's writes are seen in its order", true, false,
     [](const History& history, const CheckOptions&) { return check_monotonic_writes(history); }},
    {"writes-follow-reads", "whoever sees a write also sees what its writer had read", true, false,
     [](const History& history, const CheckOptions&) { return check_writes_follow_reads(history); }},
    {"bounded-staleness", "what is read was replaced at most so long ago (--bound; measured)", true, false,
     [](const History& history, const CheckOptions& options) {
       return check_bounded_staleness(history, options.staleness_bound);
     }},
});

Verdict cannot_tell(const ConsistencyModel& model, std::string why) {
  Verdict verdict;
  verdict.model = model.name;
  verdict.why_unknown = std::move(why);
  return verdict;
}

}  // namespace

std::span<const ConsistencyModel> consistency_models() {
  return kModels;
}

const ConsistencyModel* find_consistency_model(std::string_view name) {
  for (const ConsistencyModel& model : kModels) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

Verdict check_history(const ConsistencyModel& model, const History& history, const CheckOptions& options) {
  if (model.needs_unique_writes && !history.unique_writes)
    return cannot_tell(
        model, "it needs writes of which no two write the same value, and nothing but reads and writes");
  if (model.needs_sessions && history.sessions.empty())
    return cannot_tell(model, "it is about opens and closes, of which the recording has none");
  if (history.recorded == 0) return cannot_tell(model, "the recording has no reads and writes");
  Verdict verdict = model.check(history, options);
  verdict.model = model.name;
  if (verdict.answer == Answer::holds && !history.left_out.empty()) {
    verdict.answer = Answer::unknown;
    verdict.why_unknown =
        fmt::format("of what was checked it holds, but not all was: {}", history.left_out.front());
  }
  return verdict;
}

}  // namespace braid::history
