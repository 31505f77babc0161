#include "braid/tracer/import/packets/merged_packets.h"

namespace braid::import::packets {

MergedPackets::MergedPackets(std::vector<Input> inputs, Ledger& ledger) {
  for (Input& input : inputs)
    captures_.push_back({PacketReader(std::move(input), captures_.size(), ledger), {}, false});
  for (Capture& capture : captures_) capture.ready = capture.reader.next(capture.packet);
}

bool MergedPackets::next(Packet& packet) {
  if (last_ != nullptr) last_->ready = last_->reader.next(last_->packet);
  last_ = nullptr;
  for (Capture& capture : captures_) {
    if (capture.ready && (last_ == nullptr || capture.packet.time < last_->packet.time)) last_ = &capture;
  }
  if (last_ == nullptr) return false;
  packet = last_->packet;
  return true;
}

}  // namespace braid::import::packets
