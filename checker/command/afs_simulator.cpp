#include "braid/checker/command/afs_simulator.h"

#include <algorithm>

namespace braid::command {
namespace {

// Beyond these the original runs out of memory (each of its clients takes 40 kB).
constexpr std::size_t kMostClients = 1'000'000;
constexpr std::size_t kMostActions = 100'000'000;

/// `value` as a count from 0 to `most` + 1, where the last means "more than `most`".
std::size_t count_up_to(const Integer& value, std::size_t most) {
  if (value <= 0) return 0;
  return value > most ? most + 1 : static_cast<std::size_t>(value);
}

std::string python_dictionary(const AfsCache& cache) {
  const auto boolean = [](bool value) { return value ? "True" : "False"; };
  std::string text = "{";
  for (const AfsCacheEntry& entry : cache.entries()) {
    if (text.size() > 1) text += ", ";
    text += fmt::format("'{}': {{'data': {}, 'dirty': {}, 'refcnt': {}, 'valid': {}}}", entry.file,
                        entry.data, boolean(entry.dirty), entry.references, boolean(entry.valid));
  }
  return text + "}";
}

}  // namespace

AfsDetail::AfsDetail(const Integer& detail) : positive(detail > 0) {
  const Integer magnitude = detail < 0 ? Integer(-detail - 1) : detail;
  const auto bit = [&](unsigned index) { return bit_test(magnitude, index) != (detail < 0); };
  server = bit(0);
  callbacks = bit(1);
  caches = bit(2);
  names = bit(3);
}

AfsSimulator::AfsSimulator(const AfsOptions& options, Transcript& transcript)
    : options_(options), transcript_(transcript), detail_(options.detail), random_(options.seed) {}

void AfsSimulator::run() {
  if (options_.files <= 0 || options_.files > kMostFiles) {
    throw EarlyExit::abort("main: can only simulate 26 or fewer files, sorry");
  }
  if (!(options_.read_ratio >= 0 && options_.read_ratio <= 1)) {
    throw EarlyExit::abort("main: read ratio must be between 0 and 1 inclusive");
  }
  const auto files = static_cast<std::int64_t>(options_.files);
  while (next_value_ < files) contents_.push_back(next_value_++);

  make_clients();
  print_header();
  print_files(true);
  check_schedule();
  run_schedule();
  print_files(options_.solve);
  if (options_.print_statistics) print_statistics();
}

void AfsSimulator::make_clients() {
  // The original tests the loop variable that it used last, and not the descriptor, against the table's size.
  std::size_t loop_variable = 0;
  if (options_.actions.empty()) {
    make_random_clients();
    loop_variable = clients_.size() - 1;
  } else {
    std::string_view rest = options_.actions;
    for (std::size_t comma = 0; comma != std::string_view::npos;) {
      comma = rest.find(',');
      add_client(parse_program(rest.substr(0, comma)));
      if (comma != std::string_view::npos) rest.remove_prefix(comma + 1);
    }
    loop_variable = options_.schedule.empty() ? clients_.size() : clients_.size() - 1;
  }
  descriptors_in_range_ = loop_variable < static_cast<std::size_t>(kMostDescriptors);
}

void AfsSimulator::make_random_clients() {
  const std::size_t count = count_up_to(options_.clients, kMostClients);
  const std::size_t steps = count_up_to(options_.steps, static_cast<std::size_t>(kMostDescriptors));
  if (count > 0 && steps > static_cast<std::size_t>(kMostDescriptors)) {
    throw EarlyExit::abort("client:init() -- ran out of file descriptors, sorry!");
  }
  if (count > kMostClients || 3 * count * steps > kMostActions) {
    throw EarlyExit::with_error(
        fmt::format("too many clients to simulate; at most {} clients and {} actions in all fit into memory",
                    kMostClients, kMostActions));
  }
  const auto files = static_cast<std::uint32_t>(contents_.size());
  for (std::size_t i = 0; i < count; ++i) {
    add_client(random_program(random_, steps, files, options_.read_ratio));
  }
}

void AfsSimulator::add_client(AfsProgram program) {
  print_program(transcript_, program);
  Client client;
  client.name = fmt::format("c{}", clients_.size());
  client.program = std::move(program);
  clients_.push_back(std::move(client));
}

void AfsSimulator::check_schedule() const {
  const std::string& schedule = options_.schedule;
  if (schedule.empty() || clients_.empty()) return;
  std::array<bool, 10> named{};
  for (const char c : schedule) {
    if (c < '0' || c > '9') {
      throw EarlyExit::with_error(
          fmt::format("the schedule contains {}; it is made of the clients' digits", python_character(c)));
    }
    named[static_cast<std::size_t>(c - '0')] = true;
  }
  for (std::size_t i = 0; i < clients_.size(); ++i) {
    if (i >= named.size() || !named[i]) {
      throw EarlyExit::abort(
          fmt::format("main: client {} not in schedule:{}, which would never terminate", i, schedule));
    }
  }
}

void AfsSimulator::run_schedule() {
  const std::string& schedule = options_.schedule;
  std::size_t turn = 0;
  for (std::size_t running = clients_.size(); running > 0;) {
    std::size_t client = 0;
    if (schedule.empty()) {
      client = random_.index_below(clients_.size());
    } else {
      client = static_cast<std::size_t>(schedule[turn] - '0');
      turn = (turn + 1) % schedule.size();
    }
    if (client >= clients_.size()) {
      throw EarlyExit::with_error(fmt::format("the schedule names client {}, but there are only {} clients",
                                              client, clients_.size()));
    }
    if (step(client)) --running;
  }
}

bool AfsSimulator::step(std::size_t number) {
  Client& client = clients_[number];
  if (client.done) return false;
  if (client.next == client.program.actions.size()) {
    client.done = true;
    return true;
  }
  const AfsAction action = client.program.actions[client.next];
  transcript_.indent(number);
  if (detail_.names) transcript_.print("{} ", client.name);
  switch (action.operation) {
    case Operation::open:
      open(client, action);
      break;
    case Operation::read:
      read(client, action);
      break;
    case Operation::write:
      write(client, action);
      break;
    case Operation::close:
      close(client, action);
      break;
    default:  // action strings have no other
      break;
  }
  print_cache(number);
  if (options_.solve && detail_.positive) transcript_.text("\n");
  ++client.next;
  return false;
}

void AfsSimulator::open(Client& client, const AfsAction& action) {
  transcript_.print("open:{} [fd:{}]\n", action.file, action.descriptor);
  AfsCacheEntry* entry = client.cache.find(action.file);
  ++(entry != nullptr ? client.cache.hits : client.cache.misses);
  if (entry == nullptr || !entry->valid) fetch(client, action.file);
  ++client.cache.find(action.file)->references;
}

void AfsSimulator::read(Client& client, const AfsAction& action) {
  const AfsCacheEntry& entry = cached_file(client, action);
  ++client.reads;
  if (options_.solve) {
    transcript_.print("read:{} -> {}\n", action.descriptor, entry.data);
  } else {
    transcript_.print("read:{} -> value?\n", action.descriptor);
  }
}

void AfsSimulator::write(Client& client, const AfsAction& action) {
  AfsCacheEntry& entry = cached_file(client, action);
  ++client.writes;
  const std::int64_t value = next_value_++;
  if (options_.solve) {
    transcript_.print("write:{} {} -> {}\n", action.descriptor, entry.data, value);
  } else {
    transcript_.print("write:{} value? -> {}\n", action.descriptor, value);
  }
  entry.data = value;
  entry.dirty = true;
}

void AfsSimulator::close(Client& client, const AfsAction& action) {
  AfsCacheEntry& entry = cached_file(client, action);
  transcript_.print("close:{}\n", action.descriptor);
  if (entry.dirty) {
    store(client, entry.file, entry.data);
    entry.dirty = false;
    entry.valid = true;
  }
  --entry.references;
  if (!entry.valid && entry.references == 0) client.cache.erase(entry.file);
}

AfsCacheEntry& AfsSimulator::cached_file(Client& client, const AfsAction& action) {
  if (!descriptors_in_range_) {
    throw EarlyExit::abort(
        fmt::format("filedesc:lookup() -- file descriptor out of valid range ({} not between 0 and {})",
                    action.descriptor, kMostDescriptors));
  }
  const std::optional<char> file = client.program.file_of(action.descriptor);
  if (!file) {
    throw EarlyExit::abort(
        fmt::format("filedesc:lookup() -- fd:{} not in use, cannot lookup", action.descriptor));
  }
  if (AfsCacheEntry* entry = client.cache.find(*file)) return *entry;
  throw EarlyExit::with_error(fmt::format("client {} uses descriptor {}, but file {} is not in its cache",
                                          client.name, action.descriptor, python_character(*file)));
}

void AfsSimulator::fetch(Client& client, char file) {
  const auto index = static_cast<std::size_t>(static_cast<unsigned char>(file)) - 'a';
  if (file < 'a' || index >= contents_.size()) {
    throw EarlyExit::abort(fmt::format("server:get() -- file:{} not found on server", file));
  }
  ++gets_;
  if (options_.solve && detail_.server) {
    transcript_.print("getfile:{} c:{} [{}]\n", file, client.name, contents_[index]);
  }
  client.callbacks |= std::uint32_t{1} << index;
  client.cache.put(file, contents_[index]);
}

void AfsSimulator::store(const Client& client, char file, std::int64_t value) {
  const auto index = static_cast<std::size_t>(file - 'a');
  ++puts_;
  contents_[index] = value;
  if (options_.solve && detail_.server) transcript_.print("putfile:{} c:{} [{}]\n", file, client.name, value);
  for (std::size_t other = 0; other < clients_.size(); ++other) {
    if ((clients_[other].callbacks >> index & 1U) == 0 || &clients_[other] == &client) continue;
    if (options_.solve && detail_.callbacks) {
      transcript_.print("callback: c:{} file:{}\n", clients_[other].name, file);
    }
    invalidate(other, file);
  }
}

void AfsSimulator::invalidate(std::size_t number, char file) {
  Client& client = clients_[number];
  transcript_.indent(number);
  transcript_.print("invalidate file:{} cache: {}\n", file, python_dictionary(client.cache));
  AfsCacheEntry* entry = client.cache.find(file);
  if (entry == nullptr) return;
  ++client.cache.invalidations;
  entry->valid = false;
  if (!options_.solve || !detail_.callbacks) return;
  transcript_.indent(number);
  if (detail_.names) transcript_.print("{} ", client.name);
  transcript_.print("invalidate {}\n", file);
  print_cache(number);
}

}  // namespace braid::command
