#include "braid/tracer/random_workload.h"

#include <fmt/format.h>

#include <utility>

namespace braid {
namespace {

constexpr std::string_view kSource = "random workload";
constexpr std::int64_t kEventsOfAccess = 3;  // open, read or write, close

void require(bool condition, const std::string& cause, const std::string& accepted) {
  if (!condition) throw InputError(kSource, {}, cause, accepted);
}

void require_range(std::string_view name, std::int64_t value, std::int64_t least, std::int64_t most) {
  require(value >= least && value <= most, fmt::format("{} {}", value, name),
          fmt::format("the number of {} is from {} to {}", name, least, most));
}

void check(const RandomWorkload& workload) {
  require_range("files", workload.files, 1, kMostFiles);
  require(workload.read_ratio >= 0 && workload.read_ratio <= 1,
          fmt::format("read ratio {}", workload.read_ratio), "the read ratio is from 0 to 1");
  require_range("clients", workload.clients, 0, kMostRandomClients);
  require_range("steps of a client", workload.steps, 0, kMostDescriptors);
  const std::int64_t events = workload.clients * workload.steps * kEventsOfAccess;
  require(events <= kMostRandomEvents, fmt::format("the workload has {} events", events),
          fmt::format("a random workload has at most {}", kMostRandomEvents));
}

Event make_event(Operation operation, std::uint32_t file, std::uint32_t descriptor) {
  Event event;
  event.operation = operation;
  event.file = file;
  event.descriptor = descriptor;
  return event;
}

Actor random_client(std::string name, const RandomWorkload& workload, PythonRandom& random) {
  Actor client;
  client.name = std::move(name);
  client.events.reserve(static_cast<std::size_t>(workload.steps * kEventsOfAccess));
  for (std::uint32_t step = 0; step < workload.steps; ++step) {
    const RandomAccess access =
        next_access(random, static_cast<std::uint32_t>(workload.files), workload.read_ratio);
    client.descriptors.push_back(std::to_string(step));
    client.events.push_back(make_event(Operation::open, access.file, step));
    client.events.push_back(make_event(access.operation, access.file, step));
    client.events.push_back(make_event(Operation::close, access.file, step));
  }
  return client;
}

}  // namespace

RandomAccess next_access(PythonRandom& random, std::uint32_t files, double read_ratio) {
  RandomAccess access;
  access.file = static_cast<std::uint32_t>(random.index_below(files));
  access.operation = random.random() < read_ratio ? Operation::read : Operation::write;
  return access;
}

Trace random_workload(const RandomWorkload& workload) {
  check(workload);
  Trace trace;
  trace.source = kSource;
  trace.options.push_back({"reopen", "replace", {}});
  trace.values = Values::counter;
  for (std::int64_t file = 0; file < workload.files; ++file) {
    trace.files.push_back({std::string(1, static_cast<char>('a' + file)), std::to_string(file), {}});
  }
  PythonRandom random(workload.seed);
  for (std::int64_t client = 0; client < workload.clients; ++client) {
    trace.actors.push_back(random_client(fmt::format("c{}", client), workload, random));
  }
  return trace;
}

}  // namespace braid
