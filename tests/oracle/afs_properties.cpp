// The properties in plain C++: what each says in words, over the whole past of a schedule.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "afs_statement.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/properties.h"

namespace braid::oracle {
namespace {

using Entry = std::optional<AfsOracle::Entry>;
using Step = AfsHistory::Step;

/// A client and a file.
struct Place {
  std::size_t client = 0;
  std::uint32_t file = 0;
};

const Entry& entry(const AfsOracle::State& state, Place at) {
  return state.clients[at.client].cache[at.file];
}
int open(const AfsOracle::State& state, Place at) {
  return state.clients[at.client].open[at.file];
}
bool is(const Step& step, Operation operation, Place at) {
  return step.event.operation == operation && step.client == at.client && step.event.file == at.file;
}
/// What the client's cache holds after a step at this place.
const std::string& data(const Step& step) {
  return entry(step.after, {step.client, step.event.file})->data;
}

bool everywhere(const AfsHistory& history, const std::function<bool(Place)>& truth) {
  const AfsOracle::State& now = history.now();
  for (std::size_t client = 0; client < now.clients.size(); ++client) {
    for (std::uint32_t file = 0; file < now.server.size(); ++file) {
      if (!truth({client, file})) return false;
    }
  }
  return true;
}

/// A clean cached copy that the client trusts equals the server's file; no break is ever on its way here.
bool callback_coherence(const AfsHistory& history) {
  const AfsOracle::State& now = history.now();
  return everywhere(history, [&](Place at) {
    const Entry& copy = entry(now, at);
    return !copy || !copy->valid || copy->dirty || copy->data == now.server[at.file];
  });
}

/// A cache entry's reference count is the number of descriptors that the client has open on the file.
bool reference_count(const AfsHistory& history) {
  const AfsOracle::State& now = history.now();
  return everywhere(history, [&](Place at) {
    const Entry& copy = entry(now, at);
    return copy ? copy->references == open(now, at) : open(now, at) == 0;
  });
}

/// While a client has a file open, the image it reads is what it got by its first open, or its own last write
/// since.
bool session_snapshot(const AfsHistory& history) {
  const AfsOracle::State& now = history.now();
  return everywhere(history, [&](Place at) {
    if (open(now, at) == 0) return true;
    const auto image = std::find_if(history.steps().rbegin(), history.steps().rend(), [&](const Step& step) {
      return is(step, Operation::write, at) || (is(step, Operation::open, at) && open(step.after, at) == 1);
    });
    return entry(now, at) && entry(now, at)->data == data(*image);
  });
}

/// The server's file is the last write of the client that closed it last with a write not yet stored.
bool last_closer_wins(const AfsHistory& history) {
  const AfsOracle::State& now = history.now();
  for (std::uint32_t file = 0; file < now.server.size(); ++file) {
    std::string expected = history.initial().server[file];
    std::map<std::size_t, std::string> unstored;  // by client: its last write since its last close
    for (const Step& step : history.steps()) {
      if (step.event.file != file) continue;
      if (step.event.operation == Operation::write) unstored[step.client] = data(step);
      if (step.event.operation != Operation::close || !unstored.contains(step.client)) continue;
      expected = unstored[step.client];
      unstored.erase(step.client);
    }
    if (now.server[file] != expected) return false;
  }
  return true;
}

/// What a client wrote stays in its cache, marked dirty, until a close has brought it to the server.
bool no_lost_write(const AfsHistory& history) {
  return everywhere(history, [&](Place at) {
    const auto& steps = history.steps();
    const auto write = std::find_if(steps.rbegin(), steps.rend(),
                                    [&](const Step& step) { return is(step, Operation::write, at); });
    if (write == steps.rend()) return true;
    const bool stored = std::any_of(steps.rbegin(), write, [&](const Step& step) {
      return is(step, Operation::close, at) && step.after.server[at.file] == data(*write);
    });
    const Entry& copy = entry(history.now(), at);
    return stored || (copy && copy->dirty && copy->data == data(*write));
  });
}

/// A client's first open of a file gives it the server's current contents.
bool close_to_open(const AfsHistory& history) {
  return std::all_of(history.steps().begin(), history.steps().end(), [](const Step& step) {
    const Place at{step.client, step.event.file};
    return !is(step, Operation::open, at) || open(step.after, at) != 1 ||
           data(step) == step.after.server[at.file];
  });
}

constexpr const char* kMoreProperties[] = {
    R"(property twice-stored "No file is changed at the server exactly twice." source "test" systems afs2
  remember known[f] := server[f] at close(c, f) initially server[f]
  remember changes[f] := changes[f] + 1 at close(c, f) when server[f] != known[f] and changes[f] < 3
  never for f in files: changes[f] = 2)",
    R"(property behind "Each client may read what the server no longer holds." source "test" systems afs2
  remember behind[c] := true at read(c, f) when c.cache[f].data != server[f]
  exists for c in clients: behind[c])",
    R"(property second-descriptor "A client's last open is of a file that it has open." source "test"
  systems afs2
  remember kind[c] := 1 at open(c, f)
  remember kind[c] := 2 at open(c, f) when c.open[f] = 2
  forall for c in clients: kind[c] != 1)",
    R"(property reread "What a client read last of an open file is what it first was, or is there still."
  source "test" systems afs2
  remember seen[c, f] := c.cache[f].data at read(c, f) initially server[f]
  remember first[f] := first[f] at open(c, f) initially server[f]
  always for f in files, c in clients: c.open[f] > 0 implies seen[c, f] = first[f] or seen[c, f] = server[f])",
};

bool twice_stored(const AfsHistory& history) {
  const std::size_t files = history.initial().server.size();
  for (std::size_t file = 0; file < files; ++file) {
    const std::string* known = &history.initial().server[file];
    std::size_t changes = 0;
    for (const Step& step : history.steps()) {
      if (*known != step.after.server[file]) ++changes;
      known = &step.after.server[file];
    }
    if (changes == 2) return true;
  }
  return false;
}

bool behind(const AfsHistory& history, std::size_t client) {
  return std::any_of(history.steps().begin(), history.steps().end(), [&](const Step& step) {
    return step.client == client && step.event.operation == Operation::read &&
           data(step) != step.after.server[step.event.file];
  });
}

bool second_descriptor(const AfsHistory& history) {
  std::map<std::size_t, int> descriptors;  // by client: of the file that it opened last
  for (const Step& step : history.steps()) {
    if (step.event.operation != Operation::open) continue;
    descriptors[step.client] = open(step.after, {step.client, step.event.file});
  }
  return std::all_of(descriptors.begin(), descriptors.end(),
                     [](const auto& last) { return last.second == 2; });
}

bool reread(const AfsHistory& history) {
  const AfsOracle::State& now = history.now();
  return everywhere(history, [&](Place at) {
    const auto& steps = history.steps();
    const auto read = std::find_if(steps.rbegin(), steps.rend(),
                                   [&](const Step& step) { return is(step, Operation::read, at); });
    const std::string& first = history.initial().server[at.file];
    return open(now, at) == 0 || read == steps.rend() || data(*read) == first ||
           data(*read) == now.server[at.file];
  });
}

/// Claims that an `always` property holds wherever a schedule goes.
std::vector<HistoryClaim> always(HistoryPredicate truth) {
  return {{ConditionKind::always, std::move(truth)}};
}

/// The property as it is meant, by its name.
std::vector<HistoryClaim> claims_of(const Trace& trace, const std::string& name) {
  if (name == "callback-coherence") return always(callback_coherence);
  if (name == "reference-count") return always(reference_count);
  if (name == "session-snapshot") return always(session_snapshot);
  if (name == "last-closer-wins") return always(last_closer_wins);
  if (name == "no-lost-write") return always(no_lost_write);
  if (name == "close-to-open") return always(close_to_open);
  if (name == "reread") return always(reread);
  if (name == "second-descriptor") return {{ConditionKind::forall, second_descriptor}};
  if (name == "twice-stored") return {{ConditionKind::never, twice_stored}};
  if (name != "behind") throw std::logic_error("the property " + name + " is not stated in C++");
  std::vector<HistoryClaim> claims;
  for (std::size_t client = 0; client < trace.actors.size(); ++client) {
    claims.push_back(
        {ConditionKind::exists, [client](const AfsHistory& history) { return behind(history, client); }});
  }
  return claims;
}

}  // namespace

std::vector<AfsStatement> afs_properties(const Trace& trace) {
  static const std::vector<formula::Property> kProperties = [] {
    // Those that speak of operations; others speak of messages.
    std::vector<formula::Property> all = formula::load_properties(BRAID_PROPERTIES_DIR);
    std::erase_if(all, [](const formula::Property& property) {
      return std::none_of(property.systems.begin(), property.systems.end(),
                          [](const formula::PlacedName& system) { return system.name == "afs2"; });
    });
    for (const char* text : kMoreProperties) all.push_back(formula::parse_property("test", text));
    return all;
  }();
  std::vector<AfsStatement> statements;
  for (const formula::Property& property : kProperties) {
    statements.push_back(
        {property.name.name,
         [&property](explore::Signature& signature) { return formula::bind_property(property, signature); },
         claims_of(trace, property.name.name)});
  }
  return statements;
}

}  // namespace braid::oracle
