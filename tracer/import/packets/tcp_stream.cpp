#include "braid/tracer/import/packets/tcp_stream.h"

#include <algorithm>

namespace braid::import::packets {
namespace {

/// Further away than any window that is in use: another connection with the same ports, whose handshake was
/// not captured.
constexpr std::int64_t kFar = std::int64_t{1} << 26;

/// Positions begin here, so that those before the first are positive, too.
constexpr std::uint64_t kFirstPosition = std::uint64_t{1} << 32;

}  // namespace

void TcpStream::begin(std::uint32_t sequence) {
  begun_ = true;
  next_ = acknowledged_ = kFirstPosition + sequence;
  held_.clear();
  held_bytes_ = 0;
}

std::int64_t TcpStream::distance(std::uint32_t sequence) const {
  return static_cast<std::int32_t>(sequence - static_cast<std::uint32_t>(next_));
}

TcpStream::Outcome TcpStream::add(std::uint32_t sequence, const Segment& segment, std::uint32_t missing,
                                  StreamSink& sink) {
  if (!begun_) begin(sequence);
  const std::int64_t offset = distance(sequence);
  if (offset > kFar || offset < -kFar) {
    finish(sink);
    sink.restart();
    begin(sequence);
    deliver(next_, segment, missing, sink);
    return Outcome::delivered;
  }
  const std::uint64_t position = next_ + static_cast<std::uint64_t>(offset);
  if (position + segment.bytes.size() + missing <= next_) return Outcome::repeated;
  if (position > next_) {
    if (!hold(position, segment, missing)) return Outcome::repeated;
    if (acknowledged_ >= held_.begin()->first || held_bytes_ > kMostHeld || held_.size() > kMostSegments)
      give_up_gap(sink);
    return Outcome::held;
  }
  deliver(position, segment, missing, sink);
  deliver_held(sink);
  return Outcome::delivered;
}

bool TcpStream::hold(std::uint64_t position, const Segment& segment, std::uint32_t missing) {
  Held& held = held_[position];
  if (segment.bytes.size() <= held.bytes.size() && held.packet != 0) return false;
  held_bytes_ += segment.bytes.size() - held.bytes.size();
  held = {std::string(segment.bytes), missing, segment.packet, segment.time};
  return true;
}

void TcpStream::deliver(std::uint64_t position, const Segment& segment, std::uint32_t missing,
                        StreamSink& sink) {
  const std::uint64_t captured = position + segment.bytes.size();
  if (captured > next_) {
    Segment fresh = segment;
    fresh.bytes.remove_prefix(next_ - position);
    next_ = captured;
    sink.bytes(fresh);
  }
  const std::uint64_t end = captured + missing;
  if (end > next_) {
    const std::uint64_t size = end - next_;
    next_ = end;
    sink.hole(size);
  }
}

void TcpStream::deliver_held(StreamSink& sink) {
  while (!held_.empty() && held_.begin()->first <= next_) {
    const auto first = held_.extract(held_.begin());
    const Held& held = first.mapped();
    held_bytes_ -= held.bytes.size();
    deliver(first.key(), {held.bytes, held.packet, held.time}, held.missing, sink);
  }
}

void TcpStream::give_up_gap(StreamSink& sink) {
  const std::uint64_t size = held_.begin()->first - next_;
  next_ += size;
  sink.hole(size);
  deliver_held(sink);
}

void TcpStream::acknowledge(std::uint32_t sequence, StreamSink& sink) {
  if (!begun_) return;
  const std::int64_t offset = distance(sequence);
  if (offset <= 0 || offset > kFar) return;
  acknowledged_ = std::max(acknowledged_, next_ + static_cast<std::uint64_t>(offset));
  while (!held_.empty() && held_.begin()->first <= acknowledged_) give_up_gap(sink);
}

void TcpStream::finish(StreamSink& sink) {
  while (!held_.empty()) give_up_gap(sink);
  begun_ = false;
}

}  // namespace braid::import::packets
