#include <array>
#include <memory>
#include <span>

#include "braid/checker/models/protocol/protocol.h"
#include "braid/checker/models/smb/smb_options.h"
#include "braid/checker/models/smb/smb_protocol.h"

namespace braid::models {

std::span<const ProtocolKind> smb_protocols();

std::span<const ProtocolKind> smb_protocols() {
  static const std::array<ProtocolKind, 1> kKinds = {
      {{"smb", "SMB: files cached under oplocks or leases, which the server breaks", smb_option_table(),
        smb_faults(), &SmbProtocol::signature,
        [](const Trace& trace, const std::vector<explore::ObservableId>& tracked)
            -> std::unique_ptr<const Protocol> { return std::make_unique<SmbProtocol>(trace, tracked); }}}};
  return kKinds;
}

}  // namespace braid::models
