#include "braid/checker/models/afs2_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "braid/checker/models/afs/afs_options.h"
#include "braid/tracer/quote.h"

namespace braid::models {

const Afs2Phase* Afs2Usage::at(explore::Position position) const {
  const auto after =
      std::upper_bound(phases.begin(), phases.end(), position,
                       [](explore::Position sought, const Afs2Phase& phase) { return sought < phase.from; });
  return after == phases.begin() ? nullptr : &*std::prev(after);
}

Afs2Usages afs2_usages(const Trace& trace) {
  Afs2Usages usages(trace.actors.size());
  for (std::size_t client = 0; client < trace.actors.size(); ++client) {
    explore::Position position = 0;
    for (const Event& event : trace.actors[client].events) {
      ++position;
      Afs2Usage& usage = usages[client][event.file];
      Afs2Phase phase = usage.phases.empty() ? Afs2Phase{} : usage.phases.back();
      phase.from = position;
      switch (event.operation) {
        case Operation::open:
          ++phase.open;
          break;
        case Operation::read:
          continue;
        case Operation::write:
          ++usage.writes;
          if (phase.dirty) continue;
          phase.dirty = true;
          break;
        case Operation::close:
          --phase.open;
          phase.dirty = false;
          break;
        default:  // afs2_options() refuses all else
          continue;
      }
      usage.greatest_open = std::max(usage.greatest_open, phase.open);
      usage.phases.push_back(phase);
    }
  }
  return usages;
}

namespace {

std::int64_t parse_number(const Trace& trace, const File& file) {
  std::int64_t number = 0;
  const char* end = file.contents.data() + file.contents.size();
  const auto [stop, error] = std::from_chars(file.contents.data(), end, number);
  if (error != std::errc() || stop != end || number < 0 || number >= (std::int64_t{1} << 62)) {
    throw InputError(trace.source, file.position,
                     fmt::format("file {} holds {}", quote(file.name), quote(file.contents)),
                     "under `values counter` a file holds a number from 0 to 2^62 - 1", trace.text);
  }
  return number;
}

void number_counter(const Trace& trace, Afs2Contents& contents) {
  std::uint64_t writes = 0;
  std::set<std::uint32_t> written;
  for (const Actor& actor : trace.actors) {
    for (const Event& event : actor.events) {
      if (event.operation != Operation::write) continue;
      ++writes;
      written.insert(event.file);
    }
  }
  const auto first = static_cast<std::int64_t>(trace.files.size());
  for (std::uint32_t file = 0; file < trace.files.size(); ++file) {
    const std::int64_t initial = parse_number(trace, trace.files[file]);
    contents.initial.push_back(initial);
    contents.least.push_back(initial);
    contents.greatest.push_back(initial);
    if (!written.contains(file)) continue;
    contents.least.back() = std::min(initial, first);
    contents.greatest.back() = std::max(initial, first + static_cast<std::int64_t>(writes) - 1);
  }
}

/// Ids go file by file, first what it holds at first, then its writes, so that a file's values lie close
/// together.
void number_writers(const Trace& trace, Afs2Contents& contents) {
  struct Write {
    std::uint32_t client;
    std::size_t index;
  };
  std::vector<std::vector<Write>> by_file(trace.files.size());
  std::set<std::string> write_names;
  contents.writes.resize(trace.actors.size());
  for (std::uint32_t client = 0; client < trace.actors.size(); ++client) {
    for (const Event& event : trace.actors[client].events) {
      if (event.operation != Operation::write) continue;
      by_file[event.file].push_back({client, contents.writes[client].size()});
      contents.writes[client].push_back(0);
      write_names.insert(fmt::format("{}#{}", trace.actors[client].name, contents.writes[client].size()));
    }
  }
  std::map<std::string, std::int64_t> initial_ids;
  for (std::uint32_t file = 0; file < trace.files.size(); ++file) {
    const std::string& name = trace.files[file].contents;
    if (write_names.contains(name)) {
      throw InputError(trace.source, trace.files[file].position,
                       fmt::format("file {} holds {} at first", quote(trace.files[file].name), quote(name)),
                       "that is the name of a write; choose another word", trace.text);
    }
    const auto next = static_cast<std::int64_t>(contents.names.size());
    const auto [known, fresh] = initial_ids.emplace(name, next);
    if (fresh) contents.names.push_back(name);
    contents.initial.push_back(known->second);
    contents.least.push_back(known->second);
    contents.greatest.push_back(known->second);
    for (const Write& write : by_file[file]) {
      const auto id = static_cast<std::int64_t>(contents.names.size());
      contents.names.push_back(fmt::format("{}#{}", trace.actors[write.client].name, write.index + 1));
      contents.writes[write.client][write.index] = id;
      contents.greatest.back() = id;
    }
  }
}

}  // namespace

Afs2Contents afs2_contents(const Trace& trace) {
  Afs2Contents contents;
  contents.counter = trace.values == Values::counter;
  if (contents.counter) {
    number_counter(trace, contents);
  } else {
    number_writers(trace, contents);
  }
  return contents;
}

/// What only messages give a meaning to.
static void refuse_messages(const Trace& trace) {
  const auto refuse = [&](SourcePosition position, const std::string& cause,
                          std::string_view accepted = "`system afs2 granularity=message` knows this") {
    throw InputError(trace.source, position, cause, accepted, trace.text);
  };
  constexpr std::string_view kOfOthers = "AFS has none; `nfs3` knows this";
  if (!trace.faults.empty()) {
    refuse(trace.faults.front().position,
           "afs2 at operation granularity has no faults: every operation is one step");
  }
  for (const Actor& actor : trace.actors) {
    if (client_of(actor) != actor.name) {
      refuse(trace.system_position, "a client has one process at operation granularity");
    }
    for (const Event& event : actor.events) {
      if (event.one_block) refuse(event.position, "afs2 at operation granularity has no blocks");
      if (event.truncates) refuse(event.position, "afs2 at operation granularity empties no files");
      if (event.operation <= Operation::close) continue;
      const std::string cause =
          fmt::format("afs2 at operation granularity has no {}", quote(name_of(event.operation)));
      const bool known_to_messages = event.operation <= Operation::makedir ||
                                     event.operation == Operation::fsync ||
                                     event.operation == Operation::truncate;
      if (!known_to_messages) refuse(event.position, cause, kOfOthers);
      refuse(event.position, cause);
    }
  }
  for (const File& file : trace.files) {
    if (file.absent) refuse(file.position, "all files are there from the beginning at operation granularity");
  }
  if (!trace.volumes.empty()) {
    refuse(trace.volumes.front().position, "afs2 at operation granularity has no volumes");
  }
  if (!trace.directories.empty()) {
    refuse(trace.directories.front().position, "afs2 at operation granularity has no directories");
  }
  if (!trace.mounts.empty()) {
    refuse(trace.mounts.front().position, "all clients of AFS see one name space", kOfOthers);
  }
  if (!trace.users.empty()) {
    refuse(trace.users.front().position, "afs2 at operation granularity has no users");
  }
}

Reopen afs2_options(const Trace& trace) {
  if (trace.system != "afs2") {
    throw InputError(trace.source, trace.system_position,
                     fmt::format("unknown system {}", quote(trace.system)), "this version explores `afs2`",
                     trace.text);
  }
  Reopen reopen = Reopen::keep;
  for (const Option& option : trace.options) {
    const auto refuse = [&](const std::string& accepted) {
      throw InputError(trace.source, option.position,
                       fmt::format("afs2 has no option {}", quote(option.name + "=" + option.value)),
                       accepted, trace.text);
    };
    if (option.name == "reopen") {
      if (option.value != "keep" && option.value != "replace")
        refuse("accepted: `reopen=keep`, `reopen=replace`");
      reopen = option.value == "keep" ? Reopen::keep : Reopen::replace;
    } else if (option.name == "granularity") {
      if (option.value != "operation") refuse("accepted: `granularity=operation`, `granularity=message`");
    } else {
      const std::span<const OptionSpec> of_messages = afs_option_table(true);
      const bool known = std::any_of(of_messages.begin(), of_messages.end(),
                                     [&](const OptionSpec& spec) { return spec.name == option.name; });
      if (known) refuse("it is an option of `granularity=message`");
      const std::string near = did_you_mean(option.name, {"granularity", "reopen"});
      refuse(near.empty() ? "its options are `granularity=operation` and `reopen=keep|replace`" : near);
    }
  }
  refuse_messages(trace);
  return reopen;
}

}  // namespace braid::models
