#include "braid/checker/models/nfs4/nfs4_program.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <utility>

#include "braid/checker/models/nfs4/nfs4_trace_check.h"
#include "braid/tracer/quote.h"

namespace braid::models {
namespace {

/// Whether the session that an event opens writes: whether the file is written, or emptied, before it is
/// closed.
bool session_writes(const Actor& actor, std::size_t opened) {
  const Event& open = actor.events[opened];
  if (open.truncates) return true;
  for (std::size_t event = opened + 1; event < actor.events.size(); ++event) {
    const Event& next = actor.events[event];
    if (next.file != open.file) continue;
    if (next.operation == Operation::close) return false;
    if (next.operation == Operation::write || next.operation == Operation::truncate) return true;
  }
  return false;
}

/// Whether what an event creates is opened with the next.
bool opens_next(const Actor& actor, std::size_t created) {
  if (created + 1 == actor.events.size()) return false;
  const Event& next = actor.events[created + 1];
  return next.operation == Operation::open && next.file == actor.events[created].file;
}

}  // namespace

Nfs4Program::Nfs4Program(const Trace& trace) : clients(trace.clients()) {
  check_nfs4_trace(trace);
  counter = trace.values == Values::counter;
  processes_of.resize(clients.size());
  cut_files(trace);
  stats.assign(clients.size(), std::vector<bool>(files.size()));
  for (std::uint32_t process = 0; process < trace.actors.size(); ++process) compile(trace, process);
  number_contents(trace);
}

void Nfs4Program::cut_files(const Trace& trace) {
  for (const File& declared : trace.files) {
    Nfs4File file;
    file.first = static_cast<std::uint32_t>(blocks.size());
    file.blocks = declared.blocks;
    file.absent = declared.absent;
    names = names || declared.absent;
    most_blocks = std::max(most_blocks, file.blocks);
    for (std::uint32_t number = 0; number < declared.blocks; ++number) {
      Nfs4Block block;
      block.name = declared.blocks == 1 ? declared.name : fmt::format("{}.{}", declared.name, number);
      block.file = static_cast<std::uint32_t>(files.size());
      blocks.push_back(std::move(block));
    }
    files.push_back(file);
  }
}

void Nfs4Program::compile(const Trace& trace, std::uint32_t number) {
  const Actor& actor = trace.actors[number];
  Nfs4Process process;
  const auto client = std::find(clients.begin(), clients.end(), client_of(actor));
  process.client = static_cast<std::uint32_t>(client - clients.begin());
  std::uint32_t reads = 0;
  for (std::size_t at = 0; at < actor.events.size(); ++at) {
    add_event(actor, at, process);
    Nfs4Event& compiled = process.events.back();
    if (compiled.operation == Operation::read) {
      compiled.read = static_cast<std::uint32_t>(process.reads.size());
      ++reads;
      for (std::uint32_t block = 0; block < compiled.blocks; ++block) {
        process.reads.push_back(compiled.blocks == 1 ? fmt::format("read{}", reads)
                                                     : fmt::format("read{}.{}", reads, block));
      }
    }
    if (!actor.events[at].truncates) continue;
    // Without OPEN4_CREATE the size is no part of an OPEN: the client calls SETATTR when it has the file
    // open.
    Nfs4Event truncation = compiled;
    truncation.operation = Operation::truncate;
    ++files[truncation.file].writes;
    process.events.push_back(truncation);
  }
  processes_of[process.client].push_back(number);
  processes.push_back(std::move(process));
}

void Nfs4Program::add_event(const Actor& actor, std::size_t at, Nfs4Process& process) {
  const Event& event = actor.events[at];
  Nfs4File& file = files[event.file];
  Nfs4Event compiled;
  compiled.operation = event.operation;
  compiled.file = event.file;
  compiled.first = file.first + (event.one_block ? event.block : 0);
  compiled.blocks = event.one_block ? 1 : file.blocks;
  switch (event.operation) {
    case Operation::open:
      compiled.writes = session_writes(actor, at);
      break;
    case Operation::create:
      names = true;
      ++file.writes;
      compiled.creation = ++file.creations;
      compiled.opens = opens_next(actor, at);
      compiled.writes = compiled.opens && session_writes(actor, at + 1);
      break;
    case Operation::lock:
      locks = true;
      break;
    case Operation::stat:
      stats[process.client][event.file] = true;
      break;
    case Operation::truncate:
      ++file.writes;
      break;
    case Operation::write:
      ++writes;
      file.writes += compiled.blocks;
      for (std::uint32_t block = 0; block < compiled.blocks; ++block) ++blocks[compiled.first + block].writes;
      break;
    default:
      break;
  }
  process.events.push_back(compiled);
}

void Nfs4Program::number_contents(const Trace& trace) {
  std::map<std::string, std::uint32_t> ids;
  const auto id_of = [&](const std::string& name) {
    const auto [known, fresh] = ids.emplace(name, static_cast<std::uint32_t>(contents.size()));
    if (fresh) contents.push_back(name);
    return known->second;
  };
  for (Nfs4Block& block : blocks) {
    const File& declared = trace.files[block.file];
    const std::string& held = declared.contents;
    if (!counter) {
      block.initial = id_of(declared.absent ? "empty" : held);
      continue;
    }
    std::from_chars(held.data(), held.data() + held.size(), block.initial);
    greatest_content = std::max(greatest_content, block.initial);
  }
  if (counter) {
    greatest_content = std::max(
        greatest_content, static_cast<std::uint32_t>(trace.files.size()) + writes - (writes > 0 ? 1 : 0));
    return;
  }
  for (std::size_t process = 0; process < processes.size(); ++process) {
    std::uint32_t write = 0;
    for (Nfs4Event& event : processes[process].events) {
      if (event.operation == Operation::truncate) truncated = id_of("none");
      if (event.operation != Operation::write) continue;
      const std::string name = fmt::format("{}#{}", trace.actors[process].name, ++write);
      if (ids.contains(name)) {
        throw InputError(trace.source, trace.system_position,
                         fmt::format("a file holds {} at first: that is the name of a write", quote(name)),
                         "choose another word", trace.text);
      }
      event.content = id_of(name);
    }
  }
  greatest_content = contents.empty() ? 0 : static_cast<std::uint32_t>(contents.size()) - 1;
}

std::uint32_t Nfs4Program::longest_read() const {
  std::uint32_t longest = 1;
  for (const Nfs4Process& process : processes) {
    for (const Nfs4Event& event : process.events)
      if (event.operation == Operation::read) longest = std::max(longest, event.blocks);
  }
  return longest;
}

std::uint32_t Nfs4Program::open(std::uint32_t process, std::uint32_t file, std::uint32_t event) const {
  std::uint32_t open = 0;
  for (std::uint32_t at = 0; at < event; ++at) {
    const Nfs4Event& past = processes[process].events[at];
    if (past.file != file) continue;
    if (past.operation == Operation::open) open = 1;
    if (past.operation == Operation::close) open = 0;
  }
  return open;
}

}  // namespace braid::models
