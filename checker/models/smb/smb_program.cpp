#include "braid/checker/models/smb/smb_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "braid/checker/models/smb/smb_refusals.h"

namespace braid::models {

SmbProgram::SmbProgram(const Trace& trace)
    : clients(trace.clients()),
      removable(trace.files.size(), false),
      files(static_cast<std::uint32_t>(trace.files.size())) {
  refuse_what_smb_cannot_take(trace);
  for (const Actor& actor : trace.actors)
    for (const Event& event : actor.events)
      if (event.operation == Operation::remove) removable[event.file] = true;
  refuse_tangled_sessions(trace, removable);
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, process);
  find_pairs();
  number_contents(trace);
}

void SmbProgram::compile(const Trace& trace, std::uint32_t number) {
  const Actor& actor = trace.actors[number];
  SmbProcess process;
  const auto client = std::find(clients.begin(), clients.end(), client_of(actor));
  process.client = static_cast<std::uint32_t>(client - clients.begin());
  for (std::uint32_t place = 0; place < actor.events.size(); ++place) {
    const Event& event = actor.events[place];
    SmbEvent compiled;
    compiled.operation = event.operation;
    compiled.file = event.file;
    if (event.operation == Operation::read) compiled.read = process.reads++;
    if (event.operation == Operation::write) ++writes;
    if (event.operation == Operation::open) compiled.after_session = after_session(actor, place);
    process.events.push_back(compiled);
  }
  find_sessions(process);
  processes.push_back(std::move(process));
}

void SmbProgram::find_sessions(SmbProcess& process) const {
  const std::size_t count = process.events.size();
  process.open.assign(files, std::vector<std::uint32_t>(count + 1, 0));
  for (std::size_t event = 0; event < count; ++event) {
    for (auto& of_file : process.open) of_file[event + 1] = of_file[event];
    std::uint32_t& open = process.open[process.events[event].file][event + 1];
    if (process.events[event].operation == Operation::open) ++open;
    if (process.events[event].operation == Operation::close) --open;
  }
}

void SmbProgram::find_pairs() {
  pair_of.assign(clients.size(), std::vector<std::uint32_t>(files, kNone));
  pairs_of.assign(files, {});
  for (std::uint32_t client = 0; client < clients.size(); ++client) {
    for (std::uint32_t file = 0; file < files; ++file) {
      SmbPair pair;
      pair.client = client;
      pair.file = file;
      for (std::uint32_t p = 0; p < processes.size(); ++p) {
        const SmbProcess& process = processes[p];
        const bool uses = std::any_of(process.events.begin(), process.events.end(),
                                      [&](const SmbEvent& event) { return event.file == file; });
        if (process.client != client || !uses) continue;
        pair.processes.push_back(p);
        pair.greatest_open += *std::max_element(process.open[file].begin(), process.open[file].end());
      }
      if (pair.processes.empty()) continue;
      pair_of[client][file] = static_cast<std::uint32_t>(pairs.size());
      pairs_of[file].push_back(static_cast<std::uint32_t>(pairs.size()));
      pairs.push_back(std::move(pair));
    }
  }
}

void SmbProgram::number_contents(const Trace& trace) {
  counter = trace.values == Values::counter;
  std::map<std::string, std::int64_t> ids;
  for (const File& file : trace.files) {
    std::int64_t value = 0;
    if (counter) {
      std::from_chars(file.contents.data(), file.contents.data() + file.contents.size(), value);
      greatest_content = std::max(greatest_content, value);
    } else {
      const auto [known, fresh] = ids.emplace(file.contents, static_cast<std::int64_t>(contents.size()));
      if (fresh) contents.push_back(file.contents);
      value = known->second;
    }
    initial.push_back(value);
  }
  if (counter) {
    greatest_content = std::max(greatest_content, std::int64_t{files} + std::int64_t{writes} - 1);
    return;
  }
  for (std::uint32_t p = 0; p < processes.size(); ++p) {
    std::uint32_t written = 0;
    for (SmbEvent& event : processes[p].events) {
      if (event.operation != Operation::write) continue;
      std::string name = fmt::format("{}#{}", trace.actors[p].name, ++written);
      if (ids.contains(name)) refuse_name_of_write(trace, name);
      event.content = static_cast<std::int64_t>(contents.size());
      contents.push_back(std::move(name));
    }
  }
  greatest_content = static_cast<std::int64_t>(contents.size()) - 1;
}

}  // namespace braid::models
