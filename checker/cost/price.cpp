#include "braid/checker/cost/price.h"

#include <algorithm>
#include <numeric>

namespace braid::cost {
namespace {

std::uint64_t sum(const std::vector<MessageCount>& messages, std::uint64_t MessageCount::*member) {
  return std::accumulate(messages.begin(), messages.end(), std::uint64_t{0},
                         [&](std::uint64_t so_far, const MessageCount& of) { return so_far + of.*member; });
}

}  // namespace

std::uint64_t Price::calls() const {
  return sum(messages, &MessageCount::calls);
}

std::uint64_t Price::bytes_to_server() const {
  return sum(messages, &MessageCount::bytes_to_server);
}

std::uint64_t Price::bytes_to_client() const {
  return sum(messages, &MessageCount::bytes_to_client);
}

MessageCount& Price::message(const std::string& name) {
  const auto at =
      std::lower_bound(messages.begin(), messages.end(), name,
                       [](const MessageCount& of, const std::string& key) { return of.name < key; });
  if (at != messages.end() && at->name == name) return *at;
  return *messages.insert(at, MessageCount{name});
}

Price& Price::operator+=(const Price& other) {
  for (const MessageCount& added : other.messages) {
    MessageCount& own = message(added.name);
    own.calls += added.calls;
    own.bytes_to_server += added.bytes_to_server;
    own.bytes_to_client += added.bytes_to_client;
  }
  empty_calls += other.empty_calls;
  blocks_to_client += other.blocks_to_client;
  blocks_to_server += other.blocks_to_server;
  memory_accesses += other.memory_accesses;
  disk_accesses += other.disk_accesses;
  return *this;
}

double seconds(const Price& price, const Latency& latency) {
  return static_cast<double>(price.network_blocks()) * latency.network +
         static_cast<double>(price.disk_accesses) * latency.disk +
         static_cast<double>(price.memory_accesses) * latency.memory +
         static_cast<double>(price.empty_calls) * latency.call;
}

}  // namespace braid::cost
