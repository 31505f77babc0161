#include <array>
#include <memory>
#include <span>

#include "braid/checker/models/nfs/nfs_protocol.h"

namespace braid::models {
namespace {

explore::Signature signature_of(const Trace& trace) {
  const NfsOptions options = nfs_options(trace);
  const FaultBudgets budgets(trace, nfs_faults());
  const NfsProgram program(trace, options);
  explore::Signature signature;
  signature.system = trace.system;
  signature.contents = program.contents;
  signature.sets = {{"clients", program.clients}, {"files", {}}, {"processes", {}}};
  for (const NfsBlock& block : program.blocks) signature.sets[1].members.push_back(block.name);
  for (const Actor& actor : trace.actors) signature.sets[2].members.push_back(actor.name);
  signature.events = nfs_event_kinds();
  for (NfsObservable& observable : nfs_observables(trace, program, options, budgets))
    signature.observables.push_back(std::move(observable.observable));
  return signature;
}

std::unique_ptr<const Protocol> make(const Trace& trace, const std::vector<explore::ObservableId>& tracked) {
  return std::make_unique<NfsProtocol>(trace, tracked);
}

}  // namespace

std::span<const ProtocolKind> nfs_protocols() {
  static const std::array<ProtocolKind, 2> kKinds = {
      ProtocolKind{"nfs2", "NFS version 2: cached blocks and attributes, close-to-open, synchronous writes",
                   nfs2_options(), nfs_faults(), signature_of, make},
      ProtocolKind{"nfs3",
                   "NFS version 3: as nfs2, with unstable writes, COMMIT, and attributes before a change",
                   nfs3_options(), nfs_faults(), signature_of, make}};
  return kKinds;
}

}  // namespace braid::models
