// The histories of a sweep's states: gathered where schedules end, and sought where they break a model.
#pragma once

#include <boost/container_hash/hash.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "braid/checker/explore/observer.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/witness.h"
#include "braid/checker/history/consistency_models.h"
#include "braid/checker/models/operation_recorder.h"

namespace braid::models {

struct HashOfHistory {
  std::size_t operator()(const HistoryKey& key) const { return boost::hash_range(key.begin(), key.end()); }
};
using HistoryKeys = std::unordered_set<HistoryKey, HashOfHistory>;

/// Reads the histories so far off the states of cells. Borrows the recorder. Not thread-safe.
class HistoryReader {
 public:
  HistoryReader(const OperationRecorder& recorder, explore::ReadControl read)
      : recorder_(recorder), read_(std::move(read)), tracked_(recorder.tracked()) {}

  /// Calls `each(state, history)` for each state, by number, or for those only in which schedules end. Not
  /// where a step has failed, whose states are none of the system.
  void read(const explore::CellView& cell, bool endings_only,
            const std::function<void(std::uint32_t, const HistoryKey&)>& each);

 private:
  const OperationRecorder& recorder_;
  explore::ReadControl read_;
  std::vector<explore::ObservableId> tracked_;
  OperationRecorder::Readings reads_;
  HistoryKey key_;
};

/// The histories of whole schedules, each once.
class HistoryGatherer final : public explore::Observer {
 public:
  explicit HistoryGatherer(HistoryReader reader) : prototype_(std::move(reader)) {}

  void begin(unsigned workers) override;
  void visit(unsigned worker, const explore::CellView& cell) override;
  /// All of them. To be called once, after the sweep.
  [[nodiscard]] HistoryKeys take();

 private:
  struct Part {
    HistoryReader reader;
    HistoryKeys keys;
  };
  HistoryReader prototype_;
  std::vector<Part> parts_;
};

/// Whether the history of a key breaks a consistency model, given by its number.
using BreaksModel = std::function<bool(std::size_t, const HistoryKey&)>;

/// States whose history so far breaks a model: a target for each of the models. `breaks` is called by many
/// threads at once, for each history once a thread.
class SoughtHistories final : public explore::Sought {
 public:
  SoughtHistories(HistoryReader reader, std::vector<std::size_t> models, BreaksModel breaks)
      : prototype_(std::move(reader)), models_(std::move(models)), breaks_(std::move(breaks)) {}

  [[nodiscard]] std::size_t targets() const override { return models_.size(); }
  /// Not known: a history of a whole schedule is broken earlier.
  [[nodiscard]] std::uint64_t fewest_steps(std::size_t) const override { return 0; }
  void begin(unsigned workers) override;
  void look(unsigned worker, const explore::CellView& cell,
            const std::function<void(std::size_t, std::uint32_t)>& found) override;

 private:
  struct Part {
    HistoryReader reader;
    std::unordered_map<HistoryKey, std::vector<std::size_t>, HashOfHistory> known;
  };
  [[nodiscard]] const std::vector<std::size_t>& broken(Part& part, const HistoryKey& key) const;

  HistoryReader prototype_;
  std::vector<std::size_t> models_;
  BreaksModel breaks_;
  std::vector<Part> parts_;
};

}  // namespace braid::models
