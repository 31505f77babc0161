#include "braid/checker/explore/slab_pool.h"

#include <unordered_set>

namespace braid::explore {

class SlabPool::Slab {
 public:
  Slab() : words(new std::uint64_t[kSlabWords]) {}

  std::unique_ptr<std::uint64_t[]> words;
  std::size_t used = 0;
  std::atomic<std::uint32_t> uses = 0;
};

SlabPool::SlabPool(unsigned workers, Limits& limits) : limits_(limits), current_(workers, nullptr) {}

SlabPool::~SlabPool() {
  limits_.account_memory(-static_cast<std::int64_t>(slabs_.size() * kSlabWords * sizeof(std::uint64_t)));
}

SlabPool::Piece SlabPool::take(unsigned worker, std::size_t words) {
  Slab*& slab = current_[worker];
  if (slab == nullptr || slab->used + words > kSlabWords) {
    if (slab != nullptr) release(slab);
    slab = fresh_slab();
  }
  const Piece piece{slab->words.get() + slab->used, slab};
  slab->used += words;
  slab->uses.fetch_add(1, std::memory_order_relaxed);
  return piece;
}

void SlabPool::give_back(Piece piece) noexcept {
  release(piece.slab);
}

void SlabPool::trim() {
  const std::size_t in_use = slabs_.size() - idle_.size();
  const std::size_t kept = in_use / 4;
  if (idle_.size() <= kept) return;
  const std::unordered_set<const Slab*> surplus(idle_.begin() + static_cast<std::ptrdiff_t>(kept),
                                                idle_.end());
  idle_.resize(kept);
  std::erase_if(slabs_, [&](const std::unique_ptr<Slab>& slab) { return surplus.contains(slab.get()); });
  limits_.account_memory(-static_cast<std::int64_t>(surplus.size() * kSlabWords * sizeof(std::uint64_t)));
}

SlabPool::Slab* SlabPool::fresh_slab() {
  const std::lock_guard lock(mutex_);
  Slab* slab = nullptr;
  if (idle_.empty()) {
    slabs_.push_back(std::make_unique<Slab>());
    idle_.reserve(slabs_.size());  // release() must not allocate
    slab = slabs_.back().get();
    limits_.account_memory(static_cast<std::int64_t>(kSlabWords * sizeof(std::uint64_t)));
  } else {
    slab = idle_.back();
    idle_.pop_back();
  }
  slab->used = 0;
  slab->uses.store(1, std::memory_order_relaxed);
  return slab;
}

void SlabPool::release(Slab* slab) noexcept {
  if (slab->uses.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
  const std::lock_guard lock(mutex_);
  idle_.push_back(slab);
}

}  // namespace braid::explore
