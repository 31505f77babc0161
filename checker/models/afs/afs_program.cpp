#include "braid/checker/models/afs/afs_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "braid/checker/models/network/call_position.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

std::uint32_t index_in(std::vector<std::string>& names, const std::string& name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found != names.end()) return static_cast<std::uint32_t>(found - names.begin());
  names.push_back(name);
  return static_cast<std::uint32_t>(names.size() - 1);
}

/// The files and objects of an event's call.
void find_scope(const Trace& trace, const AfsOptions& options, AfsEvent& event) {
  const auto files = static_cast<std::uint32_t>(trace.files.size());
  switch (event.operation) {
    case Operation::open:
    case Operation::stat:
    case Operation::flush:
      event.files = {event.file};
      break;
    case Operation::read:
      if (options.reads == ReadOpen::revalidate || options.fetch == FetchAt::read) event.files = {event.file};
      break;
    case Operation::write:
      if (options.fetch == FetchAt::read && event.part) event.files = {event.file};
      break;
    case Operation::close:
    case Operation::fsync:
    case Operation::create:
    case Operation::makedir:
      event.files = {event.file};
      event.objects = {event.file};
      break;
    case Operation::rename:
      event.files = {event.file, event.replaced};
      event.objects = {event.file, event.replaced};
      break;
    case Operation::release:
      event.files = trace.volumes[event.file].files;
      event.objects = {files + event.file};
      break;
    case Operation::setacl:
      event.files = trace.directories[event.file].files;
      if (options.acl == RightsChange::broken) event.objects = event.files;
      break;
    default:  // of the copy, or none on files
      break;
  }
}

}  // namespace

std::uint32_t AfsProcess::session_from(std::uint32_t event) const {
  for (; event < events.size(); ++event) {
    const bool any = std::any_of(open.begin(), open.end(), [&](const std::vector<std::uint32_t>& of_file) {
      return of_file[event] > 0;
    });
    if (!any) break;
  }
  return event;
}

AfsProgram::AfsProgram(const Trace& trace, const AfsOptions& options) : clients(trace.clients()) {
  for (const File& file : trace.files) {
    objects.push_back({file.name, {static_cast<std::uint32_t>(objects.size())}, 0});
  }
  for (const Volume& volume : trace.volumes) objects.push_back({volume.name, volume.files, 0});
  std::vector<std::uint32_t> all;
  for (std::uint32_t file = 0; file < trace.files.size(); ++file) all.push_back(file);
  objects.push_back({"everything", std::move(all), 0});
  check(trace, options);
  cut_files(trace);
  name_users(trace);
  directory_of.assign(trace.files.size(), kNone);
  for (std::uint32_t directory = 0; directory < trace.directories.size(); ++directory) {
    for (const std::uint32_t file : trace.directories[directory].files) directory_of[file] = directory;
  }
  changes_rights.assign(trace.directories.size(), false);
  may_be_absent.assign(trace.files.size(), false);
  for (std::uint32_t file = 0; file < trace.files.size(); ++file)
    may_be_absent[file] = trace.files[file].absent;
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, options, process);
  number_contents(trace);
  number_sets(trace);
  place_blocks(trace);
  count_stores();
}

void AfsProgram::name_users(const Trace& trace) {
  for (const std::string& client : clients) {
    const auto user = std::find_if(trace.users.begin(), trace.users.end(),
                                   [&](const User& candidate) { return candidate.client == client; });
    user_of.push_back(index_in(users, user == trace.users.end() ? client : user->name));
    claim_of.push_back(index_in(users, user == trace.users.end() ? client : user->claims));
  }
  for (const Directory& directory : trace.directories) {
    for (const Directory::Entry& entry : directory.acl) static_cast<void>(index_in(users, entry.user));
  }
}

void AfsProgram::compile(const Trace& trace, const AfsOptions& options, std::uint32_t number) {
  const Actor& actor = trace.actors[number];
  AfsProcess process;
  const auto client = std::find(clients.begin(), clients.end(), client_of(actor));
  process.client = static_cast<std::uint32_t>(client - clients.begin());
  for (const Event& event : actor.events) {
    AfsEvent compiled;
    compiled.operation = event.operation;
    compiled.file = event.file;
    compiled.replaced = event.replaced;
    compiled.rights = event.rights;
    compiled.writes_before = process.writes;
    if (compiled.on_file()) cover_blocks(event, compiled);
    find_scope(trace, options, compiled);
    if (!options.callbacks) compiled.objects.clear();
    for (const std::uint32_t object : compiled.objects) ++objects[object].changes;
    if (event.operation == Operation::read) name_read(process, compiled);
    const bool named = event.operation == Operation::write || event.operation == Operation::release ||
                       event.operation == Operation::makedir;
    if (named) ++process.writes;
    if (event.operation == Operation::rename) may_be_absent[event.file] = true;
    if (event.operation == Operation::setacl) {
      compiled.user = index_in(users, event.user);
      changes_rights[event.file] = true;
    }
    process.events.push_back(std::move(compiled));
  }
  find_sessions(process);
  processes.push_back(std::move(process));
}

void AfsProgram::find_sessions(AfsProcess& process) const {
  const std::size_t count = process.events.size();
  process.open.assign(files.size(), std::vector<std::uint32_t>(count + 1, 0));
  std::uint32_t open = 0;
  std::vector<bool> free(count + 1, true);
  for (std::size_t event = 0; event < count; ++event) {
    free[event] = open == 0;
    for (auto& of_file : process.open) of_file[event + 1] = of_file[event];
    const AfsEvent& compiled = process.events[event];
    if (compiled.operation == Operation::open) {
      ++process.open[compiled.file][event + 1];
      ++open;
    } else if (compiled.operation == Operation::close) {
      --process.open[compiled.file][event + 1];
      --open;
    }
  }
  auto next = static_cast<std::uint32_t>(count);
  for (std::size_t event = count; event-- > 0;) {
    process.events[event].next_session = next;
    if (free[event]) next = static_cast<std::uint32_t>(event);
  }
}

void AfsProgram::number_contents(const Trace& trace) {
  counter = trace.values == Values::counter;
  std::map<std::string, std::int64_t> ids;
  const auto id_of = [&](const std::string& name) {
    const auto [known, fresh] = ids.emplace(name, static_cast<std::int64_t>(contents.size()));
    if (fresh) contents.push_back(name);
    return known->second;
  };
  for (const File& file : trace.files) {
    if (!counter) {
      initial.push_back(id_of(file.absent ? "empty" : file.contents));
    } else {
      std::int64_t value = 0;
      std::from_chars(file.contents.data(), file.contents.data() + file.contents.size(), value);
      initial.push_back(value);
      greatest_content = std::max(greatest_content, value);
    }
  }
  std::uint64_t writes = 0;
  for (std::size_t p = 0; p < processes.size(); ++p) {
    writes += processes[p].writes;
    for (AfsEvent& event : processes[p].events) {
      if (event.truncates) event.content = id_of("none");
      if (counter || (event.operation != Operation::write && event.operation != Operation::release)) continue;
      const std::string name = fmt::format("{}#{}", trace.actors[p].name, event.writes_before + 1);
      if (ids.contains(name)) {
        throw InputError(trace.source, trace.system_position,
                         fmt::format("a file holds {} at first: that is the name of a write", quote(name)),
                         "choose another word", trace.text);
      }
      event.content = id_of(name);
    }
  }
  if (counter) {
    greatest_content = std::max(greatest_content, static_cast<std::int64_t>(trace.files.size() + writes) - 1);
  } else {
    greatest_content = static_cast<std::int64_t>(contents.size()) - 1;
  }
}

/// Behind the other contents: of each directory all sets of the names that are made in it.
void AfsProgram::number_sets(const Trace& trace) {
  directories.assign(trace.files.size(), {});
  for (std::uint32_t file = 0; file < directories.size(); ++file) {
    std::vector<std::string> names;
    for (std::size_t p = 0; p < processes.size(); ++p) {
      for (AfsEvent& event : processes[p].events) {
        if (event.operation != Operation::makedir || event.file != file) continue;
        event.made = static_cast<std::uint32_t>(names.size());
        names.push_back(fmt::format("{}#{}", trace.actors[p].name, event.writes_before + 1));
      }
    }
    directories[file] = {static_cast<std::uint32_t>(names.size()), static_cast<std::int64_t>(contents.size()),
                         initial[file]};
    for (std::string& set : sets_of(names)) contents.push_back(std::move(set));
  }
  if (any_directory()) greatest_content = static_cast<std::int64_t>(contents.size()) - 1;
}

bool AfsProgram::any_directory() const {
  return std::any_of(directories.begin(), directories.end(),
                     [](const AfsDirectory& directory) { return directory.names > 0; });
}

void AfsProgram::count_stores() {
  std::vector<std::uint32_t> stores(initial.size(), 0);
  for (const AfsProcess& process : processes) {
    for (const AfsEvent& event : process.events) {
      if (!event.changes_files()) continue;
      for (const std::uint32_t file : event.files) ++stores[file];
    }
  }
  for (const std::uint32_t count : stores) greatest_stores = std::max(greatest_stores, count);
}

}  // namespace braid::models
