#include "braid/checker/explore/price_weights.h"

#include <algorithm>
#include <utility>

#include "braid/checker/explore/packed_schedule.h"

namespace braid::explore {
namespace {

constexpr std::uint64_t kOneStep = std::uint64_t{1} << 32;

}  // namespace

PriceWeights::PriceWeights(std::uint32_t actors, std::uint32_t labels, EdgePrice price, Sought sought)
    : actors_(std::max(1U, actors)),
      label_bits_(label_bits(labels)),
      price_(std::move(price)),
      sought_(sought) {}

void PriceWeights::size_records(CellWeights& cell) const {
  cell.record_words =
      static_cast<std::uint32_t>(actors_ * (kHead + packed_words(cell.greatest_steps, label_bits_)));
}

void PriceWeights::open_initial(CellWeights& cell) const {
  size_records(cell);
}

/// The first step is no switch, whoever takes it: so every slot holds the empty schedule.
void PriceWeights::initial(const CellWeights& cell, std::uint64_t* record) const {
  for (std::uint32_t actor = 0; actor < actors_; ++actor) record[actor * slot_words(cell)] = 1;
}

void PriceWeights::open(CellWeights& target, const std::vector<Source>&) const {
  size_records(target);
}

int PriceWeights::compare(std::uint64_t price, std::uint64_t length, std::uint64_t other_price,
                          std::uint64_t other_length) const {
  if (price != other_price) return (price < other_price) == (sought_ == Sought::cheapest) ? -1 : 1;
  return length < other_length ? -1 : (length > other_length ? 1 : 0);
}

PriceWeights::Way PriceWeights::best_way(const std::uint64_t* record, std::size_t words, std::uint32_t actor,
                                         std::uint64_t price) const {
  Way best;
  for (std::uint32_t last = 0; last < actors_; ++last) {
    const std::uint64_t* slot = record + last * words;
    if (slot[0] == 0) continue;
    const Way way{slot, slot[0] + price, slot[1] + kOneStep + (last == actor ? 0 : 1)};
    const int order = best.slot == nullptr ? -1 : compare(way.price, way.length, best.price, best.length);
    if (order < 0 ||
        (order == 0 && compare_packed(slot + kHead, words - kHead, best.slot + kHead, words - kHead) < 0)) {
      best = way;
    }
  }
  return best;
}

void PriceWeights::merge(const WeightEdge& edge, const std::uint64_t* source,
                         const std::uint32_t* source_numbers, const std::uint32_t* /*siblings*/,
                         std::size_t count, std::uint64_t* target,
                         const std::uint32_t* target_numbers) const {
  const std::uint64_t price = price_(edge);
  const std::size_t from = slot_words(*edge.source);
  const std::size_t to = slot_words(*edge.target);
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t number = source_numbers == nullptr ? i : source_numbers[i];
    const Way way = best_way(source + number * edge.source->record_words, from, edge.actor, price);
    std::uint64_t* slot =
        target + std::size_t{target_numbers[i]} * edge.target->record_words + edge.actor * to;
    const ExtendedSchedule extended{way.slot + kHead, from - kHead, label_bits_, edge.label};
    const int order = slot[0] == 0 ? -1 : compare(way.price, way.length, slot[0], slot[1]);
    if (order > 0 || (order == 0 && !extended.less_than(slot + kHead, to - kHead))) continue;
    slot[0] = way.price;
    slot[1] = way.length;
    extended.write(slot + kHead, to - kHead);
  }
}

PriceWeights::Found PriceWeights::best(const CellWeights& cell, const std::uint64_t* record) const {
  const std::size_t words = slot_words(cell);
  const std::uint64_t* best = nullptr;
  for (std::uint32_t last = 0; last < actors_; ++last) {
    const std::uint64_t* slot = record + last * words;
    if (slot[0] == 0) continue;
    const int order = best == nullptr ? -1 : compare(slot[0], slot[1], best[0], best[1]);
    if (order < 0 ||
        (order == 0 && compare_packed(slot + kHead, words - kHead, best + kHead, words - kHead) < 0)) {
      best = slot;
    }
  }
  return {best[0] - 1, best[1], unpack_schedule({best + kHead, words - kHead}, best[1] >> 32, label_bits_)};
}

bool PriceWeights::better(const Found& a, const Found& b) const {
  const int order = compare(a.price, a.length, b.price, b.length);
  return order != 0 ? order < 0 : a.schedule < b.schedule;
}

}  // namespace braid::explore
