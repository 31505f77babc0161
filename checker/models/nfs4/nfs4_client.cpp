// What a client's processes do by themselves, and which calls they make.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

/// Calls of one client about one file are made one after the other, but for opens and closes that race.
bool Nfs4::must_wait(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  if (data.get(fields_.processes[process].step) != kIdle || data.is(fields_.clients[client].lapsed))
    return true;
  const std::uint64_t recall = data.get(copy.recall);
  if (recall == kTaken || recall == kReturning || data.get(copy.revoked) == kTold) return true;
  const bool bumped = options_.close == CloseSequence::bumped;
  for (const Process other : program_.processes_of[client]) {
    if (other == process || !calls_about(other, event.file, data)) continue;
    const bool race =
        (event.operation == Operation::open && calls(other, event.file, Nfs4Call::close, data)) ||
        (event.operation == Operation::close && calls(other, event.file, Nfs4Call::open, data));
    if (!bumped || !race) return true;
  }
  return false;
}

void Nfs4::call(Process process, FileNumber file, Nfs4Call call, std::uint64_t stage, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  data.set(of.step, stage + kCalled);
  data.set(of.call, number_of(file, call));
  if (call != Nfs4Call::close || of.last.width == 0) return;
  bool last = true;
  for (const Process other : program_.processes_of[client_of_process(process)])
    last = last && (other == process || data.get(fields_.sessions[other][file].mode) == kNone);
  data.set(of.last, last ? 1 : 0);
}

void Nfs4::call_about_block(Process process, Block block, Nfs4Call about, Data data) const {
  const FileNumber file = file_of(block);
  call(process, file, about, 0, data);
  Nfs4Fields::keep(fields_.processes[process].block, block - first_of(file), data);
}

Nfs4::Block Nfs4::first_dirty(Client client, FileNumber file, Data data) const {
  Block block = first_of(file);
  while (block != end_of(file) && !data.is(fields_.buffers[client][block].dirty)) ++block;
  return block;
}

void Nfs4::call_write(Process process, FileNumber file, Data data) const {
  const Client client = client_of_process(process);
  const Block block = first_dirty(client, file, data);
  call_about_block(process, block, Nfs4Call::write, data);
  data.set(fields_.processes[process].content, data.get(fields_.buffers[client][block].data));
}

void Nfs4::drop_copy(Client client, FileNumber file, Data data) const {
  for (Block block = first_of(file); block != end_of(file); ++block) {
    const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
    for (const explore::Field field : {buffer.present, buffer.dirty, buffer.data, buffer.number})
      data.set(field, 0);
  }
  data.set(fields_.copies[client][file].change, 0);
  Nfs4Fields::keep(fields_.copies[client][file].attributes, kUnknown, data);
}

/// Nothing is dirty then.
void Nfs4::empty(Client client, FileNumber file, Data data) const {
  for (Block block = first_of(file); block != end_of(file); ++block) {
    const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
    data.set(buffer.present, 0);
    data.set(buffer.data, 0);
  }
}

void Nfs4::fail(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  for (const explore::Field field : {session.mode, session.local, session.locked, session.revoked})
    data.set(field, 0);
  data.set(fields_.processes[process].done, 0);
  const Client client = client_of_process(process);
  drop_copy(client, file, data);
  if (data.is(fields_.copies[client][file].revoked)) static_cast<void>(discard(client, file, data));
}

bool Nfs4::note_read(Process process, const Nfs4Event& event, std::uint64_t content, Data data) const {
  const explore::Field done = fields_.processes[process].done;
  const auto number = static_cast<std::uint32_t>(data.get(done));
  Nfs4Fields::keep(fields_.reads[process][event.read + number], content + 1, data);
  const bool last = number + 1 == event.blocks;
  Nfs4Fields::keep(done, last ? 0 : number + 1, data);
  return last;
}

Branch Nfs4::act(const Rule& rule, const Nfs4Event& event, Data data) const {
  const Process process = rule.process;
  if (data.get(fields_.processes[process].done) != rule.detail) return kDisabled;
  if (must_wait(process, event, data)) return kDisabled;
  if (event.operation == Operation::open) return open(process, event, data);
  if (event.operation == Operation::create) {
    call(process, event.file, Nfs4Call::create, 0, data);
    return kActCalls;
  }
  if (event.operation == Operation::stat) return stat(process, event.file, data);
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][event.file];
  if (data.get(session.mode) == kNone) return kActSkipped;
  const bool gone = data.is(session.local) && data.get(copy.delegation) == kNone;
  if (gone || data.get(session.revoked) == kTold) {
    fail(process, event.file, data);
    return kActFails;
  }
  return act_on_open_file(process, event, data);
}

Branch Nfs4::act_on_open_file(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  switch (event.operation) {
    case Operation::read: {
      const Block block = event.first + static_cast<Block>(data.get(fields_.processes[process].done));
      const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
      if (data.is(buffer.present))
        return note_read(process, event, data.get(buffer.data), data) ? kActDone : kActReadsBlock;
      call_about_block(process, block, Nfs4Call::read, data);
      return kActCalls;
    }
    case Operation::write: {
      std::uint64_t content = event.content;
      if (program_.counter) {
        content = program_.files.size() + data.get(fields_.counter);
        data.set(fields_.counter, data.get(fields_.counter) + 1);
      }
      for (Block block = event.first; block != event.first + event.blocks; ++block) {
        const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
        data.set(buffer.data, content);
        data.set(buffer.present, 1);
        data.set(buffer.dirty, 1);
      }
      return kActDone;
    }
    case Operation::fsync:
      if (!dirty(client, event.file, data)) return kActDone;
      call_write(process, event.file, data);
      return kActCalls;
    case Operation::lock:
      call(process, event.file, Nfs4Call::lock, 0, data);
      return kActCalls;
    default: {
      const bool keeps = data.get(copy.delegation) == kWrite && event.operation != Operation::truncate &&
                         options_.flush == DelegatedFlush::recall;
      if (keeps || !dirty(client, event.file, data)) return go_on_flushed(process, event, data);
      call_write(process, event.file, data);
      return kActCalls;
    }
  }
}

Branch Nfs4::go_on_flushed(Process process, const Nfs4Event& event, Data data) const {
  switch (event.operation) {
    case Operation::close:
      return close(process, event.file, data);
    case Operation::unlock:
      return unlock(process, event.file, data);
    case Operation::truncate:
      empty(client_of_process(process), event.file, data);
      call(process, event.file, Nfs4Call::setattr, kStage, data);
      return kActCalls;
    default:
      return kActDone;
  }
}

Branch Nfs4::open(Process process, const Nfs4Event& event, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][event.file];
  const std::uint64_t mode = mode_of(event);
  if (program_.names && data.get(session.mode) != kNone) return kActTakesOver;
  if (data.get(copy.delegation) < mode) {
    call(process, event.file, Nfs4Call::open, 0, data);
    return kActCalls;
  }
  data.set(session.mode, mode);
  data.set(session.local, 1);
  return kActDone;
}

/// Who holds a delegation knows what the attributes are: nobody else changes them.
Branch Nfs4::stat(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client_of_process(process)][file];
  const std::uint64_t least = data.get(copy.delegation) != kNone ? kKnown : kFresh;
  if (data.get(copy.attributes) >= least) return kActDone;
  call(process, file, Nfs4Call::getattr, 0, data);
  return kActCalls;
}

/// From the call on the client no longer uses what it gives up.
Branch Nfs4::close(Process process, FileNumber file, Data data) const {
  const Nfs4Fields::OfSession& session = fields_.sessions[process][file];
  const bool local = data.is(session.local);
  data.set(session.mode, kNone);
  data.set(session.local, 0);
  if (local) {
    data.set(session.revoked, 0);
    return kActDone;
  }
  call(process, file, Nfs4Call::close, kStage, data);
  return kActCalls;
}

Branch Nfs4::unlock(Process process, FileNumber file, Data data) const {
  data.set(fields_.sessions[process][file].locked, 0);
  call(process, file, Nfs4Call::unlock, kStage, data);
  return kActCalls;
}

/// Memory is short: what the server has, too, goes. What the client knows of the file stays. A page that is
/// being read, which is locked (Linux shrink_folio_list), is not present here.
Branch Nfs4::evict(Client client, Block block, Data data) const {
  const std::uint64_t evictions = data.get(fields_.evictions);
  const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
  if (evictions == budgets_.of(Fault::evict) || !data.is(buffer.present) || data.is(buffer.dirty))
    return kDisabled;
  data.set(buffer.present, 0);
  data.set(buffer.data, 0);
  data.set(fields_.evictions, evictions + 1);
  return 0;
}

}  // namespace braid::models
