#include "braid/checker/cost/file_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "braid/checker/cost/file_facts.h"
#include "braid/checker/cost/ordered_run.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::cost {
namespace {

/// What is renamed.
constexpr const char* kSource = "source";

/// Which processes there are, and in which order a trace has them.
class Processes {
 public:
  explicit Processes(const std::vector<FileStep>& steps) {
    for (const FileStep& step : steps) {
      if (step.client >= counts_.size()) counts_.resize(step.client + std::size_t{1}, 1);
      counts_[step.client] = std::max<std::uint32_t>(counts_[step.client], step.process + 1U);
    }
    for (const std::uint32_t count : counts_) {
      firsts_.push_back(count_);
      count_ += count;
    }
  }
  [[nodiscard]] std::uint32_t clients() const { return static_cast<std::uint32_t>(counts_.size()); }
  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] const std::vector<std::uint32_t>& counts() const { return counts_; }  ///< by client
  [[nodiscard]] std::uint32_t actor(std::uint32_t client, std::uint32_t process) const {
    return firsts_[client] + process;
  }

 private:
  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> firsts_;
  std::uint32_t count_ = 0;
};

/// Whether each actor has the file open, and may write it then.
std::vector<std::optional<bool>> open_sessions(const std::vector<FileStep>& steps,
                                               const Processes& processes) {
  std::vector<std::optional<bool>> open(processes.count());
  for (const FileStep& step : steps) {
    std::optional<bool>& session = open[processes.actor(step.client, step.process)];
    if (step.operation == Operation::open) session = step.writes;
    if (step.operation == Operation::close) session.reset();
  }
  return open;
}

Event event_of(Operation operation) {
  Event event;
  event.operation = operation;
  if (operation == Operation::rename) event.file = 1;  // kSource; it replaces file 0
  return event;
}

/// Makes the file what it is at first, and declares the one that is renamed if there is such a step.
void declare(Trace& trace, const FileBeginning& beginning, bool renames) {
  File& file = trace.files.front();
  file.blocks = beginning.blocks;
  if (renames) {
    File source = file;
    source.name = kSource;
    trace.files.push_back(std::move(source));
  }
  if (!beginning.absent) return;
  trace.files.front().absent = true;
  trace.files.front().contents.clear();
}

}  // namespace

FileRunner::FileRunner(std::string_view words) {
  const std::string text = fmt::format("system {}\nfile {} = initial\nclient c0.p0: open {}, close\n",
                                       priced_system(words), kFileOfRuns, kFileOfRuns);
  const std::string source = fmt::format("--under {}", words);
  base_ = parse_notation(source, text);
  if (base_.option("acregmin") == "0" && base_.option("acregmax") != "0") {
    throw InputError(source, {}, "how long attributes are trusted is not observed with acregmin=0",
                     "acregmin=1 for recordings, or acregmax=0 too", base_.text);
  }
  const std::unique_ptr<models::System> system = models::open_system(base_);
  static_cast<void>(Meter(base_, system->signature(), {}, {}));  // refuses what has no messages
  whole_files_ = system->signature().caches_on_disk;
  for (const explore::EventKind& kind : system->signature().events)
    if (kind.message) messages_.push_back(kind.message->name);
  for (const Operation operation :
       {Operation::open, Operation::close, Operation::read, Operation::write, Operation::stat,
        Operation::fsync, Operation::create, Operation::remove, Operation::rename, Operation::truncate})
    if (accepts(operation)) known_.push_back(operation);
  truncates_open_files_only_ = !accepts({Operation::truncate});
}

bool FileRunner::accepts(Operation operation) const {
  switch (operation) {
    case Operation::open:
    case Operation::close:
      return accepts({Operation::open, Operation::close});
    case Operation::create:
    case Operation::remove:
    case Operation::rename:
      return accepts({operation});
    default:
      return accepts({Operation::open, operation, Operation::close});
  }
}

bool FileRunner::accepts(std::initializer_list<Operation> operations) const {
  Trace trace = base_;
  const Operation first = *operations.begin();
  declare(trace, {1, first == Operation::create}, first == Operation::rename);
  std::vector<Event>& events = trace.actors.front().events;
  events.clear();
  for (const Operation operation : operations) events.push_back(event_of(operation));
  try {
    static_cast<void>(models::open_system(std::move(trace)));
    return true;
  } catch (const InputError&) {
    return false;
  }
}

bool FileRunner::knows(Operation operation) const {
  return std::find(known_.begin(), known_.end(), operation) != known_.end();
}

bool FileRunner::drops_what_moves() const {
  return !whole_files_ && base_.option("cto") != "no";
}

/// An open that truncates is one event in AFS, and two in NFS, as the model takes it.
bool FileRunner::takes_two_events(const FileStep& step) const {
  return step.operation == Operation::open && step.truncates && !whole_files_;
}

Trace FileRunner::program(const std::vector<FileStep>& steps, const FileBeginning& beginning) const {
  const Processes processes(steps);
  Trace trace = base_;
  trace.text.clear();
  const bool renames = std::any_of(steps.begin(), steps.end(),
                                   [](const FileStep& step) { return step.operation == Operation::rename; });
  declare(trace, beginning, renames);
  trace.actors.clear();
  for (std::uint32_t client = 0; client < processes.clients(); ++client) {
    for (std::uint32_t process = 0; process < processes.counts()[client]; ++process)
      trace.actors.push_back({fmt::format("c{}.p{}", client, process), {}, {kFileOfRuns}});
  }
  for (const FileStep& step : steps) {
    Event event = event_of(step.operation);
    if (step.operation == Operation::read || step.operation == Operation::write) {
      event.one_block = beginning.blocks > 1;
      event.block = step.block;
    }
    std::vector<Event>& events = trace.actors[processes.actor(step.client, step.process)].events;
    const bool two = takes_two_events(step);
    event.truncates = step.truncates && !two;
    events.push_back(event);
    if (two) events.push_back(event_of(Operation::truncate));
  }
  // What is still to come, and is not run: models look ahead for what a session is opened for, and AFS for
  // who will have a copy, to whom alone a promise is of any use.
  const std::vector<std::optional<bool>> open = open_sessions(steps, processes);
  for (std::size_t actor = 0; actor < open.size(); ++actor) {
    std::vector<Event>& events = trace.actors[actor].events;
    if (!open[actor] && whole_files_) events.push_back(event_of(Operation::open));
    if (!open[actor] && !whole_files_) continue;
    if (open[actor].value_or(false)) events.push_back(event_of(Operation::write));
    events.push_back(event_of(Operation::close));
  }
  return trace;
}

FileRun FileRunner::run(const std::vector<FileStep>& steps, const FileBeginning& beginning) const {
  FileRun result;
  if (steps.empty()) return result;
  const Processes processes(steps);
  const std::unique_ptr<models::System> system = models::open_system(program(steps, beginning));
  Order order;
  for (const FileStep& step : steps) {
    order.unpriced = order.processes.size();
    const std::size_t events = takes_two_events(step) ? 2 : 1;
    order.processes.insert(order.processes.end(), events, processes.actor(step.client, step.process));
  }
  order.stops = true;
  constexpr Sizes kUnits{1, 0};
  PricedRun run = run_in_order(*system, order, kUnits, {});
  result.prices = std::move(run.prices);
  const std::vector<std::optional<bool>> open = open_sessions(steps, processes);
  result.clients.resize(processes.clients());
  for (std::uint32_t client = 0; client < processes.clients(); ++client) {
    for (std::uint32_t process = 0; process < processes.counts()[client]; ++process) {
      const std::optional<bool>& session = open[processes.actor(client, process)];
      if (session)
        result.clients[client].sessions.push_back({static_cast<std::uint8_t>(process), *session, {}});
    }
  }
  read_facts(system->signature(), run, processes.counts(), beginning.blocks, result);
  return result;
}

}  // namespace braid::cost
