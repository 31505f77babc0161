#include "braid/tracer/import/rpc/record_stream.h"

#include <algorithm>
#include <utility>

#include "braid/tracer/import/packets/big_endian.h"
#include "braid/tracer/import/rpc/message.h"

namespace braid::import::rpc {
namespace {

constexpr std::size_t kMark = 4;
/// Mark and header of a call without credential: as much tells whether a message begins.
constexpr std::size_t kHeader = 44;
constexpr std::uint32_t kLastFragment = 0x80000000;
/// A buffer that one long message needed is not kept.
constexpr std::size_t kKept = std::size_t{1} << 16;

}  // namespace

void RecordStream::bytes(const packets::Segment& segment) {
  used_ = false;
  if (synchronised_) {
    take(segment.bytes, segment);
  } else {
    search(segment);
  }
  if (!used_ && beginning_.empty()) sink_.useless(segment);
}

void RecordStream::search(const packets::Segment& segment) {
  if (begins_record(segment.bytes) != Likelihood::no) drop_beginning();
  if (beginning_.empty()) {
    if (segment.bytes.size() >= kHeader) return take(segment.bytes, segment);
    beginning_of_ = {{}, segment.packet, segment.time};
  }
  // Some senders put the record mark into a packet of its own.
  beginning_ += segment.bytes;
  if (beginning_.size() < kHeader && begins_record(beginning_) == Likelihood::no) return;
  const std::string joined = std::exchange(beginning_, {});
  take(joined, beginning_of_);
  if (!used_ && beginning_of_.packet != segment.packet) sink_.useless(beginning_of_);
}

void RecordStream::drop_beginning() {
  if (beginning_.empty()) return;
  beginning_.clear();
  sink_.useless(beginning_of_);
}

void RecordStream::take(std::string_view bytes, const packets::Segment& segment) {
  while (!bytes.empty()) {
    if (!synchronised_ && !find_record(bytes)) return;
    used_ = true;
    if (!in_fragment_ && !take_mark(bytes, segment)) continue;
    take_fragment(bytes);
  }
}

bool RecordStream::find_record(std::string_view& bytes) {
  if (begins_record(bytes) == Likelihood::no) {
    std::size_t at = 1;
    for (; at + kMark < bytes.size(); ++at) {
      const Likelihood likelihood = begins_record(bytes.substr(at));
      if (likelihood == Likelihood::certain) break;
      if (likelihood == Likelihood::likely && sink_.expects_reply(bytes.substr(at + kMark))) break;
    }
    if (at + kMark >= bytes.size()) return false;
    bytes.remove_prefix(at);
  }
  synchronised_ = true;
  return true;
}

/// False if there is no fragment to read yet, or none at all.
bool RecordStream::take_mark(std::string_view& bytes, const packets::Segment& segment) {
  if (packet_ == 0) {
    packet_ = segment.packet;
    time_ = segment.time;
  }
  const std::size_t count = std::min(kMark - mark_.size(), bytes.size());
  mark_.append(bytes.substr(0, count));
  bytes.remove_prefix(count);
  if (mark_.size() < kMark) return false;
  const std::uint32_t mark = packets::big_endian_32(mark_, 0);
  mark_.clear();
  fragment_ = mark & ~kLastFragment;
  last_ = (mark & kLastFragment) != 0;
  in_fragment_ = true;
  if (fragment_ > kMostRecord || message_.size() + fragment_ > kMostRecord) {
    lose();
    return false;
  }
  if (fragment_ == 0) take_fragment(bytes);
  return in_fragment_;
}

void RecordStream::take_fragment(std::string_view& bytes) {
  const auto count = static_cast<std::uint32_t>(std::min<std::size_t>(fragment_, bytes.size()));
  const std::string_view part = bytes.substr(0, count);
  bytes.remove_prefix(count);
  fragment_ -= count;
  const bool whole = fragment_ == 0 && last_ && message_.empty() && !cut_;
  if (!whole && !cut_) message_.append(part);
  if (fragment_ > 0) {
    // A wrong start is found out early, before it swallows the stream.
    if (!cut_ && message_.size() >= 8 && !direction_of(message_)) lose();
    return;
  }
  in_fragment_ = false;
  if (last_) end_message(whole ? part : std::string_view(message_));
}

void RecordStream::end_message(std::string_view whole) {
  const bool good = sink_.message({whole, cut_, packet_, time_});
  if (message_.capacity() > kKept) message_ = {};
  message_.clear();
  cut_ = false;
  packet_ = 0;
  if (!good) lose();
}

void RecordStream::hole(std::uint64_t size) {
  sink_.gap();
  drop_beginning();
  if (!synchronised_) return;
  cut_ = cut_ || packet_ != 0;
  if (in_fragment_ && (size < fragment_ || (size == fragment_ && last_))) {
    fragment_ -= static_cast<std::uint32_t>(size);
    if (fragment_ > 0) return;
    in_fragment_ = false;
    end_message(message_);
    return;
  }
  finish();
}

void RecordStream::restart() {
  finish();
}

void RecordStream::finish() {
  drop_beginning();
  cut_ = true;
  if (!message_.empty()) end_message(message_);
  lose();
}

void RecordStream::lose() {
  if (packet_ != 0) sink_.broken(packet_);
  synchronised_ = in_fragment_ = last_ = cut_ = false;
  mark_.clear();
  message_.clear();
  fragment_ = 0;
  packet_ = 0;
}

}  // namespace braid::import::rpc
