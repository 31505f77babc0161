#include "braid/tracer/import/rpc/recent_calls.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>

namespace braid::import::rpc {
namespace {

/// Of the arguments as much is looked at as tells calls apart.
constexpr std::size_t kLookedAt = 1024;

std::uint64_t digest_of(const packets::Address& client, const packets::Endpoint& server,
                        const CallHeader& call) {
  std::array<std::uint8_t, 64> key{};
  std::copy(client.bytes.begin(), client.bytes.end(), key.begin());
  std::copy(server.address.bytes.begin(), server.address.bytes.end(), key.begin() + 16);
  const std::array<std::uint64_t, 4> numbers = {
      std::uint64_t{server.port} << 32 | call.xid, std::uint64_t{call.program} << 32 | call.version,
      std::uint64_t{call.procedure} << 1 | (client.v6 ? 1U : 0U), call.body.size()};
  std::copy_n(reinterpret_cast<const std::uint8_t*>(numbers.data()), sizeof numbers, key.begin() + 32);
  const std::uint64_t seed = XXH64(key.data(), key.size(), 0);
  return XXH64(call.body.data(), std::min(call.body.size(), kLookedAt), seed);
}

}  // namespace

std::uint32_t RecentCalls::attempt(const packets::Address& client, const packets::Endpoint& server,
                                   const CallHeader& call) {
  const std::uint64_t digest = digest_of(client, server, call);
  Place& place = places_[digest % places_.size()];
  for (Seen& seen : place) {
    if (seen.attempts > 0 && seen.digest == digest) return ++seen.attempts;
  }
  std::move_backward(place.begin(), place.end() - 1, place.end());
  place.front() = {digest, 1};
  return 1;
}

}  // namespace braid::import::rpc
