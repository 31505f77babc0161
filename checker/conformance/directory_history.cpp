#include "braid/checker/conformance/directory_history.h"

#include <algorithm>
#include <numeric>

namespace braid::conformance {
namespace {

using Step = DirectoryNames::Step;
using Kind = DirectoryNames::Kind;

std::optional<Step> effect_of(const Step& step) {
  if (step.kind == Kind::finds || step.kind == Kind::misses) return std::nullopt;
  return step;
}

}  // namespace

std::uint32_t DirectoryHistory::name_of(std::uint32_t directory, const std::string& name) {
  const auto [entry, added] =
      numbers_.try_emplace({directory, name}, static_cast<std::uint32_t>(names_.size()));
  if (added) names_.emplace_back(directory, name);
  return entry->second;
}

void DirectoryHistory::add(std::uint32_t call, bool required, Kind kind, std::uint32_t directory,
                           const std::string& name, std::optional<std::uint32_t> file) {
  if (name.empty() || name == "." || name == "..") return;
  Step step;
  step.kind = kind;
  step.name = name_of(directory, name);
  if (file) step.file = *file + DirectoryNames::kFirstHandle;
  events_.push_back({call, required, step});
}

void DirectoryHistory::move(std::uint32_t call, bool required, std::uint32_t directory,
                            const std::string& name, std::uint32_t to_directory, const std::string& to_name) {
  Step step;
  step.kind = Kind::moves;
  step.name = name_of(directory, name);
  step.other = name_of(to_directory, to_name);
  step.keeps_handle = directory == to_directory;
  events_.push_back({call, required, step});
}

void DirectoryHistory::list(std::uint32_t call, std::uint32_t directory, std::vector<std::string> names) {
  std::sort(names.begin(), names.end());
  listings_.push_back({call, directory, std::move(names)});
}

/// A listing tells of each name that any call is about.
std::vector<DirectoryHistory::Event> DirectoryHistory::listed() const {
  std::vector<Event> events;
  for (const Listing& listing : listings_) {
    const auto end = numbers_.end();
    for (auto entry = numbers_.lower_bound({listing.directory, ""});
         entry != end && entry->first.first == listing.directory; ++entry) {
      Step step;
      step.name = entry->second;
      if (!std::binary_search(listing.names.begin(), listing.names.end(), entry->first.second))
        step.kind = Kind::misses;
      events.push_back({listing.call, true, step});
    }
  }
  return events;
}

/// Of each name, one that stands for all that renames connect with it.
std::vector<std::uint32_t> DirectoryHistory::groups() const {
  std::vector<std::uint32_t> group(names_.size());
  std::iota(group.begin(), group.end(), 0U);
  const auto root = [&](std::uint32_t name) {
    while (group[name] != name) name = group[name] = group[group[name]];
    return name;
  };
  for (const Event& event : events_) {
    if (event.step.kind == Kind::moves) group[root(event.step.name)] = root(event.step.other);
  }
  for (std::uint32_t name = 0; name < group.size(); ++name) group[name] = root(name);
  return group;
}

void DirectoryHistory::check(ObjectChecks& checks, const std::function<std::string(std::uint32_t)>& path_of,
                             const std::function<std::string(std::uint32_t)>& identity_of) const {
  const std::vector<std::uint32_t> group = groups();
  std::vector<std::uint32_t> place(names_.size());
  std::map<std::uint32_t, DirectoryNames> machines;
  for (std::uint32_t name = 0; name < names_.size(); ++name) {
    DirectoryNames& machine = machines[group[name]];
    place[name] = static_cast<std::uint32_t>(machine.names.size());
    const std::string folder = path_of(names_[name].first);
    machine.names.push_back((folder == "/" ? "" : folder) + '/' + names_[name].second);
    machine.handle_text = [&](std::uint32_t file) {
      return identity_of(file - DirectoryNames::kFirstHandle);
    };
  }
  std::map<std::uint32_t, std::vector<ObjectCall<Step>>> calls;
  const auto take = [&](const Event& event) {
    Step step = event.step;
    step.name = place[event.step.name];
    if (step.kind == Kind::moves) step.other = place[event.step.other];
    calls[group[event.step.name]].push_back({event.call, event.required, {step}});
  };
  std::for_each(events_.begin(), events_.end(), take);
  const std::vector<Event> listings = listed();
  std::for_each(listings.begin(), listings.end(), take);
  for (const auto& [root, machine] : machines) {
    const auto name = [&machine = machine] {
      return machine.names.size() == 1 ? "the name " + machine.names.front()
                                       : "the names that renames connect";
    };
    checks.check(machine, name, calls[root], {}, effect_of);
  }
}

}  // namespace braid::conformance
