#include "braid/checker/explore/shortest_weights.h"

#include <algorithm>

#include "braid/checker/explore/packed_schedule.h"

namespace braid::explore {
namespace {

constexpr std::uint64_t kOneStep = std::uint64_t{1} << 32;

/// The cheapest way on from a source record with a step of the edge's actor; its slot, and its cost after the
/// step.
struct Way {
  const std::uint64_t* slot;
  std::uint64_t cost;
};

/// REQUIRES that some slot is taken, as in the record of every state that was reached.
Way cheapest(const std::uint64_t* record, std::uint32_t actors, std::size_t words, std::uint32_t actor) {
  Way best{record, 0};
  for (std::uint32_t last = 0; last < actors; ++last) {
    const std::uint64_t* slot = record + last * words;
    if (slot[0] == 0) continue;
    const std::uint64_t cost = slot[0] + kOneStep + (last == actor ? 0 : 1);
    const bool better =
        best.cost == 0 || cost < best.cost ||
        (cost == best.cost && compare_packed(slot + 1, words - 1, best.slot + 1, words - 1) < 0);
    if (better) best = {slot, cost};
  }
  return best;
}

}  // namespace

ShortestWeights::ShortestWeights(std::uint32_t actors, std::uint32_t labels, std::uint32_t greatest_switches,
                                 std::uint32_t greatest_steps)
    : actors_(std::max(1U, actors)),
      label_bits_(label_bits(labels)),
      greatest_switches_(greatest_switches),
      greatest_steps_(greatest_steps) {}

void ShortestWeights::size_records(CellWeights& cell) const {
  cell.record_words =
      static_cast<std::uint32_t>(actors_ * (1 + packed_words(cell.greatest_steps, label_bits_)));
}

void ShortestWeights::open_initial(CellWeights& cell) const {
  size_records(cell);
}

/// The first step is no switch, whoever takes it: so every slot holds the empty schedule.
void ShortestWeights::initial(const CellWeights& cell, std::uint64_t* record) const {
  const std::size_t words = slot_words(cell);
  for (std::uint32_t actor = 0; actor < actors_; ++actor) record[actor * words] = 1;
}

void ShortestWeights::open(CellWeights& target, const std::vector<Source>&) const {
  size_records(target);
}

std::size_t ShortestWeights::select(const WeightEdge& edge, const std::uint64_t* source, std::size_t count,
                                    std::uint32_t* numbers) const {
  const std::size_t words = slot_words(*edge.source);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t least = ~std::uint64_t{0};
    for (std::uint32_t last = 0; last < actors_; ++last) {
      const std::uint64_t cost = source[i * edge.source->record_words + last * words];
      if (cost != 0) least = std::min(least, cost + (last == edge.actor ? 0 : 1));
    }
    // The cost is stored plus one.
    if (((least - 1) & (kOneStep - 1)) > greatest_switches_) continue;
    if (steps_of(least - 1) < greatest_steps_) numbers[kept++] = static_cast<std::uint32_t>(i);
  }
  return kept;
}

void ShortestWeights::merge(const WeightEdge& edge, const std::uint64_t* source,
                            const std::uint32_t* source_numbers, const std::uint32_t* /*siblings*/,
                            std::size_t count, std::uint64_t* target,
                            const std::uint32_t* target_numbers) const {
  const std::size_t from = slot_words(*edge.source);
  const std::size_t to = slot_words(*edge.target);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t number = source_numbers == nullptr ? i : source_numbers[i];
    const Way way = cheapest(source + number * edge.source->record_words, actors_, from, edge.actor);
    std::uint64_t* slot =
        target + std::size_t{target_numbers[i]} * edge.target->record_words + edge.actor * to;
    const ExtendedSchedule extended{way.slot + 1, from - 1, label_bits_, edge.label};
    const bool better =
        slot[0] == 0 || way.cost < slot[0] || (way.cost == slot[0] && extended.less_than(slot + 1, to - 1));
    if (!better) continue;
    slot[0] = way.cost;
    extended.write(slot + 1, to - 1);
  }
}

std::uint64_t ShortestWeights::cost(const CellWeights& cell, const std::uint64_t* record) const {
  std::uint64_t least = ~std::uint64_t{0};
  for (std::uint32_t last = 0; last < actors_; ++last) {
    const std::uint64_t cost = record[last * slot_words(cell)];
    if (cost != 0) least = std::min(least, cost - 1);
  }
  return least;
}

ShortestWeights::Found ShortestWeights::best(const CellWeights& cell, const std::uint64_t* record) const {
  const std::size_t words = slot_words(cell);
  const std::uint64_t* best = record;  // some slot is taken
  for (std::uint32_t last = 0; last < actors_; ++last) {
    const std::uint64_t* slot = record + last * words;
    if (slot[0] == 0) continue;
    const bool better = best[0] == 0 || slot[0] < best[0] ||
                        (slot[0] == best[0] && compare_packed(slot + 1, words - 1, best + 1, words - 1) < 0);
    if (better) best = slot;
  }
  Found found;
  found.cost = best[0] - 1;
  found.schedule = unpack_schedule({best + 1, words - 1}, steps_of(found.cost), label_bits_);
  return found;
}

}  // namespace braid::explore
