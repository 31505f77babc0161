#include "braid/checker/explore/slab_pool.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>
#include <vector>

namespace braid::explore {
namespace {

constexpr std::uint64_t kSlabBytes = SlabPool::kSlabWords * sizeof(std::uint64_t);

TEST(SlabPool, PiecesDoNotOverlap) {
  Limits limits;
  SlabPool pool(2, limits);
  struct Taken {
    SlabPool::Piece piece;
    std::size_t words;
    std::uint64_t value;
  };
  std::vector<Taken> taken;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const std::size_t words = 1 + static_cast<std::size_t>(i * 977 % SlabPool::kGreatestPiece);
    const Taken next{pool.take(static_cast<unsigned>(i % 2), words), words, i};
    std::fill_n(next.piece.words, words, i);
    taken.push_back(next);
  }
  for (const Taken& each : taken) {
    EXPECT_TRUE(std::all_of(each.piece.words, each.piece.words + each.words,
                            [&](std::uint64_t word) { return word == each.value; }));
  }
  for (const Taken& each : taken) pool.give_back(each.piece);
}

TEST(SlabPool, MemoryThatIsGivenBackServesAgain) {
  Limits limits;
  SlabPool pool(1, limits);
  for (int round = 0; round < 100; ++round) {
    std::vector<SlabPool::Piece> pieces;
    for (int i = 0; i < 16; ++i) pieces.push_back(pool.take(0, SlabPool::kGreatestPiece));
    for (const SlabPool::Piece& piece : pieces) pool.give_back(piece);
  }
  EXPECT_LE(limits.peak_memory(), 4 * kSlabBytes);
}

TEST(SlabPool, AccountsItsSlabsUntilItGoes) {
  Limits limits;
  {
    SlabPool pool(1, limits);
    EXPECT_EQ(limits.memory_in_use(), 0U);
    const SlabPool::Piece whole = pool.take(0, SlabPool::kSlabWords);
    EXPECT_EQ(limits.memory_in_use(), kSlabBytes);
    const SlabPool::Piece more = pool.take(0, 1);
    EXPECT_EQ(limits.memory_in_use(), 2 * kSlabBytes);
    pool.give_back(more);
    pool.give_back(whole);
  }
  EXPECT_EQ(limits.memory_in_use(), 0U);
}

TEST(SlabPool, TrimFreesWhatIsIdleButAQuarter) {
  Limits limits;
  SlabPool pool(1, limits);
  std::vector<SlabPool::Piece> pieces;
  for (int i = 0; i < 10; ++i) pieces.push_back(pool.take(0, SlabPool::kSlabWords));
  std::fill_n(pieces[0].words, SlabPool::kSlabWords, std::uint64_t{7});
  for (std::size_t i = 4; i < 9; ++i) pool.give_back(pieces[i]);
  pool.trim();  // 5 are in use: 4 pieces, and the slab that the worker fills
  EXPECT_EQ(limits.memory_in_use(), 6 * kSlabBytes);
  pool.trim();
  EXPECT_EQ(limits.memory_in_use(), 6 * kSlabBytes);
  EXPECT_EQ(pieces[0].words[SlabPool::kSlabWords - 1], 7U);
  for (int i = 0; i < 2; ++i) pieces.push_back(pool.take(0, SlabPool::kSlabWords));
  EXPECT_EQ(limits.memory_in_use(), 7 * kSlabBytes);
}

TEST(SlabPool, OthersMayGiveBackWhileAWorkerTakes) {
  Limits limits;
  SlabPool pool(4, limits);
  std::vector<std::vector<SlabPool::Piece>> handed(4);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::vector<SlabPool::Piece>> fresh(4);
    std::vector<std::thread> threads;
    for (unsigned worker = 0; worker < 4; ++worker) {
      threads.emplace_back([&, worker] {
        for (const SlabPool::Piece& piece : handed[(worker + 1) % 4]) pool.give_back(piece);
        for (int i = 0; i < 50; ++i) {
          fresh[worker].push_back(pool.take(worker, 1000));
          std::fill_n(fresh[worker].back().words, 1000, std::uint64_t{worker});
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (unsigned worker = 0; worker < 4; ++worker) {
      for (const SlabPool::Piece& piece : fresh[worker]) {
        ASSERT_EQ(piece.words[0], worker);
        ASSERT_EQ(piece.words[999], worker);
      }
    }
    handed = std::move(fresh);
  }
}

}  // namespace
}  // namespace braid::explore
