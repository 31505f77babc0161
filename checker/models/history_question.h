// Histories: whether what clients read and wrote in all schedules keeps to consistency models, which are no
// formulas over states, with a canonical schedule to the first history that does not.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/explore/witness.h"
#include "braid/checker/models/answers.h"
#include "braid/checker/models/history_states.h"
#include "braid/checker/models/instrumented.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/operation_recorder.h"
#include "braid/checker/models/replay_question.h"
#include "braid/checker/models/state_width.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// Answers one HistoryRequest. A first sweep gathers the histories of whole schedules, each once, and these
/// are checked: that decides, since a history that keeps to a model does so in each of its beginnings. Others
/// find the schedules to the first state whose history so far breaks a model.
template <ObservedModel M>
class HistoryQuestion {
 public:
  HistoryQuestion(const Trace& trace, const HistoryRequest& request, const Run& run)
      : request_(request), run_(run), model_(trace, OperationRecorder(trace, M::signature(trace))) {
    require_sweepable(trace, model_);
    options_.limits.most_states = kMostStates;
    options_.limits.stop = [&limits = run.limits] { return limits.poll(); };
  }

  [[nodiscard]] HistoryResult answer() {
    HistoryGatherer gatherer(reader());
    std::vector<explore::Observer*> observers = {&gatherer};
    if (run_.progress != nullptr) observers.push_back(run_.progress);
    const explore::ReachWeights weights;
    result_.sweep = explore::sweep(model_, weights, observers, run_.executor, run_.limits);
    decide(gatherer.take());
    find_schedules();
    return std::move(result_);
  }

 private:
  static constexpr std::uint64_t kMostStates = 1'000'000;  ///< of the search for one history's order

  [[nodiscard]] const OperationRecorder& recorder() const { return model_.recorder(); }
  [[nodiscard]] HistoryReader reader() const {
    return {recorder(), [this](explore::ObservableId id, explore::Control control) {
              return model_.reading(id, control);
            }};
  }

  [[nodiscard]] history::Verdict check(std::size_t model, const history::History& history) const {
    if (history.operations.empty()) {
      history::Verdict nothing;
      nothing.answer = history::Answer::holds;
      return nothing;
    }
    return history::check_history(*request_.models[model], history, options_);
  }

  void decide(const HistoryKeys& keys) {
    result_.histories = keys.size();
    result_.verdicts.resize(request_.models.size());
    const bool complete = result_.sweep.complete();
    for (HistoryVerdict& verdict : result_.verdicts)
      verdict.verdict = complete ? Verdict::holds : Verdict::undecided;
    for (const HistoryKey& key : keys) {
      const history::History history = recorder().history_of(key);
      for (std::size_t model = 0; model < request_.models.size(); ++model) {
        Verdict& verdict = result_.verdicts[model].verdict;
        if (verdict == Verdict::violated) continue;
        const history::Answer answer = check(model, history).answer;
        if (answer == history::Answer::violated) verdict = Verdict::violated;
        if (answer == history::Answer::unknown) verdict = Verdict::undecided;
      }
    }
  }

  void find_schedules() {
    std::vector<std::size_t> violated;
    for (std::size_t model = 0; model < result_.verdicts.size(); ++model) {
      if (result_.verdicts[model].verdict == Verdict::violated) violated.push_back(model);
    }
    if (violated.empty()) return;
    if (run_.limits.stopped() != explore::StopReason::none) {
      result_.witnesses_stopped = run_.limits.stopped();
      return;
    }
    SoughtHistories sought(reader(), violated, [this](std::size_t model, const HistoryKey& key) {
      return check(model, recorder().history_of(key)).answer == history::Answer::violated;
    });
    explore::Witnesses witnesses = explore::find_witnesses(model_, sought, false, run_.executor, run_.limits);
    result_.witnesses_stopped = witnesses.stopped;
    for (std::size_t target = 0; target < violated.size(); ++target) {
      HistoryVerdict& verdict = result_.verdicts[violated[target]];
      verdict.schedule = std::move(witnesses.schedules[target]);
      if (verdict.schedule) verdict.contradiction = contradiction(violated[target], *verdict.schedule);
    }
  }

  /// What is wrong with the history of a schedule that breaks the model.
  [[nodiscard]] std::string contradiction(std::size_t model, const explore::Schedule& schedule) const {
    Walker walker(model_);
    walker.follow(schedule);
    OperationRecorder::Readings reads;
    for (const explore::ObservableId id : recorder().tracked())
      reads.push_back(model_.reading(id, walker.control()));
    HistoryKey key;
    recorder().read(walker.state(), walker.control().positions, reads, key);
    const history::Verdict verdict = check(model, recorder().history_of(key));
    return verdict.contradiction ? verdict.contradiction->sentence : std::string();
  }

  const HistoryRequest& request_;
  const Run& run_;
  Instrumented<M> model_;
  history::CheckOptions options_;
  HistoryResult result_;
};

template <ObservedModel M>
HistoryResult answer_histories(const Trace& trace, const HistoryRequest& request, const Run& run) {
  return HistoryQuestion<M>(trace, request, run).answer();
}

}  // namespace braid::models
