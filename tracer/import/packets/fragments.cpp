#include "braid/tracer/import/packets/fragments.h"

namespace braid::import::packets {
namespace {

constexpr recording::Time kPatience = recording::seconds(30);
constexpr std::uint32_t kMostBytes = 65535;
constexpr std::string_view kIncomplete = "IP datagrams of which fragments are missing";
constexpr std::string_view kContradicting = "IP datagrams whose fragments contradict each other";

}  // namespace

std::optional<IpPacket> Fragments::add(const IpPacket& fragment, std::uint64_t packet, recording::Time time) {
  while (!datagrams_.empty() && datagrams_.front().first + kPatience < time)
    give_up(datagrams_.begin(), kIncomplete);
  const auto datagram = datagram_of(fragment, packet, time);
  if (fragment.missing > 0) {
    give_up(datagram, "IP datagrams of which fragments are cut by the snap length");
    return std::nullopt;
  }
  if (!insert(*datagram, fragment)) {
    give_up(datagram, kContradicting);
    return std::nullopt;
  }
  const auto& ranges = datagram->ranges;
  const bool complete = datagram->size && ranges.size() == 1 && ranges.begin()->first == 0 &&
                        ranges.begin()->second == *datagram->size;
  if (!complete) return std::nullopt;
  whole_ = std::move(datagram->bytes);
  remove(datagram);
  IpPacket whole = fragment;
  whole.payload = whole_;
  whole.fragment = whole.more_fragments = false;
  whole.offset = 0;
  return whole;
}

Fragments::Datagrams::iterator Fragments::datagram_of(const IpPacket& fragment, std::uint64_t packet,
                                                      recording::Time time) {
  const Key key{fragment.from, fragment.to, fragment.protocol, fragment.identification};
  const auto found = by_key_.find(key);
  if (found != by_key_.end()) return found->second;
  if (datagrams_.size() >= kMostDatagrams) give_up(datagrams_.begin(), kIncomplete);
  datagrams_.push_back({key, time, packet, {}, {}, {}});
  return by_key_.emplace(key, std::prev(datagrams_.end())).first->second;
}

bool Fragments::insert(Datagram& datagram, const IpPacket& fragment) {
  const std::uint32_t begin = fragment.offset;
  if (fragment.payload.size() > kMostBytes - std::min(begin, kMostBytes)) return false;
  const std::uint32_t end = begin + static_cast<std::uint32_t>(fragment.payload.size());
  if (!fragment.more_fragments) {
    if (datagram.size && *datagram.size != end) return false;
    datagram.size = end;
  }
  if (datagram.size && (end > *datagram.size || datagram.bytes.size() > *datagram.size)) return false;
  if (datagram.bytes.size() < end) datagram.bytes.resize(end);
  // Overlapping fragments have the same bytes where nobody attacks; the last one stays.
  datagram.bytes.replace(begin, fragment.payload.size(), fragment.payload);
  std::uint32_t first = begin;
  std::uint32_t last = end;
  auto next = datagram.ranges.upper_bound(first);
  if (next != datagram.ranges.begin() && std::prev(next)->second >= first) --next;
  while (next != datagram.ranges.end() && next->first <= last) {
    first = std::min(first, next->first);
    last = std::max(last, next->second);
    next = datagram.ranges.erase(next);
  }
  datagram.ranges.emplace(first, last);
  return true;
}

void Fragments::give_up(Datagrams::iterator datagram, std::string_view kind) {
  ledger_.found();
  ledger_.skip(kind, datagram->packet, {}, source_);
  remove(datagram);
}

void Fragments::remove(Datagrams::iterator datagram) {
  by_key_.erase(datagram->key);
  datagrams_.erase(datagram);
}

void Fragments::finish() {
  while (!datagrams_.empty()) give_up(datagrams_.begin(), kIncomplete);
}

}  // namespace braid::import::packets
