// The packets of several captures, by time.
#pragma once

#include <vector>

#include "braid/tracer/import/packets/packet_reader.h"

namespace braid::import::packets {

/// Each capture's own order is kept; of packets with the same time the first capture's comes first. Memory:
/// one packet of each capture.
class MergedPackets {
 public:
  MergedPackets(std::vector<Input> inputs, Ledger& ledger);

  /// The next packet; false at the end. Its payload is valid until the next call.
  [[nodiscard]] bool next(Packet& packet);

 private:
  struct Capture {
    PacketReader reader;
    Packet packet;
    bool ready = false;
  };
  std::vector<Capture> captures_;
  Capture* last_ = nullptr;  ///< whose packet was given out
};

}  // namespace braid::import::packets
