#include "braid/checker/explore/outcomes.h"

#include <algorithm>
#include <utility>

namespace braid::explore {
namespace {

std::int64_t value_in(const Reading& reading, const std::uint64_t* state) {
  if (reading.constant()) return reading.base;
  return reading.base +
         static_cast<std::int64_t>((state[reading.field.word] >> reading.field.shift) & reading.field.mask());
}

void join_exponents(std::vector<std::uint32_t>& all, const std::vector<std::uint32_t>& more) {
  all.resize(std::max(all.size(), more.size()), 0);
  for (std::size_t k = 0; k < more.size(); ++k) all[k] = std::max(all[k], more[k]);
}

}  // namespace

OutcomeGrouping::OutcomeGrouping(std::vector<ObservableId> tracked, ReadControl read, WaitingActors waiting)
    : tracked_(std::move(tracked)), read_(std::move(read)), waiting_(std::move(waiting)) {}

void OutcomeGrouping::group(
    const CellView& cell,
    const std::function<void(const OutcomeKey&, std::span<const std::uint32_t>)>& group) {
  if (cell.choices == nullptr && cell.uniform_choices != 0) return;
  order_.clear();
  for (std::size_t i = 0; i < cell.count; ++i) {
    if (cell.choices_of(i) == 0) order_.push_back(static_cast<std::uint32_t>(i));
  }
  if (order_.empty()) return;
  OutcomeKey key;
  key.ending = cell.ending;
  if (cell.ending != Ending::final) {
    if (cell.ending == Ending::blocked) key.waiting = waiting_(cell.control);
    group(key, order_);
    return;
  }
  readings_.clear();
  for (const ObservableId observable : tracked_) readings_.push_back(read_(observable, cell.control));
  // States with equal tracked fields belong together: compared word by word, through the fields' bits.
  std::vector<std::uint64_t> mask(cell.stride, 0);
  for (const Reading& reading : readings_) {
    if (!reading.constant()) mask[reading.field.word] |= reading.field.mask() << reading.field.shift;
  }
  const auto compare = [&](std::uint32_t a, std::uint32_t b) {
    const std::uint64_t* left = cell.states + a * cell.stride;
    const std::uint64_t* right = cell.states + b * cell.stride;
    for (std::size_t word = 0; word < cell.stride; ++word) {
      const std::uint64_t l = left[word] & mask[word];
      const std::uint64_t r = right[word] & mask[word];
      if (l != r) return l < r ? -1 : 1;
    }
    return 0;
  };
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = compare(a, b);
    return order != 0 ? order < 0 : a < b;
  });
  key.values.resize(tracked_.size());
  for (std::size_t begin = 0; begin < order_.size();) {
    std::size_t end = begin + 1;
    while (end < order_.size() && compare(order_[begin], order_[end]) == 0) ++end;
    const std::uint64_t* state = cell.states + order_[begin] * cell.stride;
    for (std::size_t k = 0; k < readings_.size(); ++k) key.values[k] = value_in(readings_[k], state);
    group(key, std::span(order_).subspan(begin, end - begin));
    begin = end;
  }
}

OutcomeCollector::OutcomeCollector(const CountWeights& weights, OutcomeGrouping grouping)
    : weights_(weights), prototype_(std::move(grouping)) {}

void OutcomeCollector::begin(unsigned workers) {
  parts_.assign(workers, Part{prototype_, {}, {}});
}

void OutcomeCollector::visit(unsigned worker, const CellView& cell) {
  Part& part = parts_[worker];
  const std::size_t moduli = weights_.moduli().size();
  bool ends = false;
  part.grouping.group(cell, [&](const OutcomeKey& key, std::span<const std::uint32_t> states) {
    ends = true;
    const auto [entry, fresh] = part.table.try_emplace(key);
    OutcomeWeight& weight = entry->second;
    weight.first_rank = fresh ? cell.control.rank : std::min(weight.first_rank, cell.control.rank);
    weight.masses.resize(moduli, 0);
    for (const std::uint32_t state : states) {
      const std::uint64_t* record = cell.records + std::size_t{state} * cell.weights->record_words;
      weight.schedules += CountWeights::count_of(*cell.weights, record);
      for (std::size_t k = 0; k < moduli; ++k) {
        weight.masses[k] = weights_.moduli()[k].add(weight.masses[k], record[cell.weights->count_limbs + k]);
      }
    }
  });
  if (ends) join_exponents(part.exponents, cell.weights->exponents);
}

OutcomeTable OutcomeCollector::take_table() {
  OutcomeTable table;
  exponents_.clear();
  for (Part& part : parts_) {
    join_exponents(exponents_, part.exponents);
    if (table.empty()) {
      table = std::move(part.table);
      continue;
    }
    for (auto& [key, weight] : part.table) {
      const auto [entry, fresh] = table.try_emplace(key);
      OutcomeWeight& sum = entry->second;
      sum.first_rank = fresh ? weight.first_rank : std::min(sum.first_rank, weight.first_rank);
      sum.schedules += weight.schedules;
      sum.masses.resize(weights_.moduli().size(), 0);
      for (std::size_t k = 0; k < weight.masses.size(); ++k) {
        sum.masses[k] = weights_.moduli()[k].add(sum.masses[k], weight.masses[k]);
      }
    }
  }
  return table;
}

}  // namespace braid::explore
