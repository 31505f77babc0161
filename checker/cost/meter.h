// What the events of a model's steps cost.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "braid/checker/cost/price.h"
#include "braid/checker/cost/recently_used.h"
#include "braid/checker/explore/observable.h"
#include "braid/tracer/trace.h"

namespace braid::cost {

/// How many blocks a client's memory and its disk hold.
struct Capacity {
  static constexpr std::uint64_t kUnlimited = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t memory = kUnlimited;
  std::uint64_t disk = kUnlimited;  ///< where whole files are cached there
};

/// Blocks of a file, [first, first + count) among all blocks of the trace's files, file by file.
struct BlockRange {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
};

/// Adds up what events cost, client by client, and knows which blocks each client's memory and disk hold:
/// what was used longest ago goes first. A block that the model finds in the client's cache and the memory
/// does not hold is read from the disk.
class Meter {
 public:
  /// Throws InputError where the system's events do not tell of messages, naming it.
  Meter(const Trace& trace, const explore::Signature& signature, const Sizes& sizes,
        const Capacity& capacity);

  /// An event of a step. `part`: the blocks that the process's operation is about, where that is known;
  /// nothing: what the event says, a block or all of a file. `counts`: whether it is paid for; caches change
  /// in any case.
  void add(const explore::EventInstance& event, const std::optional<BlockRange>& part, bool counts);

  /// Whether the client holds more than it can.
  [[nodiscard]] bool overflows(std::uint32_t client) const;
  /// What the client holds, as events name it: blocks, or on a disk files, by their first blocks where events
  /// are about those. What was used longest ago comes first. O(what it holds).
  [[nodiscard]] std::vector<std::uint32_t> by_age(std::uint32_t client) const;
  /// The model has given that up, or does not hold it any more.
  void give_up(std::uint32_t client, std::uint32_t argument);

  [[nodiscard]] const std::vector<Price>& prices() const { return prices_; }  ///< by client
  /// Blocks that the client's memory holds, in their order.
  [[nodiscard]] std::vector<std::uint32_t> in_memory(std::uint32_t client) const;
  /// Whether the arguments of events about files are blocks.
  [[nodiscard]] bool by_block() const { return by_block_; }

 private:
  struct Cache {
    RecentlyUsed memory;        ///< blocks
    RecentlyUsed disk;          ///< files
    std::uint64_t on_disk = 0;  ///< blocks
  };
  [[nodiscard]] BlockRange range_of(std::uint32_t argument) const;
  [[nodiscard]] BlockRange used_of(const BlockRange& range, const std::optional<BlockRange>& part) const;
  void add_message(const explore::Message& message, std::uint32_t client, const BlockRange& range);
  void install(std::uint32_t client, const BlockRange& range);
  void use(std::uint32_t client, const BlockRange& range, bool reads);
  void trim_memory(Cache& cache) const;

  const explore::Signature& signature_;
  Sizes sizes_;
  Capacity capacity_;
  std::vector<BlockRange> files_;       ///< by file
  std::vector<std::uint32_t> file_of_;  ///< by block
  bool by_block_ = false;
  bool counts_ = true;
  std::vector<Price> prices_;
  std::vector<Cache> caches_;  ///< by client
};

}  // namespace braid::cost
