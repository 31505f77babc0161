// A trace loaded into the model of its system, as the verbs see it: questions in, answers out.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/explore/archive.h"
#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/schedule.h"
#include "braid/checker/explore/sweep_result.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/formula/explanation.h"
#include "braid/checker/history/consistency_models.h"
#include "braid/checker/models/walk.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// How big the exploration will be, from the trace alone; nothing where that cannot be told without
/// exploring.
struct Forecast {
  explore::BigInteger schedules;      ///< linear extensions: exact where no step blocks, branches or fails
  double cells = 0;                   ///< combinations of positions: at least one state each
  double widest_rank_cells = 0;       ///< the most of one rank
  std::vector<double> cells_by_rank;  ///< empty where there are too many ranks to list
};

/// Where a run's threads, limits and listeners come from. Borrowed for the length of a call.
struct Run {
  explore::Executor& executor;
  explore::Limits& limits;
  explore::Observer* progress = nullptr;  ///< told of every finished rank; may be null
  explore::Archive* archive = nullptr;    ///< keeps every finished rank of the main sweep; may be null
};

struct CountRequest {
  std::vector<explore::ObservableId> by;       ///< what tells outcomes apart, in the order of printing
  std::optional<formula::BoundFormula> where;  ///< only final outcomes of which this (a condition) is true
  bool probability = true;
  std::optional<std::size_t> witnesses;  ///< how many of the first outcomes get a witness; absent: all
};

/// One row of the outcome table.
struct Outcome {
  explore::OutcomeKey key;  ///< values parallel to CountRequest::by
  explore::BigInteger schedules;
  std::optional<explore::BigRational> probability;  ///< under the random scheduler
  std::optional<explore::Schedule> witness;         ///< canonical
};

struct CountResult {
  explore::SweepResult sweep;
  std::vector<Outcome> outcomes;                                      ///< by falling schedules, then by key
  explore::BigInteger schedules;                                      ///< the sum over `outcomes`
  explore::BigInteger left_out;                                       ///< schedules that `where` left out
  explore::StopReason witnesses_stopped = explore::StopReason::none;  ///< why witnesses are missing
};

enum class Verdict : std::uint8_t { holds, violated, undecided };

/// What became of one property or condition.
struct PropertyResult {
  Verdict verdict = Verdict::undecided;
  /// violated: the canonical counterexample; an `exists` that holds: its canonical witness; else nothing, as
  /// for an `exists` that is violated, since all schedules are.
  std::optional<explore::Schedule> schedule;
  std::optional<formula::Explanation> explanation;  ///< of the last state of `schedule`
};

struct CheckRequest {
  explore::Signature signature;  ///< the system's, extended by what the properties remember
  std::vector<formula::BoundProperty> properties;
  /// Whether errors and blocked states matter even where all properties are decided before one is found.
  bool thorough = false;
  bool reduce = true;  ///< sweep fewer states where that gives the same verdicts and schedules
};

/// What let a sweep visit fewer states than there are.
struct Reduction {
  std::size_t symmetries = 1;  ///< permutations of clients, the identity included
  bool partial_order = false;  ///< steps were left out that nothing depends on
  [[nodiscard]] bool any() const { return symmetries > 1 || partial_order; }
};

struct CheckResult {
  explore::SweepResult sweep;
  Reduction reduction;                     ///< of this sweep
  std::vector<PropertyResult> properties;  ///< parallel to CheckRequest::properties
  std::optional<explore::Schedule> error;  ///< canonical schedule to a step that fails, if there is one
  std::optional<explore::Schedule>
      blocked;               ///< canonical schedule to a state where actors wait, if there is one
  bool found_error = false;  ///< also where the limits ended the search for the schedule
  bool found_blocked = false;
  explore::StopReason witnesses_stopped = explore::StopReason::none;
};

/// Whether what clients read and wrote, in real time, always keeps to consistency models.
struct HistoryRequest {
  std::vector<const history::ConsistencyModel*> models;  ///< linearizable, sequential: those without sessions
};

/// What became of one consistency model.
struct HistoryVerdict {
  Verdict verdict = Verdict::undecided;
  std::optional<explore::Schedule>
      schedule;               ///< violated: the canonical one to the first history that shows it
  std::string contradiction;  ///< of that history, for people
};

struct HistoryResult {
  explore::SweepResult sweep;
  std::uint64_t histories = 0;           ///< different ones, of whole schedules
  std::vector<HistoryVerdict> verdicts;  ///< parallel to HistoryRequest::models
  explore::StopReason witnesses_stopped = explore::StopReason::none;
};

/// What an event costs, in whatever unit. Called from many threads at once.
using EventPrice = std::function<std::uint64_t(const explore::EventInstance&)>;

struct PricedSchedule {
  std::uint64_t price = 0;
  explore::Schedule schedule;
};

/// Of all schedules that run to their end, the cheapest and the dearest; among equals the canonical one.
struct PriceResult {
  explore::SweepResult sweep;
  std::optional<PricedSchedule> cheapest;  ///< nothing where the limits ended the search, or all block
  std::optional<PricedSchedule> dearest;
};

/// A value that a step changed.
struct Change {
  explore::ObservableId observable = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
};

struct ReplayStep {
  std::uint32_t label = 0;
  std::uint32_t actor = 0;
  std::string text;     ///< `open a`
  bool failed = false;  ///< the step could not be carried out: the schedule ends in an error
  std::vector<Change> changes;
  std::uint32_t choices = 0;  ///< how many actors could have stepped instead, this one included
};

struct Replay {
  std::vector<ReplayStep> steps;
  std::vector<std::uint64_t> events;                  ///< how many of each kind, by Signature::events
  std::vector<std::int64_t> initial;                  ///< values of all observables, by id, at first
  std::vector<std::int64_t> last;                     ///< and after the last step
  bool ended = false;                                 ///< whether no step is enabled after the last
  explore::Ending ending = explore::Ending::blocked;  ///< where ended
  std::vector<std::uint32_t> enabled;  ///< labels of the steps that could follow; empty where ended
};

/// A trace in its model. Immutable; calls may run at once.
class System {
 public:
  virtual ~System() = default;

  [[nodiscard]] virtual const Trace& trace() const = 0;
  [[nodiscard]] virtual std::string_view granularity() const = 0;
  [[nodiscard]] virtual const explore::Signature& signature() const = 0;
  /// What tells outcomes apart unless --by says otherwise: all reads, then all final contents of the server.
  [[nodiscard]] virtual std::vector<explore::ObservableId> default_outcome() const = 0;
  [[nodiscard]] virtual std::optional<Forecast> forecast() const = 0;
  [[nodiscard]] virtual std::uint32_t label_count() const = 0;
  [[nodiscard]] virtual std::uint32_t actor_of(std::uint32_t label) const = 0;
  /// What people call an actor. The first are the trace's; others may follow: a server, the environment.
  [[nodiscard]] virtual std::string actor_name(std::uint32_t actor) const = 0;

  /// Throws InputError if more is tracked than a state can hold; explore::InternalError if a count fails its
  /// checks.
  [[nodiscard]] virtual CountResult count(const CountRequest& request, const Run& run) const = 0;
  [[nodiscard]] virtual CheckResult check(const CheckRequest& request, const Run& run) const = 0;
  /// Throws InputError where the trace's operations make no histories of reads and writes, or the model is of
  /// no file system.
  [[nodiscard]] virtual HistoryResult check_histories(const HistoryRequest& request,
                                                      const Run& run) const = 0;
  /// Throws InputError if a state is too wide to be swept.
  [[nodiscard]] virtual PriceResult prices(const EventPrice& price, const Run& run) const = 0;
  /// A walk from the initial state. It outlives the system.
  [[nodiscard]] virtual std::unique_ptr<Walk> walk() const = 0;
  /// Throws InputError, naming the step, if the schedule is not one of this system; it may end early.
  [[nodiscard]] virtual Replay replay(const explore::Schedule& schedule) const = 0;
  /// The schedule of a trace that has one; nothing where some state has several steps. O(steps * labels).
  [[nodiscard]] virtual std::optional<explore::Schedule> only_schedule() const = 0;
};

/// Loads a trace into the model that its `system` line names. Throws InputError.
[[nodiscard]] std::unique_ptr<System> open_system(Trace trace);

/// The trace without its monitor: each virtual machine on a machine of its own; nothing where there is none.
[[nodiscard]] std::optional<Trace> native_counterpart(const Trace& trace);

/// Whether clients of the trace's system can be made to drop blocks, or files (`evict<=N`).
[[nodiscard]] bool has_evictions(const Trace& trace);

/// What `braid list` tells of a system.
struct SystemDescription {
  struct OptionDescription {
    std::string name;
    std::vector<std::string> choices;  ///< the default first
    std::string meaning;
    std::string source;
  };
  std::string name;  ///< on a trace's `system` line
  std::string granularity;
  std::string key;  ///< what properties call it: Signature::system
  std::string meaning;
  std::vector<OptionDescription> options;
};
[[nodiscard]] const std::vector<SystemDescription>& known_systems();

}  // namespace braid::models
