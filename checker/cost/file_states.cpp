#include "braid/checker/cost/file_states.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

namespace braid::cost {
namespace {

/// What tells a file that is yet to be created, of which no program says anything.
constexpr const char* kAbsent = "absent";

enum class Change : std::uint8_t { step, truncating_open, grow, forget };

/// Slots have 8 bits and states 32: see FileRunner::kMostProcesses and RecordedFile.
std::uint64_t key_of(std::uint32_t state, Change change, const SlotStep& step) {
  std::uint64_t key = state;
  key = key << 2 | static_cast<std::uint64_t>(change);
  key = key << 5 | static_cast<std::uint64_t>(step.operation);
  key = key << 1 | (step.writes ? 1U : 0U);
  for (const std::uint8_t slot : {step.client, step.session, step.block}) key = key << 8 | slot;
  return key;
}

std::string joined(std::vector<std::string> parts) {
  std::sort(parts.begin(), parts.end());
  std::string all;
  for (const std::string& part : parts) all += part + "|";
  return all;
}

/// What tells clients apart whatever the order of the others.
std::string summary_of(const ClientFacts& facts) {
  std::vector<std::string> sessions;
  for (const ClientFacts::Session& session : facts.sessions)
    sessions.push_back(fmt::format("{}{}", session.writes ? "w" : "r", session.facts));
  return fmt::format("{}[{}]({})", facts.client, joined(std::move(sessions)), joined(facts.blocks));
}

bool is_identity(std::span<const std::uint8_t> slots, std::size_t count) {
  if (slots.size() != count) return false;
  for (std::size_t slot = 0; slot < slots.size(); ++slot)
    if (slots[slot] != slot) return false;
  return true;
}

std::uint8_t narrow(std::size_t slot) {
  return static_cast<std::uint8_t>(slot);
}

/// The steps without a client, whose place the last one takes.
std::vector<FileStep> without(const std::vector<FileStep>& steps, std::uint8_t client, std::uint8_t last) {
  std::vector<FileStep> rest;
  for (FileStep step : steps) {
    if (step.client == client) continue;
    if (step.client == last) step.client = client;
    rest.push_back(step);
  }
  return rest;
}

/// Whoever made it may be forgotten: then it was there at first.
FileBeginning beginning_of(const std::vector<FileStep>& steps, FileBeginning beginning) {
  beginning.absent = beginning.absent && std::any_of(steps.begin(), steps.end(), [](const FileStep& step) {
                       return step.operation == Operation::create;
                     });
  return beginning;
}

}  // namespace

std::uint32_t FileStates::untouched(const FileBeginning& beginning) {
  FileRun run;
  if (beginning.absent) run.server = kAbsent;
  return reach({}, beginning, run).state;
}

/// Orders clients, sessions and blocks so that states that behave alike have one key. Where an order is not
/// decided by that, alike states may get two keys: no harm.
FileStates::State FileStates::canonical(std::vector<FileStep> steps, const FileBeginning& beginning,
                                        const FileRun& run) const {
  State state;
  state.beginning = beginning;
  const std::uint32_t blocks = beginning.blocks;
  std::vector<std::pair<std::string, std::uint8_t>> clients;
  for (std::size_t client = 0; client < run.clients.size(); ++client)
    clients.emplace_back(summary_of(run.clients[client]), narrow(client));
  std::stable_sort(clients.begin(), clients.end());
  state.key = fmt::format("{} {}\n", blocks, run.server);
  for (const auto& [summary, client] : clients) {
    const ClientFacts& facts = run.clients[client];
    state.clients.push_back(client);
    std::vector<ClientFacts::Session> sessions = facts.sessions;
    std::stable_sort(sessions.begin(), sessions.end(), [](const auto& a, const auto& b) {
      return std::tie(a.writes, a.facts) < std::tie(b.writes, b.facts);
    });
    state.key += facts.client;
    for (const ClientFacts::Session& session : sessions) {
      state.sessions.push_back({client, session.process, session.writes});
      state.key += fmt::format("[{}{}]", session.writes ? "w" : "r", session.facts);
    }
    state.key += '\n';
  }
  std::vector<std::pair<std::string, std::uint8_t>> columns;
  for (std::uint32_t block = 0; block < blocks; ++block) {
    std::string column;
    for (const std::uint8_t client : state.clients) column += run.clients[client].blocks[block] + "|";
    columns.emplace_back(std::move(column), narrow(block));
  }
  std::stable_sort(columns.begin(), columns.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  for (const auto& [column, block] : columns) {
    state.blocks.push_back(block);
    if (blocks > 1) state.key += column + '\n';
  }
  state.processes.assign(run.clients.size(), 1);
  for (const FileStep& step : steps) {
    std::uint8_t& count = state.processes[step.client];
    count = std::max(count, narrow(step.process + std::size_t{1}));
  }
  state.steps = std::move(steps);
  return state;
}

FileStates::Found FileStates::reach(std::vector<FileStep> steps, const FileBeginning& beginning,
                                    FileRun& run) {
  if (!steps.empty()) {
    run = runner_.run(steps, beginning);
    ++runs_;
  }
  Found found;
  found.as_run = canonical(std::move(steps), beginning, run);
  const auto [known, fresh] = numbers_.emplace(found.as_run.key, static_cast<std::uint32_t>(states_.size()));
  found.state = known->second;
  if (fresh) {
    states_.push_back(found.as_run);
  } else if (found.as_run.steps.size() < states_[found.state].steps.size()) {
    states_[found.state] = found.as_run;
  }
  return found;
}

FileStep FileStates::concrete(const State& state, const SlotStep& step) const {
  FileStep concrete;
  concrete.operation = step.operation;
  concrete.writes = step.writes;
  concrete.truncates = step.truncates;
  if (step.block < state.blocks.size()) concrete.block = state.blocks[step.block];
  const bool known = step.client < state.clients.size();
  concrete.client = known ? state.clients[step.client] : narrow(state.clients.size());
  if (step.session < state.sessions.size()) {
    concrete.process = state.sessions[step.session].process;
    return concrete;
  }
  while (std::any_of(state.sessions.begin(), state.sessions.end(), [&](const Place& place) {
    return place.client == concrete.client && place.process == concrete.process;
  }))
    ++concrete.process;
  return concrete;
}

/// By slot of the state after: the slot before.
Transition FileStates::between(const State& before, const Found& after) const {
  Transition transition;
  transition.next = after.state;
  const State& now = after.as_run;
  for (const std::uint8_t client : now.clients) {
    const auto at = std::find(before.clients.begin(), before.clients.end(), client);
    transition.clients.push_back(narrow(static_cast<std::size_t>(at - before.clients.begin())));
  }
  for (const Place& place : now.sessions) {
    const auto at = std::find_if(before.sessions.begin(), before.sessions.end(), [&](const Place& other) {
      return other.client == place.client && other.process == place.process;
    });
    transition.sessions.push_back(narrow(static_cast<std::size_t>(at - before.sessions.begin())));
  }
  std::size_t fresh = before.blocks.size();
  for (const std::uint8_t block : now.blocks) {
    const auto at = std::find(before.blocks.begin(), before.blocks.end(), block);
    transition.blocks.push_back(
        narrow(at == before.blocks.end() ? fresh++ : static_cast<std::size_t>(at - before.blocks.begin())));
  }
  transition.keeps_slots = is_identity(transition.clients, before.clients.size()) &&
                           is_identity(transition.sessions, before.sessions.size()) &&
                           is_identity(transition.blocks, before.blocks.size());
  return transition;
}

const Transition& FileStates::remember(std::uint64_t key, Transition transition) {
  return transitions_.insert_or_assign(key, std::move(transition)).first->second;
}

const Transition& FileStates::take(std::uint32_t number, const SlotStep& step) {
  const std::uint64_t key = key_of(number, step.truncates ? Change::truncating_open : Change::step, step);
  const auto known = transitions_.find(key);
  if (known != transitions_.end()) return known->second;
  const State before = states_[number];  // a shorter program to it may be found on the way
  std::vector<FileStep> steps = before.steps;
  steps.push_back(concrete(before, step));
  FileRun run;
  const Found after = reach(std::move(steps), before.beginning, run);
  Transition transition = between(before, after);
  for (std::size_t client = 0; client < run.prices.size(); ++client) {
    const Price& price = run.prices[client];
    const bool free = price.messages.empty() && price.memory_accesses == 0 && price.disk_accesses == 0;
    if (free) continue;
    const auto slot = std::find(before.clients.begin(), before.clients.end(), narrow(client));
    transition.prices.push_back({static_cast<std::uint32_t>(slot - before.clients.begin()), price});
  }
  return remember(key, std::move(transition));
}

const Transition& FileStates::grow(std::uint32_t number, std::uint32_t blocks) {
  SlotStep change;
  change.block = narrow(blocks);
  const std::uint64_t key = key_of(number, Change::grow, change);
  const auto known = transitions_.find(key);
  if (known != transitions_.end()) return known->second;
  const State before = states_[number];
  FileRun run;
  if (before.beginning.absent && before.steps.empty()) run.server = kAbsent;
  return remember(key, between(before, reach(before.steps, {blocks, before.beginning.absent}, run)));
}

const Transition& FileStates::forget(std::uint32_t number, std::uint8_t client) {
  SlotStep change;
  change.client = client;
  const std::uint64_t key = key_of(number, Change::forget, change);
  const auto known = transitions_.find(key);
  if (known != transitions_.end()) return known->second;
  State before = states_[number];
  const std::uint8_t gone = before.clients[client];
  const std::uint8_t last = narrow(before.clients.size() - 1);
  FileRun run;
  std::vector<FileStep> rest = without(before.steps, gone, last);
  const FileBeginning beginning = beginning_of(rest, before.beginning);
  const Found after = reach(std::move(rest), beginning, run);
  // In the program that is left the last client has the place of the one that is gone.
  constexpr std::uint8_t kGone = 0xFF;
  for (std::uint8_t& place : before.clients) place = place == gone ? kGone : place == last ? gone : place;
  for (Place& place : before.sessions)
    place.client = place.client == gone ? kGone : place.client == last ? gone : place.client;
  return remember(key, between(before, after));
}

Transition FileStates::regroup(std::uint32_t number, std::span<const std::uint8_t> larger,
                               std::uint32_t blocks) {
  State before = states_[number];
  std::vector<std::uint8_t> to(before.beginning.blocks);
  for (std::size_t slot = 0; slot < larger.size(); ++slot) to[before.blocks[slot]] = larger[slot];
  std::vector<FileStep> steps = before.steps;
  for (FileStep& step : steps) step.block = to[step.block];
  FileRun run;
  if (before.beginning.absent && steps.empty()) run.server = kAbsent;
  const Found after = reach(std::move(steps), {blocks, before.beginning.absent}, run);
  before.blocks.resize(blocks);
  std::iota(before.blocks.begin(), before.blocks.end(), std::uint8_t{0});
  return between(before, after);
}

bool FileStates::has_session(std::uint32_t number, std::uint8_t client) const {
  const State& state = states_[number];
  return std::any_of(state.sessions.begin(), state.sessions.end(),
                     [&](const Place& place) { return place.client == state.clients[client]; });
}

bool FileStates::has_room(std::uint32_t number, std::uint8_t client) const {
  const State& state = states_[number];
  SlotStep open;
  open.client = client;
  open.session = narrow(state.sessions.size());
  const FileStep next = concrete(state, open);
  std::uint32_t processes = next.process + 1U;
  for (std::size_t other = 0; other < state.processes.size(); ++other) {
    const std::uint32_t own = state.processes[other];
    processes += other == next.client ? std::max(own, next.process + 1U) - (next.process + 1U) : own;
  }
  return processes <= FileRunner::kMostProcesses;
}

std::unordered_map<std::uint32_t, std::uint32_t> FileStates::keep_only(
    std::span<const std::uint32_t> states) {
  std::unordered_map<std::uint32_t, std::uint32_t> moved;
  std::deque<State> kept;
  for (const std::uint32_t state : states) {
    if (!moved.emplace(state, static_cast<std::uint32_t>(kept.size())).second) continue;
    kept.push_back(std::move(states_[state]));
  }
  states_ = std::move(kept);
  transitions_.clear();
  numbers_.clear();
  for (std::uint32_t state = 0; state < states_.size(); ++state) numbers_.emplace(states_[state].key, state);
  return moved;
}

}  // namespace braid::cost
