#include "braid/checker/models/nfs4/nfs4_fields.h"

#include <algorithm>

namespace braid::models {

using explore::bits_for;

std::uint32_t nfs4_greatest_number(const Nfs4Program& program, const FaultBudgets& budgets) {
  std::uint32_t most = 0;
  for (const Nfs4File& file : program.files) most = std::max(most, file.writes);
  return most == 0 ? 0 : most + budgets.of(Fault::loss);
}

Nfs4Fields::Nfs4Fields(const Nfs4Program& program, const Nfs4Options& options, const FaultBudgets& budgets,
                       const Nfs4Tracking& tracking) {
  const unsigned content_bits = bits_for(program.greatest_content);
  const unsigned number_bits = bits_for(nfs4_greatest_number(program, budgets));
  const bool time = budgets.of(Fault::tick) > 0;
  const bool crash = budgets.of(Fault::server_crash) > 0;
  const bool delegations = options.delegations != Delegations::none;
  const bool revocations = time || crash;
  const auto files_count = program.files.size();
  const unsigned block_number_bits = tracking.numbers ? number_bits : 0;
  const auto flag = [&](bool used) { return layout.add(used ? 1 : 0); };
  const auto upto = [&](bool used, std::uint64_t greatest) {
    return layout.add(used ? bits_for(greatest) : 0);
  };

  for (const Nfs4File& file : program.files) {
    const bool several = file.blocks > 1;
    for (std::uint32_t block = 0; block < file.blocks; ++block) {
      OfBlock of;
      of.content = layout.add(content_bits);
      of.number = layout.add(several ? block_number_bits : number_bits);
      blocks.push_back(of);
    }
    OfFile of;
    of.change = several ? layout.add(number_bits) : blocks.back().number;
    of.exists = flag(file.absent && file.creations > 0);
    of.maker = upto(file.absent && options.create == Creation::exclusive && budgets.of(Fault::loss) > 0,
                    file.creations);
    files.push_back(of);
  }
  copies.resize(program.clients.size());
  buffers.resize(program.clients.size());
  for (std::size_t client = 0; client < program.clients.size(); ++client) {
    for (std::size_t number = 0; number < files_count; ++number) {
      const Nfs4File& file = program.files[number];
      OfCopy copy;
      copy.granted = upto(delegations, kWrite);
      copy.recall = upto(delegations, kRecallLost);
      copy.overdue = flag(delegations && time);
      copy.revoked = upto(delegations && revocations, kTold);
      copy.delegation = upto(delegations, kWrite);
      const bool several = file.blocks > 1;
      for (std::uint32_t block = file.first; block < file.first + file.blocks; ++block) {
        OfBuffer buffer;
        buffer.present = flag(true);
        buffer.dirty = flag(program.blocks[block].writes > 0);
        buffer.data = layout.add(content_bits);
        buffer.number = layout.add(several ? block_number_bits : number_bits);
        buffers[client].push_back(buffer);
      }
      copy.change = several ? layout.add(number_bits) : buffers[client].back().number;
      copy.attributes = upto(program.stats[client][number], kFresh);
      copies[client].push_back(copy);
    }
  }
  sessions.resize(program.processes.size());
  for (std::vector<OfSession>& of_process : sessions) {
    for (std::size_t file = 0; file < files_count; ++file) {
      OfSession session;
      session.mode = upto(true, kWrite);
      session.local = flag(delegations);
      session.locked = flag(program.locks);
      session.opened = upto(true, kWrite);
      session.holds = flag(program.locks);
      session.revoked = upto(revocations, kTold);
      session.freeing = upto(program.locks && options.free_stateid == FreeStateid::unlocked, 2);
      of_process.push_back(session);
    }
  }
  for (std::size_t process = 0; process < program.processes.size(); ++process) {
    OfProcess of;
    of.step = upto(true, 2 * kStage);
    of.call = upto(true, kNfs4Calls * files_count);
    of.content = layout.add(content_bits);
    of.change = layout.add(number_bits);
    of.grant = upto(delegations, kWrite);
    of.refused = flag(true);
    of.last = flag(options.close == CloseSequence::bumped);
    of.block = upto(true, program.most_blocks - 1);
    of.number = layout.add(program.most_blocks > 1 ? block_number_bits : 0);
    of.done = upto(true, program.longest_read() - 1);
    processes.push_back(of);
    reads.emplace_back();
    for (const bool tracked : tracking.reads[process])
      reads.back().push_back(upto(tracked, std::uint64_t{program.greatest_content} + 1));
  }
  for (std::size_t client = 0; client < program.clients.size(); ++client) {
    OfClient of;
    of.link = upto(true, 2 * std::uint64_t{budgets.of(Fault::partition)});
    of.lapsed = flag(time && budgets.of(Fault::partition) > 0);
    of.expired = flag(time && budgets.of(Fault::partition) > 0);
    of.stale = flag(crash);
    of.record = flag(crash);
    clients.push_back(of);
  }
  grace = upto(crash, 2);
  now = upto(true, budgets.of(Fault::tick));
  crashes = upto(true, budgets.of(Fault::server_crash));
  losses = upto(true, budgets.of(Fault::loss));
  evictions = upto(true, budgets.of(Fault::evict));
  counter = upto(program.counter, program.writes);
}

}  // namespace braid::models
