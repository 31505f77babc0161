#include "braid/checker/models/nfs/nfs_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "braid/tracer/quote.h"

namespace braid::models {

NfsProgram::NfsProgram(const Trace& trace, const NfsOptions& options) : clients(trace.clients()) {
  check(trace);
  cut_files(trace);
  mount(trace);
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, process);
  number_contents(trace);
  grant_rights(trace, options.authentication == NfsAuthentication::believed);
  check_removals(trace, options);
}

void NfsProgram::cut_files(const Trace& trace) {
  for (const File& declared : trace.files) {
    NfsFile file;
    file.first = block_count();
    file.blocks = declared.blocks;
    file.absent = declared.absent;
    file.renames = declared.absent;
    for (std::uint32_t block = 0; block < declared.blocks; ++block) {
      const std::string name =
          declared.blocks == 1 ? declared.name : fmt::format("{}.{}", declared.name, block);
      blocks.push_back({name, static_cast<std::uint32_t>(files.size()), 0});
    }
    files.push_back(file);
  }
}

void NfsProgram::mount(const Trace& trace) {
  for (const std::string& client : clients) {
    for (std::uint32_t path = 0; path < files.size(); ++path) {
      const auto found = std::find_if(trace.mounts.begin(), trace.mounts.end(), [&](const Mount& mount) {
        return mount.client == client && mount.path == path;
      });
      mounts.push_back(found == trace.mounts.end() ? path : found->file);
    }
  }
}

void NfsProgram::compile(const Trace& trace, std::uint32_t number) {
  const Actor& actor = trace.actors[number];
  NfsProcess process;
  const auto client = std::find(clients.begin(), clients.end(), client_of(actor));
  process.client = static_cast<std::uint32_t>(client - clients.begin());
  std::uint32_t reads = 0;
  for (const Event& event : actor.events) {
    add_event(event, process);
    NfsEvent& compiled = process.events.back();
    if (event.operation == Operation::read) {
      compiled.read = static_cast<std::uint32_t>(process.reads.size());
      ++reads;
      for (std::uint32_t block = 0; block < compiled.blocks; ++block) {
        process.reads.push_back(compiled.blocks == 1 ? fmt::format("read{}", reads)
                                                     : fmt::format("read{}.{}", reads, block));
      }
    }
    if (!event.truncates) continue;
    // Protocols without OPEN have the client call SETATTR when it has the file open.
    Event truncation = event;
    truncation.operation = Operation::truncate;
    add_event(truncation, process);
  }
  find_sessions(process);
  processes.push_back(std::move(process));
}

void NfsProgram::add_event(const Event& event, NfsProcess& process) {
  NfsEvent compiled;
  compiled.operation = event.operation;
  compiled.position = event.position;
  compiled.file = mounts[process.client * files.size() + event.file];
  NfsFile& file = files[compiled.file];
  compiled.first = file.first;
  compiled.blocks = file.blocks;
  if (event.one_block) {
    compiled.first += event.block;
    compiled.blocks = 1;
  }
  compiled.unaligned = event.unaligned;
  if (event.operation == Operation::write) {
    ++writes;
    file.changes += compiled.blocks;
  }
  const bool names = event.operation == Operation::create || event.operation == Operation::remove;
  if (names || event.operation == Operation::truncate) ++file.changes;
  file.renames = file.renames || names;
  file.emptied = file.emptied || event.operation == Operation::truncate;
  file.unaligned = file.unaligned || event.unaligned;
  file.removed = file.removed || event.operation == Operation::remove;
  process.events.push_back(compiled);
}

void NfsProgram::find_sessions(NfsProcess& process) const {
  const std::size_t count = process.events.size();
  process.open.assign(files.size(), std::vector<std::uint32_t>(count + 1, 0));
  std::uint32_t open = 0;
  for (std::size_t event = 0; event < count; ++event) {
    NfsEvent& compiled = process.events[event];
    compiled.in_session = open > 0;
    for (auto& of_file : process.open) of_file[event + 1] = of_file[event];
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
    if (!process.events[event].in_session) next = static_cast<std::uint32_t>(event);
  }
}

void NfsProgram::number_contents(const Trace& trace) {
  counter = trace.values == Values::counter;
  std::map<std::string, std::int64_t> ids;
  const auto id_of = [&](const std::string& name) {
    const auto [known, fresh] = ids.emplace(name, static_cast<std::int64_t>(contents.size()));
    if (fresh) contents.push_back(name);
    return known->second;
  };
  for (NfsBlock& block : blocks) {
    const File& declared = trace.files[block.file];
    if (counter) {
      std::from_chars(declared.contents.data(), declared.contents.data() + declared.contents.size(),
                      block.initial);
      greatest_content = std::max(greatest_content, block.initial);
      continue;
    }
    NfsFile& file = files[block.file];
    if (file.renames) file.created = id_of("empty");
    block.initial = declared.absent ? file.created : id_of(declared.contents);
  }
  if (counter) {
    greatest_content = std::max(greatest_content, static_cast<std::int64_t>(trace.files.size() + writes) - 1);
    return;
  }
  for (std::size_t p = 0; p < processes.size(); ++p) {
    std::uint32_t written = 0;
    for (NfsEvent& event : processes[p].events) {
      if (event.operation == Operation::truncate) truncated = id_of("none");
      if (event.operation != Operation::write) continue;
      const std::string name = fmt::format("{}#{}", trace.actors[p].name, ++written);
      if (ids.contains(name)) {
        throw InputError(trace.source, trace.system_position,
                         fmt::format("a file holds {} at first: that is the name of a write", quote(name)),
                         "choose another word", trace.text);
      }
      event.content = id_of(name);
    }
  }
  greatest_content = static_cast<std::int64_t>(contents.size()) - 1;
}

void NfsProgram::grant_rights(const Trace& trace, bool believed) {
  const auto granted = [&](const std::string& user, std::uint32_t file) -> std::vector<bool> {
    for (const Directory& directory : trace.directories) {
      if (std::find(directory.files.begin(), directory.files.end(), file) == directory.files.end()) continue;
      for (const Directory::Entry& entry : directory.acl)
        if (entry.user == user) return {entry.rights.read, entry.rights.write};
      return {false, false};
    }
    return {true, true};
  };
  for (const std::string& client : clients) {
    const auto user = std::find_if(trace.users.begin(), trace.users.end(),
                                   [&](const User& candidate) { return candidate.client == client; });
    const std::string name = user == trace.users.end() ? client : user->name;
    const std::string claim = user == trace.users.end() ? client : user->claims;
    for (std::uint32_t file = 0; file < files.size(); ++file) {
      real_rights_.push_back(granted(name, file));
      rights_.push_back(granted(believed ? claim : name, file));
      restricted = restricted || !rights_.back()[0] || !rights_.back()[1];
    }
  }
}

}  // namespace braid::models
