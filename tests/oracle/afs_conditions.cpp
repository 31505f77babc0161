// Conditions for a workload, as text and in plain C++.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "afs_statement.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"

namespace braid::oracle {
namespace {

using State = AfsOracle::State;
using Client = AfsOracle::Client;
using Entry = std::optional<AfsOracle::Entry>;
using Truth = std::function<bool(const State&)>;

constexpr ConditionKind kExists = ConditionKind::exists;
constexpr ConditionKind kForall = ConditionKind::forall;
constexpr ConditionKind kNever = ConditionKind::never;
constexpr ConditionKind kAlways = ConditionKind::always;

bool present(const Client& client, std::size_t file) {
  return client.cache[file].has_value();
}
bool dirty(const Client& client, std::size_t file) {
  return client.cache[file] && client.cache[file]->dirty;
}
bool valid(const Client& client, std::size_t file) {
  return client.cache[file] && client.cache[file]->valid;
}
int references(const Client& client, std::size_t file) {
  return client.cache[file] ? client.cache[file]->references : 0;
}
bool called_back(const State& state, std::size_t client, std::size_t file) {
  return state.holders[file].contains(client);
}
/// Whether the cached copy is one that the server no longer holds.
bool outdated(const State& state, std::size_t client, std::size_t file) {
  const Entry& entry = state.clients[client].cache[file];
  return entry && entry->data != state.server[file];
}

bool some_client(const State& state, const std::function<bool(std::size_t)>& truth) {
  for (std::size_t client = 0; client < state.clients.size(); ++client) {
    if (truth(client)) return true;
  }
  return false;
}
bool every_client(const State& state, const std::function<bool(std::size_t)>& truth) {
  return !some_client(state, [&](std::size_t client) { return !truth(client); });
}
bool everywhere(const State& state, const std::function<bool(const Client&, std::size_t)>& truth) {
  return every_client(state, [&](std::size_t client) {
    for (std::size_t file = 0; file < state.server.size(); ++file) {
      if (!truth(state.clients[client], file)) return false;
    }
    return true;
  });
}

/// What the client's read returned; nothing before it.
std::optional<std::string> read_of(const State& state, std::size_t client, std::size_t read) {
  const std::vector<std::string>& reads = state.clients[client].reads;
  return read < reads.size() ? std::optional(reads[read]) : std::nullopt;
}

class ConditionList {
 public:
  explicit ConditionList(const Trace& trace) : trace_(trace) {}

  [[nodiscard]] std::vector<AfsStatement> list() {
    list_constants();
    list_caches();
    if (trace_.actors.size() > 1) list_pairs();
    list_servers();
    list_reads();
    return std::move(statements_);
  }

 private:
  struct Read {
    std::size_t client;
    std::size_t number;
    std::uint32_t file;
    [[nodiscard]] std::string name() const { return fmt::format("c{}.read{}", client, number + 1); }
    [[nodiscard]] std::optional<std::string> value(const State& state) const {
      return read_of(state, client, number);
    }
  };
  /// What some write may store.
  struct Write {
    std::size_t client;
    std::uint32_t file;
    std::string value;
  };

  void add(ConditionKind kind, const std::string& text, Truth truth) {
    AfsStatement statement;
    statement.name = fmt::format("{}: {}", braid::name_of(kind), text);
    statement.bind = [kind, text](explore::Signature& signature) {
      formula::BoundProperty property;
      property.claims.push_back(
          formula::bind_condition(kind, formula::parse_expression("condition", text), signature));
      return property;
    };
    statement.claims.push_back(
        {kind, [truth = std::move(truth)](const AfsHistory& history) { return truth(history.now()); }});
    statements_.push_back(std::move(statement));
  }

  void list_constants() {
    // As long as one claim is undecided, the sweep goes on to the end.
    add(kForall, "true", [](const State&) { return true; });
    add(kExists, "true", [](const State&) { return true; });
    add(kExists, "false", [](const State&) { return false; });
    add(kNever, "1 < 2", [](const State&) { return true; });
    add(kAlways, "not 1 < 2", [](const State&) { return false; });
  }

  void list_caches() {
    add(kAlways, "for c in clients, f in files: c.cache[f].dirty implies c.open[f] > 0",
        [](const State& state) {
          return everywhere(state, [](const Client& client, std::size_t file) {
            return !dirty(client, file) || client.open[file] > 0;
          });
        });
    add(kNever, "exists c in clients, f in files: c.cache[f].present and not c.cache[f].valid",
        [](const State& state) {
          return !everywhere(state, [](const Client& client, std::size_t file) {
            return !present(client, file) || valid(client, file);
          });
        });
    add(kForall, "for c in clients, f in files: c.cache[f].refs = 0", [](const State& state) {
      return everywhere(state,
                        [](const Client& client, std::size_t file) { return references(client, file) == 0; });
    });
    add(kExists, "exists c in clients: c.cache[a].present and c.cache[a].data != server[a]",
        [](const State& state) {
          return some_client(state, [&](std::size_t client) { return outdated(state, client, 0); });
        });
    add(kAlways, "for c in clients: callbacks[c, a] implies c.cache[a].present", [](const State& state) {
      return every_client(state, [&](std::size_t client) {
        return !called_back(state, client, 0) || present(state.clients[client], 0);
      });
    });
    add(kNever, "exists c in clients: callbacks[c, a] = c.cache[a].present", [](const State& state) {
      return some_client(state, [&](std::size_t client) {
        return called_back(state, client, 0) == present(state.clients[client], 0);
      });
    });
    add(kAlways, "for c in clients: c.open[a] = c.cache.a.refs", [](const State& state) {
      return every_client(state, [&](std::size_t client) {
        return state.clients[client].open[0] == references(state.clients[client], 0);
      });
    });
  }

  void list_pairs() {
    add(kAlways, "for c in clients, d in clients: c != d and c.cache[a].dirty implies not d.cache[a].dirty",
        [](const State& state) {
          const auto& clients = state.clients;
          return std::count_if(clients.begin(), clients.end(),
                               [](const Client& client) { return dirty(client, 0); }) <= 1;
        });
    add(kAlways, "c0.open.a + c1.open.a < 2",
        [](const State& state) { return state.clients[0].open[0] + state.clients[1].open[0] < 2; });
    add(kNever, "c0.cache.a.refs + 2 * c1.open.a = 3", [](const State& state) {
      return references(state.clients[0], 0) + 2 * state.clients[1].open[0] == 3;
    });
    add(kExists, "c0.cache.a.trusted and c1.cache.a.present and not c1.cache.a.trusted",
        [](const State& state) {
          return valid(state.clients[0], 0) && present(state.clients[1], 0) && !valid(state.clients[1], 0);
        });
    add(kAlways,
        "c0.cache.a.present and c1.cache.a.present implies c0.cache.a.version = c1.cache.a.data or "
        "server.version.a = c0.cache.a.data",
        [](const State& state) {
          const Entry& first = state.clients[0].cache[0];
          const Entry& second = state.clients[1].cache[0];
          return !first || !second || first->data == second->data || !outdated(state, 0, 0);
        });
  }

  void list_servers() {
    const std::string& initial = trace_.files[0].contents;
    add(kForall, "server.a = " + initial,
        [initial](const State& state) { return state.server[0] == initial; });
    add(kNever, "server.a = " + initial + " and exists c in clients: c.cache[a].present",
        [initial](const State& state) {
          return state.server[0] == initial &&
                 some_client(state, [&](std::size_t client) { return present(state.clients[client], 0); });
        });
    for (const Write& write : writes()) {
      const std::string server = "server." + trace_.files[write.file].name;
      const auto stored = [write](const State& state) { return state.server[write.file] == write.value; };
      add(kExists, server + " = " + write.value, stored);
      add(kAlways, fmt::format("{} != {} or c{}.open[a] = 0", server, write.value, write.client),
          [stored, write](const State& state) {
            return !stored(state) || state.clients[write.client].open[0] == 0;
          });
    }
    if (trace_.values != Values::counter) return;
    add(kForall, "2 * server.a - 1 >= 3",
        [](const State& state) { return 2 * std::stoi(state.server[0]) - 1 >= 3; });
    add(kAlways, "server.a * server.a <= 4",
        [](const State& state) { return std::stoi(state.server[0]) * std::stoi(state.server[0]) <= 4; });
  }

  void list_reads() {
    const std::vector<Read> reads = all_reads();
    for (const Read& read : reads) {
      const std::string& initial = trace_.files[read.file].contents;
      add(kForall, fmt::format("{} = {}", read.name(), initial),
          [read, initial](const State& state) { return read.value(state) == initial; });
      add(kExists, fmt::format("{} != server.{}", read.name(), trace_.files[read.file].name),
          [read](const State& state) { return read.value(state) != state.server[read.file]; });
      for (const Write& write : writes()) {
        if (write.file != read.file) continue;
        const auto seen = [read, write](const State& state) { return read.value(state) == write.value; };
        add(kNever, fmt::format("{} = {}", read.name(), write.value), seen);
        add(kAlways, fmt::format("not ({} = {})", read.name(), write.value),
            [seen](const State& state) { return !seen(state); });
      }
    }
    for (std::size_t i = 1; i < reads.size(); ++i) {
      const auto same = [one = reads[0], other = reads[i]](const State& state) {
        return one.value(state) == other.value(state);
      };
      add(kExists, fmt::format("{} = {}", reads[0].name(), reads[i].name()), same);
      add(kAlways, fmt::format("{} = {}", reads[0].name(), reads[i].name()), same);
    }
  }

  [[nodiscard]] std::vector<Read> all_reads() const {
    std::vector<Read> reads;
    for (std::size_t client = 0; client < trace_.actors.size(); ++client) {
      std::size_t number = 0;
      for (const Event& event : trace_.actors[client].events) {
        if (event.operation == Operation::read) reads.push_back({client, number++, event.file});
      }
    }
    return reads;
  }

  /// One of each client and file, with the value of the client's first write if the scheme names writes, else
  /// with the number of that client's turn.
  [[nodiscard]] std::vector<Write> writes() const {
    std::map<std::pair<std::size_t, std::uint32_t>, std::string> values;
    for (std::size_t client = 0; client < trace_.actors.size(); ++client) {
      std::size_t number = 0;
      for (const Event& event : trace_.actors[client].events) {
        if (event.operation != Operation::write) continue;
        ++number;
        values.try_emplace({client, event.file}, trace_.values == Values::writer
                                                     ? fmt::format("c{}#{}", client, number)
                                                     : std::to_string(trace_.files.size() + client));
      }
    }
    std::vector<Write> writes;
    for (const auto& [place, value] : values) writes.push_back({place.first, place.second, value});
    return writes;
  }

  const Trace& trace_;
  std::vector<AfsStatement> statements_;
};

}  // namespace

std::vector<AfsStatement> afs_conditions(const Trace& trace) {
  return ConditionList(trace).list();
}

}  // namespace braid::oracle
