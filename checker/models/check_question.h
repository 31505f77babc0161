// Checking: which properties hold in all schedules, with a canonical counterexample for each that does not.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "braid/checker/explore/sweep.h"
#include "braid/checker/explore/witness.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/formula/explanation.h"
#include "braid/checker/models/answers.h"
#include "braid/checker/models/claim_observer.h"
#include "braid/checker/models/instrumented.h"
#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/reduction/reduced.h"
#include "braid/checker/models/replay_question.h"
#include "braid/checker/models/state_width.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// Answers one CheckRequest: one sweep, of fewer states where the model knows how, decides all claims; others
/// find the canonical schedules among all.
template <ObservedModel M>
class CheckQuestion {
 public:
  CheckQuestion(const Trace& trace, const CheckRequest& request, const Run& run)
      : request_(request),
        run_(run),
        claims_(claims_of(request)),
        model_(trace, tracked_of(request), request.signature, request.properties) {
    require_sweepable(trace, model_);
  }

  [[nodiscard]] CheckResult answer() {
    ClaimObserver observer(claims_, reading(), request_.thorough);
    if constexpr (ReducibleModel<M>) {
      if (request_.reduce && run_.archive == nullptr) {
        answer_reduced(observer);
        return std::move(result_);
      }
    }
    decide(model_, observer);
    find_schedules(result_.sweep.graded, std::nullopt);
    conclude(observer);
    return std::move(result_);
  }

 private:
  /// The observer of the claims, with those that only look on: they do not keep the sweep going.
  class Chorus final : public explore::Observer {
   public:
    Chorus(ClaimObserver& claims, const Run& run) : claims_(claims), members_({&claims}) {
      if (run.progress != nullptr) members_.push_back(run.progress);
      if (run.archive != nullptr) members_.push_back(run.archive);
    }
    void begin(unsigned workers) override {
      for (Observer* member : members_) member->begin(workers);
    }
    void visit(unsigned worker, const explore::CellView& cell) override {
      for (Observer* member : members_) member->visit(worker, cell);
    }
    void rank_done(const explore::RankSummary& summary) override {
      for (Observer* member : members_) member->rank_done(summary);
    }
    [[nodiscard]] bool satisfied() const override { return claims_.satisfied(); }

   private:
    ClaimObserver& claims_;
    std::vector<Observer*> members_;
  };

  /// What a schedule is sought to: a state that decides a claim, an error, or a blocked state.
  struct Target {
    enum class Kind : std::uint8_t { claim, error, blocked } kind = Kind::claim;
    std::size_t claim = 0;
    std::uint64_t fewest_steps = 0;
  };

  class SoughtStates final : public explore::Sought {
   public:
    SoughtStates(const CheckQuestion& question, explore::Rank first, bool graded)
        : question_(question), first_(first), graded_(graded) {}

    [[nodiscard]] std::size_t targets() const override { return question_.targets_.size(); }
    [[nodiscard]] std::uint64_t fewest_steps(std::size_t target) const override {
      return question_.targets_[target].fewest_steps;
    }
    void begin(unsigned workers) override {
      evaluators_.clear();
      for (unsigned worker = 0; worker < workers; ++worker) {
        evaluators_.emplace_back(question_.claims_, question_.reading());
      }
    }
    void look(unsigned worker, const explore::CellView& cell,
              const std::function<void(std::size_t, std::uint32_t)>& found) override {
      const auto steps = static_cast<std::uint64_t>(cell.control.rank - first_);
      for (std::size_t index = 0; index < targets(); ++index) {
        const Target& target = question_.targets_[index];
        if (graded_ && target.fewest_steps != steps) continue;
        const auto tell = [&](std::uint32_t state) { found(index, state); };
        if (target.kind == Target::Kind::claim) {
          evaluators_[worker].states(cell, target.claim, tell);
        } else {
          const auto ending =
              target.kind == Target::Kind::error ? explore::Ending::error : explore::Ending::blocked;
          if (cell.ending != ending) continue;
          for (std::uint32_t state = 0; state < cell.count; ++state) {
            if (cell.choices_of(state) == 0) tell(state);
          }
        }
      }
    }

   private:
    const CheckQuestion& question_;
    explore::Rank first_;
    bool graded_;
    std::vector<ClaimEvaluator> evaluators_;
  };

  template <class Swept>
  void decide(const Swept& model, ClaimObserver& observer) {
    Chorus chorus(observer, run_);
    explore::Observer* const all[] = {&chorus};
    const explore::ReachWeights weights;
    result_.sweep = explore::sweep(model, weights, all, run_.executor, run_.limits);
    complete_ = result_.sweep.complete();
    result_.found_error = observer.error().has_value();
    result_.found_blocked = observer.blocked().has_value();
    list_targets(observer);
  }

  /// Canonical schedules are among all schedules, so these are sought in the model itself; what the reduced
  /// one finds bounds their length.
  void answer_reduced(ClaimObserver& observer) {
    const Reduced<M> reduced(model_, request_.signature, request_.properties);
    decide(reduced, observer);
    result_.reduction = {reduced.symmetries(), reduced.left_out()};
    std::uint64_t most_steps = 0;
    if (!targets_.empty() && run_.limits.stopped() == explore::StopReason::none) {
      SoughtStates sought(*this, model_.initial().rank, false);
      const auto fewest = explore::fewest_steps_to(reduced, sought, std::nullopt, run_.executor, run_.limits,
                                                   result_.witnesses_stopped);
      most_steps = *std::max_element(fewest.begin(), fewest.end());
      // Where all claims are decided, the sweep may have put an error off that is nearer.
      if (result_.sweep.stopped == explore::StopReason::satisfied) seek_failures_too();
    }
    find_schedules(false, most_steps);
    if (result_.sweep.stopped == explore::StopReason::satisfied &&
        result_.witnesses_stopped == explore::StopReason::none) {
      drop_later_failures();
    }
    conclude(observer);
  }

  /// Without a reduction the sweep would have stopped before it came to these.
  void drop_later_failures() {
    std::size_t longest = 0;
    for (std::size_t target = 0; target < targets_.size(); ++target) {
      const bool claim = targets_[target].kind == Target::Kind::claim && schedules_[target];
      if (claim) longest = std::max(longest, schedules_[target]->size());
    }
    result_.found_error = false;
    result_.found_blocked = false;
    for (std::size_t target = 0; target < targets_.size(); ++target) {
      const bool claim = targets_[target].kind == Target::Kind::claim;
      if (!claim && schedules_[target] && schedules_[target]->size() > longest) schedules_[target].reset();
    }
  }

  void seek_failures_too() {
    for (const auto kind : {Target::Kind::error, Target::Kind::blocked}) {
      const bool sought = std::any_of(targets_.begin(), targets_.end(),
                                      [&](const Target& target) { return target.kind == kind; });
      if (!sought) targets_.push_back({kind, 0, 0});
    }
    schedules_.resize(targets_.size());
  }

  [[nodiscard]] static std::vector<formula::BoundFormula> claims_of(const CheckRequest& request) {
    std::vector<formula::BoundFormula> claims;
    for (const formula::BoundProperty& property : request.properties) {
      claims.insert(claims.end(), property.claims.begin(), property.claims.end());
    }
    return claims;
  }

  [[nodiscard]] static std::vector<explore::ObservableId> tracked_of(const CheckRequest& request) {
    std::vector<explore::ObservableId> tracked;
    for (const formula::BoundProperty& property : request.properties) {
      const auto used = formula::observables_used(property);
      tracked.insert(tracked.end(), used.begin(), used.end());
    }
    return tracked;
  }

  [[nodiscard]] explore::ReadControl reading() const {
    return [this](explore::ObservableId id, explore::Control control) { return model_.reading(id, control); };
  }

  void list_targets(const ClaimObserver& observer) {
    const explore::Rank first = model_.initial().rank;
    const auto add = [&](typename Target::Kind kind, std::size_t claim, std::optional<explore::Rank> rank) {
      if (rank) targets_.push_back({kind, claim, static_cast<std::uint64_t>(*rank - first)});
    };
    for (std::size_t claim = 0; claim < claims_.size(); ++claim) {
      add(Target::Kind::claim, claim, observer.decided(claim));
    }
    add(Target::Kind::error, 0, observer.error());
    add(Target::Kind::blocked, 0, observer.blocked());
    schedules_.resize(targets_.size());
  }

  /// `most_steps`: no target needs more; absent if that is not known.
  void find_schedules(bool graded, std::optional<std::uint64_t> most_steps) {
    if (targets_.empty()) return;
    if (run_.limits.stopped() != explore::StopReason::none) {
      result_.witnesses_stopped = run_.limits.stopped();
      return;
    }
    SoughtStates sought(*this, model_.initial().rank, graded);
    explore::Witnesses witnesses =
        explore::find_witnesses(model_, sought, graded, run_.executor, run_.limits, most_steps);
    result_.witnesses_stopped = witnesses.stopped;
    schedules_ = std::move(witnesses.schedules);
  }

  void conclude(const ClaimObserver& observer) {
    std::size_t claim = 0;
    for (const formula::BoundProperty& property : request_.properties) {
      PropertyResult result;
      result.verdict = Verdict::holds;
      for (std::size_t i = 0; i < property.claims.size(); ++i, ++claim) conclude(claim, observer, result);
      result_.properties.push_back(std::move(result));
    }
    for (std::size_t target = 0; target < targets_.size(); ++target) {
      if (targets_[target].kind == Target::Kind::error) result_.error = schedules_[target];
      if (targets_[target].kind == Target::Kind::blocked) result_.blocked = schedules_[target];
    }
    result_.found_error = result_.found_error || result_.error;
    result_.found_blocked = result_.found_blocked || result_.blocked;
  }

  /// Adds one claim's verdict to its property's: the first that is violated, else undecided, tells.
  void conclude(std::size_t claim, const ClaimObserver& observer, PropertyResult& result) const {
    const bool decided = observer.decided(claim).has_value();
    const bool exists = claims_[claim].kind == ConditionKind::exists;
    Verdict verdict = Verdict::undecided;
    if (decided) {
      verdict = exists ? Verdict::holds : Verdict::violated;
    } else if (complete_) {
      verdict = exists ? Verdict::violated : Verdict::holds;
    }
    const bool worse = (verdict == Verdict::violated && result.verdict != Verdict::violated) ||
                       (verdict == Verdict::undecided && result.verdict == Verdict::holds);
    const bool first_witness =
        verdict == Verdict::holds && result.verdict == Verdict::holds && !result.schedule;
    if (!worse && !first_witness) return;
    result.verdict = verdict;
    result.schedule.reset();
    result.explanation.reset();
    for (std::size_t target = 0; target < targets_.size(); ++target) {
      if (targets_[target].kind != Target::Kind::claim || targets_[target].claim != claim) continue;
      result.schedule = schedules_[target];
      if (result.schedule) result.explanation = explain(claim, *result.schedule);
    }
  }

  [[nodiscard]] std::optional<formula::Explanation> explain(std::size_t claim,
                                                            const explore::Schedule& schedule) const {
    Walker walker(model_);
    walker.follow(schedule);
    const auto value_of = [&](explore::ObservableId id) { return walker.value(id); };
    const std::size_t instance = formula::deciding_instance(claims_[claim], value_of);
    if (instance >= claims_[claim].instances.size()) return std::nullopt;
    return formula::explain(claims_[claim], instance, request_.signature, value_of);
  }

  const CheckRequest& request_;
  const Run& run_;
  std::vector<formula::BoundFormula> claims_;
  Instrumented<M> model_;
  bool complete_ = false;
  std::vector<Target> targets_;
  std::vector<std::optional<explore::Schedule>> schedules_;  // by target
  CheckResult result_;
};

template <ObservedModel M>
CheckResult answer_check(const Trace& trace, const CheckRequest& request, const Run& run) {
  return CheckQuestion<M>(trace, request, run).answer();
}

}  // namespace braid::models
