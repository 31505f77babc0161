// The TCP segments and UDP datagrams of a capture.
#pragma once

#include <optional>

#include "braid/tracer/import/input.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/import/packets/capture_file.h"
#include "braid/tracer/import/packets/fragments.h"
#include "braid/tracer/import/packets/packet.h"

namespace braid::import::packets {

/// Reads one capture. Packets that have no TCP or UDP are found and skipped in the ledger; so is the end of a
/// capture that was cut off. Throws InputError where the input is no capture, or is of an unknown link type.
class PacketReader {
 public:
  PacketReader(Input input, std::uint64_t source, Ledger& ledger);

  /// The next packet; false at the end. Its payload is valid until the next call.
  [[nodiscard]] bool next(Packet& packet);

 private:
  [[nodiscard]] bool read(const Frame& frame, Packet& packet);
  void skip(std::string_view kind, std::uint64_t packet);
  void finish();

  CaptureFile capture_;
  std::uint64_t source_;
  Ledger& ledger_;
  Fragments fragments_;
  bool ended_ = false;
};

}  // namespace braid::import::packets
