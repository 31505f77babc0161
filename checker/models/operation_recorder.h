// Reads and writes as histories have them: which were called before which had returned, kept in the state.
//
// Of a state, a history needs the operations that were called, what the reads returned, and the order in real
// time. For the last it is enough to know, of each operation, how many operations of each other process had
// returned when it was called: two states that agree in that, and in the values, have the same history
// (an interval order, Fishburn 1970). A process's own operations come in the order of its program.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/history/history.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// A history by numbers: for each process how many of its operations are behind it, then for each operation
/// nothing (0) if it was not called, else 1 (2: its outcome is unknown), the counts of the other processes,
/// and, of a read, the value + 2 that it returned (1: it has not).
using HistoryKey = std::vector<std::uint32_t>;

/// Whether the trace's operations are such that an OperationRecorder can be made.
[[nodiscard]] bool makes_histories(const Trace& trace);

class OperationRecorder {
 public:
  /// What a step does to one operation.
  struct Mark {
    enum class Kind : std::uint8_t {
      call,  ///< it is called, unless it was before
      lose,  ///< nobody will know whether it took effect, if it was called
    };
    Kind kind = Kind::call;
    explore::Field called;
    explore::Field lost;
    std::vector<std::pair<explore::Field, std::uint64_t>> counts;
  };

  /// Of a model whose first positions are its processes' next events, its first actors the processes. Throws
  /// InputError, naming the line, if the trace does what a history of reads and writes cannot have: other
  /// changes of files, files of several blocks, values that are not unique.
  OperationRecorder(const Trace& trace, const explore::Signature& signature);

  /// The reads: observables that a model must keep in its states.
  [[nodiscard]] std::vector<explore::ObservableId> tracked() const;

  /// Adds the fields of the calls to a model's own. To be called once.
  void add_fields(explore::Layout& layout);

  /// What a step does, by the positions before and after it, its actor, and what happens in it.
  [[nodiscard]] std::vector<Mark> marks(std::span<const explore::Position> before,
                                        std::span<const explore::Position> after, std::uint32_t actor,
                                        const std::vector<explore::EventInstance>& events) const;

  template <class S>
  static void apply(const Mark& mark, S& state) {
    const bool called = state.get(mark.called) != 0;
    if (mark.kind == Mark::Kind::lose) {
      if (called) state.set(mark.lost, 1);
      return;
    }
    if (called) return;
    state.set(mark.called, 1);
    for (const auto& [field, count] : mark.counts) state.set(field, count);
  }

  /// The readings of tracked(), in its order, for the states of one control.
  using Readings = std::vector<explore::Reading>;

  /// The history so far of a state. `state` has a get(Field).
  template <class S>
  void read(const S& state, std::span<const explore::Position> positions, const Readings& reads,
            HistoryKey& key) const {
    key.clear();
    for (std::uint32_t process = 0; process < starts_.size(); ++process)
      key.push_back(passed(process, positions[process]));
    std::size_t next_read = 0;
    for (const Recorded& operation : operations_) {
      const bool is_read = operation.kind == history::OperationKind::read;
      const std::size_t reading = next_read;
      if (is_read) ++next_read;
      if (state.get(operation.called) == 0) {
        key.push_back(0);
        continue;
      }
      key.push_back(state.get(operation.lost) == 0 ? 1 : 2);
      for (const explore::Field& field : operation.counts)
        key.push_back(static_cast<std::uint32_t>(state.get(field)));
      if (is_read) key.push_back(static_cast<std::uint32_t>(reads[reading].value(state) + 2));
    }
  }

  /// The history of a key. Times are numbers of one possible order of its calls and returns.
  [[nodiscard]] history::History history_of(const HistoryKey& key) const;

 private:
  struct Recorded {
    history::OperationKind kind = history::OperationKind::read;
    std::uint32_t process = 0;
    explore::Position event = 0;
    std::uint32_t file = 0;
    std::uint32_t content = 0;           ///< of a write
    explore::ObservableId observed = 0;  ///< of a read
    explore::Field called;
    explore::Field lost;
    std::vector<explore::Field> counts;  ///< by process, its own left out
  };
  class Ordering;

  void add_process(const Trace& trace, const explore::Signature& signature, std::uint32_t process);
  /// How many operations of the process come before the event.
  [[nodiscard]] std::uint32_t passed(std::uint32_t process, explore::Position event) const;
  /// The operation at an event of a process, or nothing.
  [[nodiscard]] const Recorded* at(std::uint32_t process, explore::Position event) const;
  [[nodiscard]] std::uint32_t first_of(std::uint32_t process) const { return starts_[process]; }
  [[nodiscard]] std::uint32_t last_of(std::uint32_t process) const {
    return process + 1 < starts_.size() ? starts_[process + 1]
                                        : static_cast<std::uint32_t>(operations_.size());
  }
  [[nodiscard]] bool loses(std::uint32_t process, const std::vector<explore::EventInstance>& events) const;
  [[nodiscard]] history::ValueId value_of(std::uint32_t file, std::uint32_t content) const;

  std::vector<Recorded> operations_;    ///< by process, then in its order
  std::vector<std::uint32_t> starts_;   ///< by process: its first operation
  std::vector<std::uint32_t> clients_;  ///< by process
  std::vector<std::string> names_;      ///< of the processes
  std::vector<std::string> files_;
  std::vector<std::uint32_t> initial_;  ///< by file: the content that it holds at first
  std::vector<std::string> contents_;
  std::optional<std::uint32_t> crash_;  ///< kinds of events
  std::optional<std::uint32_t> refused_;
  std::string source_;
};

}  // namespace braid::models
