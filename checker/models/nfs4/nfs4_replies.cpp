// What a client makes of the replies to its processes' calls.
#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;

void Nfs4::end_call(Process process, Data data) const {
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  for (const explore::Field field :
       {of.step, of.call, of.block, of.content, of.change, of.number, of.grant, of.refused, of.last})
    data.set(field, 0);
}

/// A reply that comes while the lease has lapsed is of a call of before the last tick.
void Nfs4::trust_attributes(Client client, FileNumber file, Data data) const {
  Nfs4Fields::keep(fields_.copies[client][file].attributes,
                   data.is(fields_.clients[client].lapsed) ? kKnown : kFresh, data);
}

/// What an open, a lock or a status brings: cached data are kept only if they are of this version. What is
/// dirty is the client's own, and stays. No reply tells the number of a block without data: it is what is to
/// be had from now on.
void Nfs4::take_attribute(Process process, FileNumber file, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file];
  const std::uint64_t change = data.get(fields_.processes[process].change);
  const bool same = data.get(copy.change) == change;
  const bool compares = options_.revalidate == Revalidate::open;
  const bool several = has_several_blocks(file);
  bool trusts = false;
  trust_attributes(client, file, data);
  for (Block block = first_of(file); block != end_of(file); ++block) {
    const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
    const bool present = data.is(buffer.present);
    const bool keeps = present && !data.is(buffer.dirty) && same;
    if (present && !compares) trusts = true;
    if (keeps || (present && !compares)) continue;
    if (present && !data.is(buffer.dirty)) {
      data.set(buffer.present, 0);
      data.set(buffer.data, 0);
    }
    Nfs4Fields::keep(buffer.number, several ? data.get(fields_.blocks[block].number) : change, data);
  }
  if (!trusts) data.set(copy.change, change);
}

void Nfs4::drop_clean(Client client, FileNumber file, Block but, Data data) const {
  for (Block block = first_of(file); block != end_of(file); ++block) {
    const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
    if (block == but || data.is(buffer.dirty)) continue;
    data.set(buffer.present, 0);
    data.set(buffer.data, 0);
    Nfs4Fields::keep(buffer.number, data.get(fields_.blocks[block].number), data);
  }
}

void Nfs4::take_own_change(Client client, Block block, std::uint64_t change, std::uint64_t number,
                           Data data) const {
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][file_of(block)];
  const bool others = options_.own_writes == OwnWrites::counted && data.get(copy.change) + 1 != change;
  if (others) drop_clean(client, file_of(block), block, data);
  const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
  data.set(buffer.dirty, 0);
  Nfs4Fields::keep(buffer.number, number, data);
  data.set(copy.change, change);
  trust_attributes(client, file_of(block), data);
}

/// Whether the read has all its blocks.
bool Nfs4::receive_block(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  const Block block = block_called(process, event.file, data);
  const Nfs4Fields::OfBuffer& buffer = fields_.buffers[client][block];
  const std::uint64_t change = data.get(of.change);
  if (options_.revalidate == Revalidate::open && data.get(copy.change) != change)
    drop_clean(client, event.file, block, data);
  data.set(buffer.present, 1);
  data.set(buffer.data, data.get(of.content));
  Nfs4Fields::keep(buffer.number, number_replied(process, event.file, data), data);
  data.set(copy.change, change);
  trust_attributes(client, event.file, data);
  return note_read(process, event, data.get(of.content), data);
}

/// Whether the process calls again: with the next block, or with what comes after all of them.
bool Nfs4::receive_write(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  take_own_change(client, block_called(process, event.file, data),
                  data.get(fields_.processes[process].change), number_replied(process, event.file, data),
                  data);
  end_call(process, data);
  if (dirty(client, event.file, data)) {
    call_write(process, event.file, data);
    return true;
  }
  return go_on_flushed(process, event, data) == kActCalls;
}

void Nfs4::take_truncation(Process process, FileNumber file, Data data) const {
  const Client client = client_of_process(process);
  drop_clean(client, file, end_of(file), data);
  data.set(fields_.copies[client][file].change, data.get(fields_.processes[process].change));
  trust_attributes(client, file, data);
}

void Nfs4::take_open(Process process, const Nfs4Event& event, Data data) const {
  const Client client = client_of_process(process);
  const Nfs4Fields::OfCopy& copy = fields_.copies[client][event.file];
  const std::uint64_t grant = data.get(fields_.processes[process].grant);
  if (data.is(copy.revoked)) static_cast<void>(discard(client, event.file, data));
  data.set(fields_.sessions[process][event.file].mode, mode_of(event));
  if (grant != kNone) data.set(copy.delegation, grant);
  take_attribute(process, event.file, data);
}

Branch Nfs4::receive(const Rule& rule, const Nfs4Event& event, Data data) const {
  const Process process = rule.process;
  if (data.get(fields_.processes[process].done) != rule.detail) return kDisabled;
  const Client client = client_of_process(process);
  const Nfs4Fields::OfProcess& of = fields_.processes[process];
  const Nfs4Fields::OfSession& session = fields_.sessions[process][event.file];
  if (phase_of(data.get(of.step)) != kReplied || !linked(client, data)) return kDisabled;
  if (data.is(of.refused)) {
    const bool of_name = calls_name(process, event.file, data);
    if (!of_name) fail(process, event.file, data);
    end_call(process, data);
    return of_name ? kReceiptFails : kReceiptRefused;
  }
  switch (static_cast<Nfs4Call>((data.get(of.call) - 1) % kNfs4Calls)) {
    case Nfs4Call::open:
      take_open(process, event, data);
      break;
    case Nfs4Call::create:
      take_open(process, event, data);
      if (event.opens) break;
      end_call(process, data);
      static_cast<void>(close(process, event.file, data));
      return kReceiptGoesOn;
    case Nfs4Call::read: {
      const bool all = receive_block(process, event, data);
      end_call(process, data);
      return all ? kReceiptDone : kReceiptReadsBlock;
    }
    case Nfs4Call::write:
      return receive_write(process, event, data) ? kReceiptGoesOn : kReceiptDone;
    case Nfs4Call::lock:
      data.set(session.locked, 1);
      data.set(session.local, 0);
      take_attribute(process, event.file, data);
      break;
    case Nfs4Call::getattr:
      take_attribute(process, event.file, data);
      break;
    case Nfs4Call::setattr:
      take_truncation(process, event.file, data);
      break;
    case Nfs4Call::close:
      data.set(session.revoked, 0);
      break;
    case Nfs4Call::unlock:
      if (session.freeing.width != 0) data.set(session.freeing, 2);
      break;
  }
  end_call(process, data);
  return kReceiptDone;
}

}  // namespace braid::models
