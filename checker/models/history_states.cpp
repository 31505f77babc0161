#include "braid/checker/models/history_states.h"

namespace braid::models {

namespace {

/// A state of a cell, as readings want it.
struct Words {
  const std::uint64_t* words = nullptr;
  [[nodiscard]] std::uint64_t get(explore::Field field) const {
    return (words[field.word] >> field.shift) & field.mask();
  }
};

}  // namespace

void HistoryReader::read(const explore::CellView& cell, bool endings_only,
                         const std::function<void(std::uint32_t, const HistoryKey&)>& each) {
  if (cell.ending == explore::Ending::error) return;
  reads_.clear();
  for (const explore::ObservableId id : tracked_) reads_.push_back(read_(id, cell.control));
  for (std::size_t state = 0; state < cell.count; ++state) {
    if (endings_only && cell.choices_of(state) != 0) continue;
    const Words words{cell.states + state * cell.stride};
    recorder_.read(words, cell.control.positions, reads_, key_);
    each(static_cast<std::uint32_t>(state), key_);
  }
}

void HistoryGatherer::begin(unsigned workers) {
  parts_.clear();
  for (unsigned worker = 0; worker < workers; ++worker) parts_.push_back({prototype_, {}});
}

void HistoryGatherer::visit(unsigned worker, const explore::CellView& cell) {
  if (cell.choices == nullptr && cell.uniform_choices != 0) return;
  Part& part = parts_[worker];
  part.reader.read(cell, true, [&](std::uint32_t, const HistoryKey& key) { part.keys.insert(key); });
}

HistoryKeys HistoryGatherer::take() {
  HistoryKeys all;
  for (Part& part : parts_) all.merge(part.keys);
  return all;
}

void SoughtHistories::begin(unsigned workers) {
  // What is known of histories stays known in the next sweep.
  while (parts_.size() < workers) parts_.push_back({prototype_, {}});
}

void SoughtHistories::look(unsigned worker, const explore::CellView& cell,
                           const std::function<void(std::size_t, std::uint32_t)>& found) {
  Part& part = parts_[worker];
  part.reader.read(cell, false, [&](std::uint32_t state, const HistoryKey& key) {
    for (const std::size_t target : broken(part, key)) found(target, state);
  });
}

const std::vector<std::size_t>& SoughtHistories::broken(Part& part, const HistoryKey& key) const {
  const auto [entry, fresh] = part.known.try_emplace(key);
  if (!fresh) return entry->second;
  for (std::size_t target = 0; target < models_.size(); ++target) {
    if (breaks_(models_[target], key)) entry->second.push_back(target);
  }
  return entry->second;
}

}  // namespace braid::models
