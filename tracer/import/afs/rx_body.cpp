#include "braid/tracer/import/afs/rx_body.h"

namespace braid::import::afs {

bool RxBody::add(const RxPiece& piece) {
  begun_ = true;
  if (piece.sequence < next_ || early_.contains(piece.sequence)) return false;
  if (piece.last) last_ = piece.sequence;
  if (piece.sequence > next_) {
    // One too many is forgotten: unless it comes again, the message stays incomplete.
    if (early_.size() >= kMostEarly) return true;
    early_.emplace(piece.sequence, Early{std::string(piece.bytes), piece.missing});
    early_bytes_ += piece.bytes.size();
    return true;
  }
  append(piece.bytes, piece.missing);
  for (auto next = early_.find(next_); next != early_.end(); next = early_.find(next_)) {
    append(next->second.bytes, next->second.missing);
    early_bytes_ -= next->second.bytes.size();
    early_.erase(next);
  }
  return true;
}

void RxBody::append(std::string_view bytes, std::uint32_t missing) {
  ++next_;
  if (cut_) return;
  if (text_.size() + bytes.size() > kMostBody) {
    bytes = bytes.substr(0, kMostBody - text_.size());
    cut_ = true;
  }
  text_ += bytes;
  if (missing > 0) cut_ = true;
}

}  // namespace braid::import::afs
