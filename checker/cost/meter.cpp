#include "braid/checker/cost/meter.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/explore/internal_error.h"
#include "braid/tracer/diagnostic.h"

namespace braid::cost {

using explore::CacheUse;
using explore::EventInstance;
using explore::EventKind;
using explore::Message;
using explore::Payload;

Meter::Meter(const Trace& trace, const explore::Signature& signature, const Sizes& sizes,
             const Capacity& capacity)
    : signature_(signature), sizes_(sizes), capacity_(capacity) {
  const bool tells = std::any_of(signature.events.begin(), signature.events.end(),
                                 [](const EventKind& kind) { return kind.message.has_value(); });
  if (!tells) {
    throw InputError(
        trace.source, trace.system_position,
        fmt::format("the model of {} at this granularity has no messages that could be priced", trace.system),
        "afs1 or afs2 with granularity=message, nfs2, nfs3, nfs4", trace.text);
  }
  std::uint32_t blocks = 0;
  for (std::uint32_t file = 0; file < trace.files.size(); ++file) {
    files_.push_back({blocks, trace.files[file].blocks});
    file_of_.insert(file_of_.end(), trace.files[file].blocks, file);
    blocks += trace.files[file].blocks;
  }
  const std::size_t members = signature.sets[1].members.size();
  by_block_ = members != trace.files.size();
  if (by_block_ && members != blocks)
    throw explore::InternalError("events are about neither files nor blocks");
  prices_.resize(trace.clients().size());
  caches_.resize(prices_.size());
}

/// A model may say of a whole file what is about a part of it.
BlockRange Meter::used_of(const BlockRange& range, const std::optional<BlockRange>& part) const {
  if (!part || !by_block_) return part.value_or(range);
  const bool inside = range.first >= part->first && range.first < part->first + part->count;
  return {range.first, inside ? range.count : 0};
}

BlockRange Meter::range_of(std::uint32_t argument) const {
  return by_block_ ? BlockRange{argument, 1} : files_[argument];
}

void Meter::add(const EventInstance& event, const std::optional<BlockRange>& part, bool counts) {
  counts_ = counts;
  const EventKind& kind = signature_.events[event.kind];
  if (!kind.message && kind.use == CacheUse::none) return;
  const std::uint32_t client = event.arguments[0];
  const BlockRange range = event.arguments.size() > 1 ? range_of(event.arguments[1]) : BlockRange{};
  if (kind.message) add_message(*kind.message, client, range);
  switch (kind.use) {
    case CacheUse::none:
      break;
    case CacheUse::read:
    case CacheUse::write:
      use(client, used_of(range, part), kind.use == CacheUse::read);
      break;
    case CacheUse::drop:
      give_up(client, event.arguments[1]);
      break;
  }
}

void Meter::add_message(const Message& message, std::uint32_t client, const BlockRange& range) {
  const auto blocks_of = [&](Payload payload) -> std::uint64_t {
    switch (payload) {
      case Payload::none:
        return 0;
      case Payload::block:
        return 1;
      case Payload::file:
        return files_[file_of_[range.first]].count;
    }
    return 0;
  };
  const std::uint64_t called = blocks_of(message.call);
  const std::uint64_t replied = blocks_of(message.reply);
  const std::uint64_t to_server = message.to_client ? replied : called;
  const std::uint64_t to_client = message.to_client ? called : replied;
  if (to_client > 0) install(client, message.reply == Payload::file ? files_[file_of_[range.first]] : range);
  if (!counts_) return;
  Price& price = prices_[client];
  MessageCount& count = price.message(message.name);
  ++count.calls;
  count.bytes_to_server += sizes_.header + to_server * sizes_.block;
  count.bytes_to_client += sizes_.header + to_client * sizes_.block;
  price.blocks_to_server += to_server;
  price.blocks_to_client += to_client;
  if (to_server + to_client == 0) ++price.empty_calls;
  if (to_client > 0) install(client, message.reply == Payload::file ? files_[file_of_[range.first]] : range);
}

void Meter::install(std::uint32_t client, const BlockRange& range) {
  Cache& cache = caches_[client];
  if (signature_.caches_on_disk) {
    const std::uint32_t file = file_of_[range.first];
    if (!cache.disk.contains(file)) cache.on_disk += files_[file].count;
    cache.disk.use(file);
  }
  for (std::uint32_t block = range.first; block < range.first + range.count; ++block) {
    cache.memory.use(block);
    trim_memory(cache);
  }
}

void Meter::use(std::uint32_t client, const BlockRange& range, bool reads) {
  Cache& cache = caches_[client];
  Price& price = prices_[client];
  if (signature_.caches_on_disk && range.count > 0) {
    const std::uint32_t file = file_of_[range.first];
    if (!cache.disk.contains(file)) cache.on_disk += files_[file].count;
    cache.disk.use(file);
  }
  for (std::uint32_t block = range.first; block < range.first + range.count; ++block) {
    const bool from_disk = reads && signature_.caches_on_disk && !cache.memory.contains(block);
    if (counts_) ++(from_disk ? price.disk_accesses : price.memory_accesses);
    cache.memory.use(block);
    trim_memory(cache);
  }
}

/// What is on the disk, too, can leave the memory without the model's knowing.
void Meter::trim_memory(Cache& cache) const {
  if (!signature_.caches_on_disk) return;
  while (cache.memory.size() > capacity_.memory) cache.memory.erase(cache.memory.by_age().front());
}

bool Meter::overflows(std::uint32_t client) const {
  const Cache& cache = caches_[client];
  return signature_.caches_on_disk ? cache.on_disk > capacity_.disk : cache.memory.size() > capacity_.memory;
}

std::vector<std::uint32_t> Meter::by_age(std::uint32_t client) const {
  const Cache& cache = caches_[client];
  std::vector<std::uint32_t> arguments;
  for (const RecentlyUsed::Key key : (signature_.caches_on_disk ? cache.disk : cache.memory).by_age()) {
    const auto number = static_cast<std::uint32_t>(key);
    arguments.push_back(signature_.caches_on_disk && by_block_ ? files_[number].first : number);
  }
  return arguments;
}

std::vector<std::uint32_t> Meter::in_memory(std::uint32_t client) const {
  std::vector<std::uint32_t> blocks;
  for (const RecentlyUsed::Key key : caches_[client].memory.by_age())
    blocks.push_back(static_cast<std::uint32_t>(key));
  std::sort(blocks.begin(), blocks.end());
  return blocks;
}

void Meter::give_up(std::uint32_t client, std::uint32_t argument) {
  Cache& cache = caches_[client];
  const std::uint32_t file = file_of_[range_of(argument).first];
  const BlockRange range = signature_.caches_on_disk ? files_[file] : range_of(argument);
  for (std::uint32_t block = range.first; block < range.first + range.count; ++block)
    cache.memory.erase(block);
  if (!signature_.caches_on_disk) return;
  if (cache.disk.contains(file)) cache.on_disk -= files_[file].count;
  cache.disk.erase(file);
}

}  // namespace braid::cost
