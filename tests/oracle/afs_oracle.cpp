#include "afs_oracle.h"

#include <algorithm>

namespace braid::oracle {

AfsOracle::AfsOracle(const Trace& trace)
    : trace_(trace), keep_(trace.option("reopen").value_or("keep") == "keep") {}

AfsOracle::State AfsOracle::initial() const {
  State state;
  for (const File& file : trace_.files) state.server.push_back(file.contents);
  state.holders.resize(trace_.files.size());
  state.clients.resize(trace_.actors.size());
  for (Client& client : state.clients) {
    client.cache.resize(trace_.files.size());
    client.open.resize(trace_.files.size(), 0);
  }
  state.next_value = trace_.files.size();
  return state;
}

std::vector<Successor<AfsOracle::State>> AfsOracle::successors(const State& state) const {
  std::vector<Successor<State>> successors;
  for (const Client& client : state.clients) {
    if (client.failed) return successors;
  }
  for (std::size_t client = 0; client < state.clients.size(); ++client) {
    if (state.clients[client].done == trace_.actors[client].events.size()) continue;
    const auto actor = static_cast<std::uint32_t>(client);
    successors.push_back({actor, actor, take(state, client)});
  }
  return successors;
}

AfsOracle::State AfsOracle::take(const State& before, std::size_t number) const {
  State state = before;
  Client& client = state.clients[number];
  const Event& event = trace_.actors[number].events[client.done];
  std::optional<Entry>& entry = client.cache[event.file];
  if (event.operation != Operation::open && !entry) {
    // The simulator asserts that the file is in the cache.
    client.failed = true;
    return state;
  }
  switch (event.operation) {
    case Operation::open:
      open(state, number, event.file);
      break;
    case Operation::read:
      client.reads.push_back(entry->data);
      break;
    case Operation::write: {
      ++client.writes;
      entry->data = trace_.values == Values::counter
                        ? std::to_string(state.next_value)
                        : trace_.actors[number].name + "#" + std::to_string(client.writes);
      entry->dirty = true;
      ++state.next_value;
      break;
    }
    case Operation::close:
      close(state, number, event.file);
      break;
    default:  // the workloads have no other
      break;
  }
  ++client.done;
  return state;
}

void AfsOracle::open(State& state, std::size_t number, std::uint32_t file) const {
  Client& client = state.clients[number];
  std::optional<Entry>& entry = client.cache[file];
  const bool shares = entry && (entry->valid || (keep_ && entry->references > 0));
  if (!shares) {
    entry = Entry{state.server[file], /*dirty=*/false, /*references=*/0, /*valid=*/true};
    state.holders[file].insert(number);
  }
  ++entry->references;
  ++client.open[file];
}

void AfsOracle::close(State& state, std::size_t number, std::uint32_t file) const {
  Client& client = state.clients[number];
  std::optional<Entry>& entry = client.cache[file];
  if (entry->dirty) {
    state.server[file] = entry->data;
    for (const std::size_t holder : state.holders[file]) {
      std::optional<Entry>& copy = state.clients[holder].cache[file];
      if (holder != number && copy) copy->valid = false;
    }
    entry->dirty = false;
    entry->valid = true;
  }
  --entry->references;
  --client.open[file];
  if (!entry->valid && entry->references == 0) entry.reset();
}

std::string AfsOracle::key(const State& state) const {
  std::string key;
  for (const std::string& contents : state.server) key += contents + ';';
  for (const auto& holders : state.holders) {
    for (const std::size_t holder : holders) key += static_cast<char>('A' + holder);
    key += ';';
  }
  for (const Client& client : state.clients) {
    key += '|';
    key += static_cast<char>(client.done);
    if (client.failed) key += '!';
    for (const std::optional<Entry>& entry : client.cache) {
      key += ' ';
      if (!entry) continue;
      key += entry->data;
      key += entry->dirty ? 'd' : '-';
      key += entry->valid ? 'v' : '-';
      key += static_cast<char>('0' + entry->references);
    }
    for (const std::string& read : client.reads) key += ',' + read;
  }
  return key;
}

OutcomeName AfsOracle::outcome(const State& state) const {
  OutcomeName name;
  for (const Client& client : state.clients) {
    if (client.failed) name.ending = Ending::error;
  }
  if (name.ending == Ending::error) return name;
  name.values = state.server;
  for (const Client& client : state.clients) {
    name.values.insert(name.values.end(), client.reads.begin(), client.reads.end());
  }
  return name;
}

std::int64_t AfsOracle::rank(const State& state) {
  std::int64_t steps = 0;
  for (const Client& client : state.clients) {
    steps += static_cast<std::int64_t>(client.done) + (client.failed ? 1 : 0);
  }
  return steps;
}

std::size_t AfsOracle::predicate_count() {
  return kAfsPredicates;
}

std::uint32_t AfsOracle::violations(const State& state) const {
  std::uint32_t bits = 0;
  const auto set = [&](AfsPredicate predicate, bool truth) {
    if (truth) bits |= 1U << static_cast<unsigned>(predicate);
  };
  bool all_dirty = true;
  for (const Client& client : state.clients) {
    bool dirty = false;
    for (std::size_t file = 0; file < client.cache.size(); ++file) {
      const std::optional<Entry>& entry = client.cache[file];
      const int references = entry ? entry->references : 0;
      set(AfsPredicate::lost_count, references != client.open[file]);
      if (!entry) continue;
      dirty = dirty || entry->dirty;
      set(AfsPredicate::stale_trust, entry->valid && !entry->dirty && entry->data != state.server[file]);
      set(AfsPredicate::stale_session, !entry->valid && client.open[file] > 0);
    }
    all_dirty = all_dirty && dirty;
    set(AfsPredicate::failed, client.failed);
  }
  set(AfsPredicate::all_dirty, all_dirty);
  return bits;
}

}  // namespace braid::oracle
