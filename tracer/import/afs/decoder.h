// The calls of AFS in the packets of a capture.
#pragma once

#include <memory>

#include "braid/tracer/import/packets/decoder.h"

namespace braid::import::afs {

/// A decoder of what AFS clients and servers say to each other over Rx: one event a call. Its actor is the
/// caller, which for a CallBack is the file server, its object the file by its fid. Bounded in memory.
[[nodiscard]] std::unique_ptr<packets::Decoder> afs_decoder(const ImportOptions& options, Ledger& ledger,
                                                            packets::Emit emit);

}  // namespace braid::import::afs
