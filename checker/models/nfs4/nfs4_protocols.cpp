#include <array>

#include "braid/checker/models/nfs4/nfs4.h"

namespace braid::models {

std::span<const ProtocolKind> nfs4_protocols() {
  static const std::array<ProtocolKind, 1> kKinds = {
      {{"nfs4", "opens, locks and delegations with leases, a back channel for recalls, restarts with reclaim",
        nfs4_option_table(), nfs4_faults(), &Nfs4::signature,
        [](const Trace& trace, const std::vector<explore::ObservableId>& tracked)
            -> std::unique_ptr<const Protocol> { return std::make_unique<Nfs4>(trace, tracked); }}}};
  return kKinds;
}

}  // namespace braid::models
