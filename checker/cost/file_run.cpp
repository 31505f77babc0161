#include "braid/checker/cost/file_run.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "braid/checker/cost/ordered_run.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::cost {
namespace {

using explore::Observable;
using explore::Signature;
using explore::ValueType;

constexpr const char* kFile = "f";

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
  [[nodiscard]] std::uint32_t of_client(std::uint32_t client) const { return counts_[client]; }
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
  return event;
}

std::vector<std::string_view> split(std::string_view name) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t dot = name.find('.');
    parts.push_back(name.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    name.remove_prefix(dot + 1);
  }
}

/// The number behind a letter, `c12`.
std::optional<std::uint32_t> numbered(std::string_view part, char letter) {
  if (part.size() < 2 || part.front() != letter) return std::nullopt;
  std::uint32_t number = 0;
  for (const char c : part.substr(1)) {
    if (c < '0' || c > '9') return std::nullopt;
    number = 10 * number + static_cast<std::uint32_t>(c - '0');
  }
  return number;
}

/// What an observable is about, by its name: `c0.cache.f.2.dirty` is `cache.dirty` of client 0 and block 2.
struct Subject {
  std::optional<std::uint32_t> client;
  std::optional<std::uint32_t> process;
  std::optional<std::uint32_t> block;
  std::string what;
};

Subject subject_of(std::string_view name) {
  Subject subject;
  bool after_file = false;
  for (const std::string_view part : split(name)) {
    const bool names_block = after_file && !part.empty() && part.front() >= '0' && part.front() <= '9';
    after_file = part == kFile;
    if (after_file) {
      if (!subject.block) subject.block = 0;
    } else if (names_block) {
      subject.block = numbered(fmt::format("b{}", part), 'b');
    } else if (!subject.client && numbered(part, 'c')) {
      subject.client = numbered(part, 'c');
    } else if (subject.client && !subject.process && numbered(part, 'p')) {
      subject.process = numbered(part, 'p');
    } else {
      subject.what += fmt::format("{}{}", subject.what.empty() ? "" : ".", part);
    }
  }
  return subject;
}

/// Which of the server's facts a client's is compared with; nothing where it stands for itself.
std::optional<std::string> counterpart(const Subject& subject) {
  if (subject.what == "cache.data" || subject.what == "cache.version") return "server";
  if (subject.what == "cache.number") return "server.number";
  if (subject.what == "attributes") return "server.change";
  return std::nullopt;
}

/// Reads facts off a run's last state.
class FactReader {
 public:
  FactReader(const Signature& signature, const std::vector<std::int64_t>& observed, std::uint32_t clients,
             std::uint32_t blocks)
      : observed_(observed), clients_(clients), blocks_(blocks) {
    for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
      const Observable& observable = signature.observables[id];
      if (observable.history) continue;
      const Subject subject = subject_of(observable.name);
      if (!subject.client && subject.what.starts_with("server")) {
        server_[{subject.what, subject.block.value_or(0)}] = observed[id];
      }
      if (subject.what == "cache.present" && observed[id] != 0)
        present_[{subject.client.value_or(0), subject.block.value_or(0)}] = true;
      subjects_.push_back({id, subject});
    }
  }

  void read(FileRun& run, const Processes& processes) const {
    run.clients.resize(clients_);
    std::vector<std::vector<std::string>> of_process(clients_);
    for (std::uint32_t client = 0; client < clients_; ++client) {
      run.clients[client].blocks.resize(blocks_);
      of_process[client].resize(processes.of_client(client));
    }
    for (const auto& [id, subject] : subjects_) {
      const std::string fact = fact_of(id, subject);
      if (fact.empty()) continue;
      if (!subject.client) {
        run.server += fact;
      } else if (subject.process) {
        of_process[*subject.client][*subject.process] += fact;
      } else if (subject.block && blocks_ > 1) {
        run.clients[*subject.client].blocks[*subject.block] += fact;
      } else {
        run.clients[*subject.client].client += fact;
      }
    }
    for (std::uint32_t client = 0; client < clients_; ++client) {
      for (ClientFacts::Session& session : run.clients[client].sessions)
        session.facts = std::move(of_process[client][session.process]);
      for (const std::string& left : of_process[client]) run.clients[client].client += left;
    }
  }

 private:
  /// Empty where it is nothing, false, or of no meaning.
  [[nodiscard]] std::string fact_of(explore::ObservableId id, const Subject& subject) const {
    const std::int64_t value = observed_[id];
    if (!subject.client) {
      // The server's contents, and how often they were changed, are what clients' are compared with.
      const bool compared = subject.what == "server" || subject.what == "server.version" ||
                            subject.what == "server.number" || subject.what == "server.change";
      return compared || value == 0 ? std::string() : fmt::format("{}={};", subject.what, value);
    }
    if (subject.what == "got") return {};  // which version a process has read last
    const std::uint32_t block = subject.block.value_or(0);
    if (const auto server = counterpart(subject)) {
      const bool of_copy = subject.what != "attributes";
      if (of_copy && !present_.contains({*subject.client, block})) return {};
      const auto its = server_.find({*server, block});
      const bool equal = its != server_.end() && its->second == value;
      return equal ? std::string() : subject.what + "=old;";
    }
    return value == 0 ? std::string() : fmt::format("{}={};", subject.what, value);
  }

  const std::vector<std::int64_t>& observed_;
  std::uint32_t clients_;
  std::uint32_t blocks_;
  std::map<std::pair<std::string, std::uint32_t>, std::int64_t> server_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, bool> present_;
  std::vector<std::pair<explore::ObservableId, Subject>> subjects_;
};

}  // namespace

FileRunner::FileRunner(std::string_view words) {
  const std::string text = fmt::format("system {}\nfile {} = initial\nclient c0.p0: open {}, close\n",
                                       priced_system(words), kFile, kFile);
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
  for (const Operation operation : {Operation::open, Operation::close, Operation::read, Operation::write,
                                    Operation::stat, Operation::fsync})
    if (accepts(operation)) known_.push_back(operation);
}

bool FileRunner::accepts(Operation operation) const {
  Trace trace = base_;
  trace.actors.front().events = {event_of(Operation::open), event_of(Operation::close)};
  if (operation != Operation::open && operation != Operation::close)
    trace.actors.front().events.insert(trace.actors.front().events.begin() + 1, event_of(operation));
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

Trace FileRunner::program(const std::vector<FileStep>& steps, std::uint32_t blocks) const {
  const Processes processes(steps);
  Trace trace = base_;
  trace.text.clear();
  trace.files.front().blocks = blocks;
  trace.actors.clear();
  for (std::uint32_t client = 0; client < processes.clients(); ++client) {
    for (std::uint32_t process = 0; process < processes.of_client(client); ++process)
      trace.actors.push_back({fmt::format("c{}.p{}", client, process), {}, {kFile}});
  }
  for (const FileStep& step : steps) {
    Event event = event_of(step.operation);
    if (step.operation == Operation::read || step.operation == Operation::write) {
      event.one_block = blocks > 1;
      event.block = step.block;
    }
    trace.actors[processes.actor(step.client, step.process)].events.push_back(event);
  }
  // What is still to come, and is not run: models look ahead for what a session is opened for.
  const std::vector<std::optional<bool>> open = open_sessions(steps, processes);
  for (std::size_t actor = 0; actor < open.size(); ++actor) {
    if (!open[actor]) continue;
    std::vector<Event>& events = trace.actors[actor].events;
    if (*open[actor]) events.push_back(event_of(Operation::write));
    events.push_back(event_of(Operation::close));
  }
  return trace;
}

FileRun FileRunner::run(const std::vector<FileStep>& steps, std::uint32_t blocks) const {
  FileRun result;
  if (steps.empty()) return result;
  const Processes processes(steps);
  const std::unique_ptr<models::System> system = models::open_system(program(steps, blocks));
  Order order;
  for (const FileStep& step : steps) order.processes.push_back(processes.actor(step.client, step.process));
  order.unpriced = steps.size() - 1;
  order.stops = true;
  constexpr Sizes kUnits{1, 0};
  PricedRun run = run_in_order(*system, order, kUnits, {});
  result.prices = std::move(run.prices);
  const std::vector<std::optional<bool>> open = open_sessions(steps, processes);
  result.clients.resize(processes.clients());
  for (std::uint32_t client = 0; client < processes.clients(); ++client) {
    for (std::uint32_t process = 0; process < processes.of_client(client); ++process) {
      const std::optional<bool>& session = open[processes.actor(client, process)];
      if (session)
        result.clients[client].sessions.push_back({static_cast<std::uint8_t>(process), *session, {}});
    }
  }
  FactReader(system->signature(), run.observed, processes.clients(), blocks).read(result, processes);
  return result;
}

}  // namespace braid::cost
