#include "braid/checker/command/observable_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "braid/checker/command/command_line.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

using explore::ObservableId;

std::vector<ObservableId> defaults(const models::System& system, bool history) {
  std::vector<ObservableId> chosen;
  for (const ObservableId id : system.default_outcome()) {
    if (system.signature().observables[id].history == history) chosen.push_back(id);
  }
  return chosen;
}

[[noreturn]] void unknown_observable(std::string_view option, const std::string& name,
                                     const models::System& system) {
  std::vector<std::string_view> names = {"reads", "contents"};
  for (const explore::Observable& observable : system.signature().observables)
    names.push_back(observable.name);
  const std::string suggestion = did_you_mean(name, names);
  throw CommandLineError(fmt::format(
      "{}: there is no observable {}; {}", option, quote(name),
      suggestion.empty() ? "braid list observables TRACE lists them, reads and contents are groups"
                         : suggestion));
}

}  // namespace

std::vector<ObservableId> ordered_default_outcome(const models::System& system) {
  std::vector<ObservableId> ordered = defaults(system, false);
  const std::vector<ObservableId> reads = defaults(system, true);
  ordered.insert(ordered.end(), reads.begin(), reads.end());
  return ordered;
}

std::vector<ObservableId> find_observables(std::string_view option, std::string_view list,
                                           const models::System& system) {
  std::unordered_map<std::string_view, ObservableId> ids;
  for (const explore::Observable& observable : system.signature().observables) {
    ids.emplace(observable.name, static_cast<ObservableId>(ids.size()));
  }
  std::vector<ObservableId> chosen;
  std::unordered_set<ObservableId> seen;
  const auto choose = [&](ObservableId id) {
    if (seen.insert(id).second) chosen.push_back(id);
  };
  for (const std::string& name : split_list(option, list)) {
    if (const auto found = ids.find(name); found != ids.end()) {
      choose(found->second);
    } else if (name == "reads" || name == "contents") {
      for (const ObservableId id : defaults(system, name == "reads")) choose(id);
    } else {
      unknown_observable(option, name, system);
    }
  }
  return chosen;
}

}  // namespace braid::command
