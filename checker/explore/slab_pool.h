// Memory for the states in front of the sweep.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "braid/checker/explore/limits.h"

namespace braid::explore {

/// Hands out 8-byte words from slabs of one size, so that memory freed by one rank serves the next without
/// holes. A slab is filled by one worker, counts the pieces that are in use, and is recycled when the last is
/// given back.
///
/// Thread safety: take() with a given worker by one thread at a time; give_back() from any thread.
class SlabPool {
 public:
  static constexpr std::size_t kSlabWords = std::size_t{1} << 16;  // 512 KiB
  static constexpr std::size_t kGreatestPiece = kSlabWords / 8;

  class Slab;
  struct Piece {
    std::uint64_t* words = nullptr;
    Slab* slab = nullptr;
  };

  SlabPool(unsigned workers, Limits& limits);
  ~SlabPool();

  /// An uninitialised piece. REQUIRES words <= kSlabWords; above kGreatestPiece slabs are used badly.
  [[nodiscard]] Piece take(unsigned worker, std::size_t words);
  void give_back(Piece piece) noexcept;

  /// Frees what is idle beyond a quarter of what is in use: as ranks grow narrower, so does the pool. To be
  /// called while no other thread uses the pool. O(slabs).
  void trim();

 private:
  Slab* fresh_slab();
  void release(Slab* slab) noexcept;

  Limits& limits_;
  std::vector<Slab*> current_;  // by worker; each holds one use of its own
  std::mutex mutex_;            // guards the two below
  std::vector<std::unique_ptr<Slab>> slabs_;
  std::vector<Slab*> idle_;
};

}  // namespace braid::explore
