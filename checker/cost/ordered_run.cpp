#include "braid/checker/cost/ordered_run.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/explore/internal_error.h"
#include "braid/tracer/diagnostic.h"

namespace braid::cost {
namespace {

using explore::EventInstance;
using explore::Position;
using models::NextStep;
using models::Walk;

class OrderedRun {
 public:
  OrderedRun(const models::System& system, const Sizes& sizes, const Capacity& capacity)
      : system_(system),
        trace_(system.trace()),
        signature_(system.signature()),
        meter_(trace_, signature_, sizes, capacity),
        walk_(system.walk()) {
    std::uint32_t first = 0;
    for (const File& file : trace_.files) {
      first_block_.push_back(first);
      first += file.blocks;
    }
  }

  void follow(const explore::Schedule& schedule) {
    for (std::size_t number = 0; number < schedule.size(); ++number) {
      const std::optional<std::size_t> step =
          find([&](const NextStep& next) { return next.label == schedule[number]; });
      if (!step) {
        throw InputError("schedule", {},
                         fmt::format("{} has no step to take at step {}",
                                     system_.actor_name(system_.actor_of(schedule[number])), number + 1),
                         "braid replay shows who could step there");
      }
      const std::uint32_t actor = walk_->enabled()[*step].actor;
      if (actor < processes()) counts_ = measures(actor);
      take(*step);
    }
  }

  void carry_out(const Order& order) {
    settle();
    for (std::size_t number = 0; number < order.processes.size(); ++number)
      carry_out(order.processes[number], number >= order.unpriced);
    if (order.stops) return;
    for (std::uint32_t process = 0; process < this->processes(); ++process) run_out(process);
    if (walk_->ending() == explore::Ending::final) return;
    for (std::uint32_t process = 0; process < this->processes(); ++process) {
      const Position at = walk_->positions()[process];
      if (at < trace_.actors[process].events.size()) refuse(process, at);
    }
    throw explore::InternalError("a run has not ended, and nobody has anything left");
  }

  [[nodiscard]] PricedRun result() {
    PricedRun run;
    run.clients = trace_.clients();
    run.prices = meter_.prices();
    for (const Price& price : run.prices) run.total += price;
    for (std::uint32_t client = 0; client < run.clients.size(); ++client)
      run.in_memory.push_back(meter_.in_memory(client));
    run.steps = schedule_.size();
    run.schedule = std::move(schedule_);
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id)
      run.observed.push_back(signature_.observables[id].history ? 0 : walk_->value(id));
    return run;
  }

 private:
  [[nodiscard]] std::uint32_t processes() const { return static_cast<std::uint32_t>(trace_.actors.size()); }

  template <class Wanted>
  [[nodiscard]] std::optional<std::size_t> find(Wanted&& wanted) const {
    const std::span<const NextStep> enabled = walk_->enabled();
    const auto at = std::find_if(enabled.begin(), enabled.end(), wanted);
    if (at == enabled.end()) return std::nullopt;
    return static_cast<std::size_t>(at - enabled.begin());
  }

  /// The whole file that the operation may bring to its client, which does not hold it before; as events call
  /// it.
  [[nodiscard]] std::optional<std::uint32_t> file_under_way(std::uint32_t process, Position at) const {
    const std::vector<Event>& events = trace_.actors[process].events;
    if (!signature_.caches_on_disk || at >= events.size()) return std::nullopt;
    const Event& event = events[at];
    if (event.operation == Operation::release || event.operation == Operation::setacl) return std::nullopt;
    return meter_.by_block() ? first_block_[event.file] : event.file;
  }

  [[nodiscard]] bool measures(std::uint32_t process) const {
    const std::vector<std::uint32_t>& measured = trace_.measured;
    return measured.empty() || std::find(measured.begin(), measured.end(), process) != measured.end();
  }

  /// All that the process has left: a model may make two events of one operation (an open that truncates).
  void run_out(std::uint32_t process) {
    Position before = 0;
    do {
      before = walk_->positions()[process];
      if (waits(process)) carry_out(process, true);
    } while (walk_->positions()[process] != before);
  }

  [[nodiscard]] bool waits(std::uint32_t process) const {
    return find([&](const NextStep& next) { return next.actor == process; }).has_value();
  }

  /// One operation of the process, and what follows from it.
  void carry_out(std::uint32_t process, bool priced) {
    const Position at = walk_->positions()[process];
    counts_ = priced && measures(process);
    under_way_ = file_under_way(process, at);
    while (!walk_->enabled().empty() && walk_->positions()[process] == at) {
      std::optional<std::size_t> step =
          find([&](const NextStep& next) { return next.actor == process && !evicts(next); });
      if (!step)
        step = find([&](const NextStep& next) { return next.actor >= processes() && !evicts(next); });
      if (!step) refuse(process, at);
      take(*step);
      make_room();
    }
    under_way_.reset();
    settle();
  }

  /// Lets the server, and clients' caches, finish what they have begun.
  void settle() {
    while (const auto step =
               find([&](const NextStep& next) { return next.actor >= processes() && !evicts(next); }))
      take(*step);
    make_room();
  }

  [[noreturn]] void refuse(std::uint32_t process, Position at) const {
    const std::vector<Event>& events = trace_.actors[process].events;
    const Event& event = events[std::min<std::size_t>(at, events.size() - 1)];
    throw InputError(trace_.source, event.position,
                     fmt::format("in this order, {} cannot finish its {}", trace_.actors[process].name,
                                 name_of(event.operation)),
                     "another order, given by --schedule", trace_.text);
  }

  [[nodiscard]] bool evicts(const NextStep& next) const {
    return std::any_of(next.events.begin(), next.events.end(), [&](const EventInstance& event) {
      return signature_.events[event.kind].name == kEvict;
    });
  }

  /// What the client's memory, or its disk, has no room for is given up in the model.
  void make_room() {
    for (std::uint32_t client = 0; client < signature_.sets[0].members.size(); ++client) {
      while (meter_.overflows(client)) {
        if (give_up_one(client)) continue;
        if (evictions_left_ == 0 && !walk_->enabled().empty()) refuse_capacity();
        break;  // all that it holds is in use
      }
    }
  }

  /// How often the model's clients may drop something.
  [[nodiscard]] static std::uint64_t evictions_of(const Trace& trace) {
    std::uint64_t limit = 0;
    for (const FaultBudget& budget : trace.faults)
      if (budget.name == kEvict) limit = budget.limit;
    return limit;
  }

  [[noreturn]] void refuse_capacity() const {
    const std::uint64_t granted = evictions_of(trace_);
    throw InputError(
        trace_.source, trace_.system_position,
        granted == 0 ? fmt::format("clients of {} cannot be made to keep to a capacity", trace_.system)
                     : fmt::format("clients of {} would have to drop something more than {} times to keep to "
                                   "their capacities",
                                   trace_.system, granted),
        granted == 0 ? "a run without capacities" : "larger capacities, or a shorter program", trace_.text);
  }

  bool give_up_one(std::uint32_t client) {
    for (const std::uint32_t argument : meter_.by_age(client)) {
      if (argument == under_way_) continue;
      const EventInstance wanted{kind_of_evict(), {client, argument}};
      const auto step = find([&](const NextStep& next) {
        return std::find(next.events.begin(), next.events.end(), wanted) != next.events.end();
      });
      if (step) {
        take(*step);
        --evictions_left_;
        return true;
      }
      if (!holds(client, argument)) {
        meter_.give_up(client, argument);
        return true;
      }
    }
    return false;
  }

  [[nodiscard]] std::uint32_t kind_of_evict() const {
    const auto at = std::find_if(signature_.events.begin(), signature_.events.end(),
                                 [](const explore::EventKind& kind) { return kind.name == kEvict; });
    if (at == signature_.events.end()) refuse_capacity();
    return static_cast<std::uint32_t>(at - signature_.events.begin());
  }

  /// Whether the model's client still has what the meter counts. A copy can be a file's status alone.
  [[nodiscard]] bool holds(std::uint32_t client, std::uint32_t argument) const {
    const std::string copy =
        fmt::format("{}.cache.{}.", signature_.sets[0].members[client], signature_.sets[1].members[argument]);
    for (explore::ObservableId id = 0; id < signature_.observables.size(); ++id) {
      const std::string& name = signature_.observables[id].name;
      const bool tells = name.starts_with(copy) && (name.ends_with(".present") || name.ends_with(".fetched"));
      if (tells && walk_->value(id) == 0) return false;
    }
    return true;
  }

  void take(std::size_t index) {
    const NextStep step = walk_->enabled()[index];
    const std::optional<BlockRange> part = part_of(step);
    walk_->take(index);
    schedule_.push_back(step.label);
    for (const EventInstance& event : step.events) meter_.add(event, part, counts_);
  }

  /// The blocks that the operation of the step's process is about.
  [[nodiscard]] std::optional<BlockRange> part_of(const NextStep& step) const {
    if (step.actor >= processes()) return std::nullopt;
    const Actor& actor = trace_.actors[step.actor];
    const Position at = walk_->positions()[step.actor];
    // Where opens that truncate are two events of the model, positions are not those of the trace.
    const bool aligned =
        signature_.caches_on_disk ||
        std::none_of(actor.events.begin(), actor.events.end(), [](const Event& of) { return of.truncates; });
    if (at >= actor.events.size() || !aligned) return std::nullopt;
    const Event& event = actor.events[at];
    const std::uint32_t first = first_block_[event.file];
    if (event.one_block) return BlockRange{first + event.block, 1};
    // What is thrown away is not touched.
    const bool empties = event.operation == Operation::truncate || event.truncates;
    return empties ? std::optional(BlockRange{first, 0}) : std::nullopt;
  }

  static constexpr std::string_view kEvict = "evict";

  const models::System& system_;
  const Trace& trace_;
  const explore::Signature& signature_;
  Meter meter_;
  std::unique_ptr<Walk> walk_;
  std::vector<std::uint32_t> first_block_;  // by file
  bool counts_ = true;                      // the operation that is being carried out is measured
  std::optional<std::uint32_t> under_way_;
  std::uint64_t evictions_left_ = evictions_of(trace_);
  explore::Schedule schedule_;
};

}  // namespace

PricedRun run_in_order(const models::System& system, const Order& order, const Sizes& sizes,
                       const Capacity& capacity) {
  OrderedRun run(system, sizes, capacity);
  if (order.schedule) {
    run.follow(*order.schedule);
  } else {
    run.carry_out(order);
  }
  return run.result();
}

}  // namespace braid::cost
