// What the sweep keeps in memory: cells, their states, the ranks they belong to, and each worker's buffers.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "braid/checker/explore/cell_index.h"
#include "braid/checker/explore/control.h"
#include "braid/checker/explore/merge_table.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/explore/slab_pool.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

/// The types of a sweep over states of `Words` words, by steps of a model. sweep.h states the invariants.
template <class Step, std::size_t Words>
struct SweepTypes {
  using Data = State<Words>;
  /// States that are taken on together; their numbers stay in the nearest cache.
  static constexpr std::size_t kBatch = 256;

  struct Cell;

  /// A step and branch that lead out of a cell. `shared`: the actor may have other steps there too.
  struct Exit {
    Step step;
    Branch branch = 0;
    bool shared = false;
  };

  /// An exit of `source`, seen from its target.
  struct Entry {
    Cell* source = nullptr;
    Exit exit;
  };

  /// States and records of a cell, side by side in one piece of a slab.
  struct Chunk {
    SlabPool::Piece piece;
    std::size_t count = 0;

    [[nodiscard]] const Data* states() const { return reinterpret_cast<const Data*>(piece.words); }
    [[nodiscard]] std::uint64_t* records() const { return piece.words + count * Words; }
  };

  struct Cell {
    OwnedControl control;
    CellWeights weights;
    std::vector<Entry> entries;
    std::vector<Exit> exits;
    std::vector<Chunk> chunks;
    std::size_t count = 0;
    std::uint64_t choices = 1;  ///< least common multiple of its states' choices
    std::atomic<std::uint32_t> waiting_targets = 0;
  };

  /// A rank that is still to come: its cells so far.
  struct FrontRank {
    std::vector<std::unique_ptr<Cell>> cells;
    CellIndex<Cell> index;
    std::size_t expected_states = 0;
  };

  /// A rank that is done, kept until its furthest target is.
  struct PassedRank {
    Rank last_target = 0;
    std::vector<std::unique_ptr<Cell>> cells;
  };

  /// One worker's buffers; allocated once, grown rarely.
  struct alignas(128) Workbench {
    MergeTable<Words> table;
    std::vector<std::uint64_t> records;
    std::vector<Weights::Source> sources;
    std::vector<Step> steps;
    std::vector<Step> siblings;
    std::vector<std::uint32_t> choices;
    std::vector<std::uint32_t> last_actor;
    std::vector<std::uint32_t> sibling_counts;
    std::vector<bool> taken;
    std::vector<Data> batch = std::vector<Data>(kBatch);
    std::vector<std::uint32_t> source_numbers = std::vector<std::uint32_t>(kBatch);
    std::vector<std::uint32_t> target_numbers = std::vector<std::uint32_t>(kBatch);
    std::vector<std::uint32_t> sharing = std::vector<std::uint32_t>(kBatch);
    std::uint64_t transitions = 0;
    std::uint64_t states = 0;
    bool conditional = false;
    std::int64_t accounted = 0;
    std::size_t batches = 0;
  };
};

}  // namespace braid::explore
