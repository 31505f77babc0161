// NFS in captures.
#pragma once

#include "braid/tracer/import/packets/decoder.h"

namespace braid::import::nfs {

/// Decodes NFS 2, 3 and 4 with their callbacks, MOUNT, portmap, and by names the lock manager, the status
/// monitor and NFSACL, on any port.
[[nodiscard]] std::unique_ptr<packets::Decoder> make_decoder(const ImportOptions& options, Ledger& ledger,
                                                             packets::Emit emit);

}  // namespace braid::import::nfs
