// The sweep's inside, for states of a fixed number of words. Use sweep.h.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <span>
#include <stdexcept>
#include <utility>
#include <vector>

#include "braid/checker/explore/choices.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/internal_error.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/slab_pool.h"
#include "braid/checker/explore/sweep_result.h"
#include "braid/checker/explore/sweep_types.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

template <Model M, std::size_t Words>
class SweepEngine {
 public:
  SweepEngine(const M& model, const Weights& weights, std::span<Observer* const> observers,
              Executor& executor, Limits& limits)
      : model_(model),
        weights_(weights),
        observers_(observers),
        executor_(executor),
        limits_(limits),
        pool_(executor.workers(), limits),
        workbenches_(executor.workers()) {}

  ~SweepEngine() {
    for (Workbench& bench : workbenches_) limits_.account_memory(-bench.accounted);
    for (const PassedRank& passed : passed_) account_cells(passed.cells.size(), -1);
  }

  SweepResult run() {
    for (Observer* observer : observers_) observer->begin(executor_.workers());
    announce_initial();
    while (!ranks_.empty()) {
      const Rank rank = ranks_.begin()->first;
      result_.rank = rank;
      FrontRank front = std::move(ranks_.begin()->second);
      ranks_.erase(ranks_.begin());
      fill(front);
      if (limits_.stopped() != StopReason::none) break;
      finish_rank(rank, front);
      if (ranks_.empty()) return result_;  // a limit that is reached with the last rank has cut nothing off
      if (satisfied()) {
        result_.stopped = StopReason::satisfied;
        return result_;
      }
      if (limits_.stopped() != StopReason::none) {
        result_.rank = ranks_.begin()->first;
        break;
      }
    }
    result_.stopped = limits_.stopped();
    return result_;
  }

 private:
  using Step = typename M::Step;
  using Data = State<Words>;
  static constexpr std::size_t kBatch = SweepTypes<Step, Words>::kBatch;

  using Types = SweepTypes<Step, Words>;
  using Exit = typename Types::Exit;
  using Entry = typename Types::Entry;
  using Chunk = typename Types::Chunk;
  using Cell = typename Types::Cell;
  using FrontRank = typename Types::FrontRank;
  using PassedRank = typename Types::PassedRank;
  using Workbench = typename Types::Workbench;

  void announce_initial() {
    auto cell = std::make_unique<Cell>();
    cell->control = model_.initial();
    weights_.open_initial(cell->weights);
    FrontRank& front = ranks_[cell->control.rank];
    front.expected_states = 1;
    front.cells.push_back(std::move(cell));
  }

  [[nodiscard]] bool satisfied() const {
    return !observers_.empty() && std::all_of(observers_.begin(), observers_.end(),
                                              [](const Observer* observer) { return observer->satisfied(); });
  }

  void fill(FrontRank& front) {
    const auto task = [&](std::size_t index, unsigned worker) {
      if (limits_.poll()) return;
      Cell& cell = *front.cells[index];
      Workbench& bench = workbenches_[worker];
      pull(bench, cell);
      if (limits_.stopped() != StopReason::none) return;
      complete(worker, bench, cell);
      release_sources(cell);
    };
    if (front.expected_states < executor_.worth_threads()) {
      for (std::size_t index = 0; index < front.cells.size(); ++index) task(index, 0);
    } else {
      executor_.for_each(front.cells.size(), task);
    }
  }

  /// Gathers the cell's states, and their weights, from all its sources.
  void pull(Workbench& bench, Cell& cell) {
    if (cell.entries.empty()) return pull_initial(bench, cell);
    std::size_t expected = 0;
    bench.sources.clear();
    for (const Entry& entry : cell.entries) {
      expected = std::max(expected, entry.source->count);
      bench.sources.push_back({&entry.source->weights, entry.source->choices});
      cell.weights.greatest_steps =
          std::max(cell.weights.greatest_steps, entry.source->weights.greatest_steps + 1);
    }
    weights_.open(cell.weights, bench.sources);
    bench.table.clear(expected + expected / 2);
    account(bench);
    for (const Entry& entry : cell.entries) {
      const WeightEdge edge{entry.exit.step.actor, entry.exit.step.label,        &entry.source->weights,
                            &cell.weights,         entry.source->control.view(), &entry.exit.step,
                            entry.exit.branch};
      if (entry.exit.shared) find_siblings(bench, entry);
      for (const Chunk& chunk : entry.source->chunks) pull_chunk(bench, cell, entry.exit, edge, chunk);
      if (limits_.stopped() != StopReason::none) return;
    }
  }

  void pull_initial(Workbench& bench, Cell& cell) {
    bench.table.clear(1);
    bench.table.reserve(1);
    Data data{};
    model_.initialize(data);
    std::uint32_t number = 0;
    bench.table.locate(&data, 1, &number);
    bench.records.assign(std::max<std::size_t>(1, cell.weights.record_words), 0);
    weights_.initial(cell.weights, bench.records.data());
  }

  void pull_chunk(Workbench& bench, Cell& cell, const Exit& exit, const WeightEdge& edge,
                  const Chunk& chunk) {
    const std::size_t source_words = edge.source->record_words;
    const bool selects = weights_.selects();
    for (std::size_t begin = 0; begin < chunk.count; begin += kBatch) {
      std::size_t count = std::min(kBatch, chunk.count - begin);
      const Data* states = chunk.states() + begin;
      const std::uint64_t* records = chunk.records() + begin * source_words;
      const std::uint32_t* numbers = nullptr;
      if (selects) {
        count = weights_.select(edge, records, count, bench.source_numbers.data());
        for (std::size_t i = 0; i < count; ++i) bench.batch[i] = states[bench.source_numbers[i]];
        numbers = bench.source_numbers.data();
      } else {
        std::memcpy(bench.batch.data(), states, count * sizeof(Data));
      }
      if (exit.step.guarded || exit.step.branches > 1) {
        count = take_branch(bench, exit, numbers, count);
        numbers = bench.source_numbers.data();
      } else {
        take(bench, exit.step, count);
      }
      if (count == 0) continue;
      if (exit.shared) count_siblings(bench, states, numbers, count);
      merge(bench, cell, edge, records, numbers, exit.shared ? bench.sharing.data() : nullptr, count);
      if (++bench.batches % 64 == 0 && limits_.poll()) return;
    }
  }

  /// Takes a step that every state can take, in one way, in all states of the batch. The kernel is chosen
  /// once a batch: so the loop is all that is compiled for each kernel.
  void take(Workbench& bench, const Step& step, std::size_t count) {
    model_.template with_kernel<Data>(step, [&](auto&& kernel) {
      Data* const batch = bench.batch.data();
      for (std::size_t i = 0; i < count; ++i) kernel(batch[i]);
    });
  }

  /// Takes the step in all states of the batch and keeps those that go the exit's branch; notes their
  /// numbers.
  std::size_t take_branch(Workbench& bench, const Exit& exit, const std::uint32_t* numbers,
                          std::size_t count) {
    std::size_t kept = 0;
    model_.template with_kernel<Data>(exit.step, [&](auto&& kernel) {
      Data* const batch = bench.batch.data();
      for (std::size_t i = 0; i < count; ++i) {
        Data data = batch[i];
        if (kernel(data) != exit.branch) continue;
        bench.source_numbers[kept] = numbers == nullptr ? static_cast<std::uint32_t>(i) : numbers[i];
        batch[kept++] = data;
      }
    });
    return kept;
  }

  void merge(Workbench& bench, const Cell& cell, const WeightEdge& edge, const std::uint64_t* records,
             const std::uint32_t* numbers, const std::uint32_t* siblings, std::size_t count) {
    const std::size_t words = cell.weights.record_words;
    const std::size_t before = bench.table.count();
    bench.table.reserve(count);
    bench.table.locate(bench.batch.data(), count, bench.target_numbers.data());
    const std::size_t after = bench.table.count();
    if (words > 0) {
      if (bench.records.size() < after * words) {
        bench.records.resize(std::max(after * words, bench.records.size() * 2));
        account(bench);
      }
      std::fill(bench.records.data() + before * words, bench.records.data() + after * words,
                std::uint64_t{0});
      weights_.merge(edge, records, numbers, siblings, count, bench.records.data(),
                     bench.target_numbers.data());
    }
    bench.transitions += count;
  }

  /// The steps that the entry's actor may take in the entry's source.
  void find_siblings(Workbench& bench, const Entry& entry) {
    bench.siblings.clear();
    model_.steps(entry.source->control.view(), [&](const Step& step) {
      if (step.actor == entry.exit.step.actor) bench.siblings.push_back(step);
    });
  }

  void count_siblings(Workbench& bench, const Data* states, const std::uint32_t* numbers, std::size_t count) {
    std::fill_n(bench.sharing.begin(), count, 0U);
    for (const Step& step : bench.siblings) {
      model_.template with_kernel<Data>(step, [&](auto&& kernel) {
        for (std::size_t i = 0; i < count; ++i) {
          Data data = states[numbers == nullptr ? i : numbers[i]];
          if (kernel(data) != kDisabled) ++bench.sharing[i];
        }
      });
    }
  }

  /// The cell's states are all there: finds its exits, closes its weights, shows it, and stores what targets
  /// need.
  void complete(unsigned worker, Workbench& bench, Cell& cell) {
    cell.count = bench.table.count();
    bench.states += cell.count;
    bench.steps.clear();
    model_.steps(cell.control.view(), [&](const Step& step) { bench.steps.push_back(step); });
    CellView view;
    find_exits(bench, cell, view);
    weights_.close(cell.weights, view.choices, view.uniform_choices, cell.count, bench.records.data());
    view.control = cell.control.view();
    view.ending = model_.ending(cell.control.view());
    view.states = bench.table.states()->words.data();
    view.stride = Words;
    view.count = cell.count;
    view.weights = &cell.weights;
    view.records = bench.records.data();
    for (Observer* observer : observers_) observer->visit(worker, view);
    if (!cell.exits.empty()) store(worker, bench, cell);
    account(bench);
  }

  void find_exits(Workbench& bench, Cell& cell, CellView& view) {
    bool conditional = false;
    std::uint32_t actors = 0;
    for (std::size_t i = 0; i < bench.steps.size(); ++i) {
      const Step& step = bench.steps[i];
      conditional = conditional || step.guarded || step.branches > 1;
      if (i == 0 || step.actor != bench.steps[i - 1].actor) ++actors;
    }
    if (conditional) {
      bench.conditional = true;
      find_conditional_exits(bench, cell);
      view.choices = bench.choices.data();
      return;
    }
    view.uniform_choices = actors;
    cell.choices = std::max(1U, actors);
    for (std::size_t i = 0; i < bench.steps.size(); ++i) {
      const std::size_t siblings = sibling_count(bench, i);
      cell.choices = common_multiple(cell.choices, std::uint64_t{actors} * siblings);
      cell.exits.push_back({bench.steps[i], 0, siblings > 1});
    }
  }

  [[nodiscard]] std::size_t sibling_count(const Workbench& bench, std::size_t step) const {
    const std::uint32_t actor = bench.steps[step].actor;
    return static_cast<std::size_t>(std::count_if(bench.steps.begin(), bench.steps.end(),
                                                  [&](const Step& other) { return other.actor == actor; }));
  }

  /// Tries every step in every state: which branches occur, and how many actors can step. Steps of one actor
  /// are neighbours, since labels rise with actors.
  void find_conditional_exits(Workbench& bench, Cell& cell) {
    constexpr std::uint32_t kNobody = ~0U;
    bench.choices.assign(cell.count, 0);
    bench.last_actor.assign(cell.count, kNobody);
    bench.sibling_counts.assign(cell.count, 0);
    std::uint64_t siblings_seen = 1;  // least common multiple
    for (std::size_t i = 0; i < bench.steps.size(); ++i) {
      const Step step = bench.steps[i];
      try_step(bench, step, cell.count);
      const bool shared = sibling_count(bench, i) > 1;
      if (shared) {
        for (std::size_t s = 0; s < cell.count; ++s) {
          if (bench.last_actor[s] == step.actor) {
            siblings_seen = common_multiple(siblings_seen, std::uint64_t{bench.sibling_counts[s]});
          }
        }
      }
      for (std::uint32_t branch = 0; branch < step.branches; ++branch) {
        if (bench.taken[branch]) cell.exits.push_back({step, static_cast<Branch>(branch), shared});
      }
    }
    cell.choices = 1;
    for (const std::uint32_t choices : bench.choices) {
      if (choices > 1) cell.choices = common_multiple(cell.choices, std::uint64_t{choices});
    }
    cell.choices = common_product(cell.choices, siblings_seen);
  }

  /// Notes the branches of `step` that the cell's states take, and which states it is enabled in.
  void try_step(Workbench& bench, const Step& step, std::size_t count) {
    const Data* states = bench.table.states();
    bench.taken.assign(step.branches, false);
    model_.template with_kernel<Data>(step, [&](auto&& kernel) {
      for (std::size_t s = 0; s < count; ++s) {
        Data data = states[s];
        const Branch branch = kernel(data);
        if (branch == kDisabled) continue;
        bench.taken[static_cast<std::size_t>(branch)] = true;
        if (bench.last_actor[s] != step.actor) {
          bench.last_actor[s] = step.actor;
          bench.sibling_counts[s] = 0;
          ++bench.choices[s];
        }
        ++bench.sibling_counts[s];
      }
    });
  }

  void store(unsigned worker, const Workbench& bench, Cell& cell) {
    const std::size_t words = Words + cell.weights.record_words;
    if (words > SlabPool::kSlabWords) throw InternalError("a state's weights are wider than a slab");
    const std::size_t greatest = std::max<std::size_t>(1, SlabPool::kGreatestPiece / words);
    for (std::size_t begin = 0; begin < cell.count; begin += greatest) {
      Chunk chunk;
      chunk.count = std::min(greatest, cell.count - begin);
      chunk.piece = pool_.take(worker, chunk.count * words);
      std::memcpy(chunk.piece.words, bench.table.states() + begin, chunk.count * sizeof(Data));
      if (cell.weights.record_words > 0) {
        std::memcpy(chunk.records(), bench.records.data() + begin * cell.weights.record_words,
                    chunk.count * cell.weights.record_words * sizeof(std::uint64_t));
      }
      cell.chunks.push_back(chunk);
    }
  }

  void release_sources(Cell& cell) {
    for (const Entry& entry : cell.entries) {
      Cell& source = *entry.source;
      if (source.waiting_targets.fetch_sub(1, std::memory_order_acq_rel) != 1) continue;
      for (const Chunk& chunk : source.chunks) pool_.give_back(chunk.piece);
      source.chunks = {};
    }
  }

  /// Adds up the rank, announces its exits to their targets, and drops cells that no target waits for.
  void finish_rank(Rank rank, FrontRank& front) {
    std::uint64_t states = 0;
    for (Workbench& bench : workbenches_) {
      states += std::exchange(bench.states, 0);
      const std::uint64_t transitions = std::exchange(bench.transitions, 0);
      result_.transitions += transitions;
      limits_.account_steps(transitions);
      result_.conditional = result_.conditional || bench.conditional;
    }
    const std::uint64_t cells = front.cells.size();
    result_.states += states;
    result_.cells += cells;
    result_.widest_rank = std::max(result_.widest_rank, states);
    PassedRank passed;
    passed.last_target = rank;
    for (const std::unique_ptr<Cell>& cell : front.cells) announce(*cell, passed.last_target);
    passed.cells = std::move(front.cells);
    account_cells(passed.cells.size(), 1);
    passed_.push_back(std::move(passed));
    std::erase_if(passed_, [&](const PassedRank& old) {
      if (old.last_target > rank) return false;
      account_cells(old.cells.size(), -1);
      return true;
    });
    pool_.trim();
    const RankSummary summary{rank, cells, states, result_.cells, result_.states, result_.transitions};
    for (Observer* observer : observers_) observer->rank_done(summary);
  }

  void announce(Cell& cell, Rank& last_target) {
    cell.entries = {};
    for (const Exit& exit : cell.exits) {
      positions_.resize(cell.control.positions.size());
      const Rank rank = model_.target(cell.control.view(), exit.step, exit.branch, positions_);
      if (rank <= cell.control.rank) throw InternalError("a step's rank does not grow");
      result_.graded = result_.graded && rank == cell.control.rank + 1;
      last_target = std::max(last_target, rank);
      FrontRank& front = ranks_[rank];
      Cell* target = front.index.find(positions_);
      if (target == nullptr) {
        front.cells.push_back(std::make_unique<Cell>());
        target = front.cells.back().get();
        target->control = {positions_, rank};
        front.index.insert(target);
      }
      target->entries.push_back({&cell, exit});
      front.expected_states += cell.count;
      cell.waiting_targets.fetch_add(1, std::memory_order_relaxed);
    }
    cell.exits = {};
  }

  void account_cells(std::size_t cells, int sign) {
    const std::size_t bytes = sizeof(Cell) + 4 * sizeof(Entry) + 64;
    limits_.account_memory(sign * static_cast<std::int64_t>(cells * bytes));
  }

  /// Tells the limits how much this worker's buffers have grown.
  void account(Workbench& bench) {
    const auto now =
        static_cast<std::int64_t>(bench.table.bytes() + bench.records.size() * sizeof(std::uint64_t));
    if (now == bench.accounted) return;
    limits_.account_memory(now - bench.accounted);
    bench.accounted = now;
  }

  const M& model_;
  const Weights& weights_;
  std::span<Observer* const> observers_;
  Executor& executor_;
  Limits& limits_;
  SlabPool pool_;
  std::vector<Workbench> workbenches_;
  std::map<Rank, FrontRank> ranks_;
  std::vector<PassedRank> passed_;
  std::vector<Position> positions_;
  SweepResult result_;
};

}  // namespace braid::explore
