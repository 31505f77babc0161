// A protocol: a model of clients and a server as a list of rules, each a plain function over packed data.
//
// The sweep, the checks and the counts are compiled once for all protocols (protocol_model.h), so that a new
// one is a folder with its rules: protocols.cmake in the folder above finds X_protocols() in
// models/X/X_protocols.cpp. What that costs is a call through a pointer a step, where the kernels of models
// that are compiled by themselves are inlined.
//
// A state's control is the next event of each process of the trace; all else is data. What recurs or goes on
// between events (calls, messages, timers, faults) is in fields of the data.
//
// Rank. event_weight * (sum of the processes' events) + sum of weight * value over the fields of
// Shape::progress. Every step makes it grow, by at most Shape::greatest_growth; ProtocolModel computes the
// growth, and ends the program if a rule does not keep to that.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/explore/packed.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// The data of one state, of any width; borrowed.
class Data {
 public:
  template <class S>
  requires(!std::same_as<std::remove_const_t<S>, Data>) explicit Data(S& state)
      : words_(state.words.data()) {}

  [[nodiscard]] std::uint64_t get(explore::Field field) const {
    return (words_[field.word] >> field.shift) & field.mask();
  }
  [[nodiscard]] bool is(explore::Field field) const { return get(field) != 0; }
  /// REQUIRES value <= field.mask().
  void set(explore::Field field, std::uint64_t value) {
    std::uint64_t& word = words_[field.word];
    word = (word & ~(field.mask() << field.shift)) | (value << field.shift);
  }

 private:
  std::uint64_t* words_;
};

inline constexpr std::uint32_t kNoProcess = ~std::uint32_t{0};

/// Something that somebody may do: a label of schedules.
struct Rule {
  std::uint32_t actor = 0;             ///< who does it
  std::uint32_t process = kNoProcess;  ///< whose event it is about, if it is about one
  std::uint32_t outcomes = 1;          ///< in how many ways it can come out, told apart for events and text
  std::uint32_t action = 0;            ///< the protocol's own, as are the next three
  std::uint32_t client = 0;
  std::uint32_t object = 0;
  std::uint32_t detail = 0;
  std::string name;  ///< unique: `c0: receive`
};

class Protocol {
 public:
  struct Progress {
    explore::Field field;
    std::int64_t weight = 0;
  };

  /// Rules are by rising actor; processes are the first actors, in the trace's order.
  struct Shape {
    explore::Layout layout;
    std::vector<std::string> actors;
    std::vector<Rule> rules;
    std::vector<std::uint32_t> events;  ///< how many each process has
    std::vector<Progress> progress;
    std::int64_t event_weight = 1;
    std::uint32_t greatest_growth = 1;  ///< of the rank, in one step
  };

  virtual ~Protocol() = default;

  [[nodiscard]] const Shape& shape() const { return shape_; }

  /// Writes the initial data into a state that is all 0.
  virtual void initialize(Data data) const = 0;

  /// Whether some state with these next events may follow the rule. By default: if the rule is about no
  /// process, or that process has events left. Rules that are about nobody's event must end some time.
  [[nodiscard]] virtual bool possible(const Rule& rule, std::span<const explore::Position> events) const;

  /// Follows the rule: the outcome, below rule.outcomes, or explore::kDisabled, which leaves the data in any
  /// condition. `event` is the next event of rule.process. Safe to call from many threads at once.
  [[nodiscard]] virtual explore::Branch take(const Rule& rule, explore::Position event, Data data) const = 0;

  /// The next event of rule.process afterwards, at least `event`, at most the number of events.
  [[nodiscard]] virtual explore::Position next_event(const Rule& rule, explore::Position event,
                                                     explore::Branch outcome) const = 0;

  /// What happens, for `remember` and for `replay --counts`, in this order.
  [[nodiscard]] virtual std::vector<explore::EventInstance> events(const Rule& rule, explore::Position event,
                                                                   explore::Branch outcome) const = 0;

  /// For people, without the actor: `takes the reply: a is 2`.
  [[nodiscard]] virtual std::string describe(const Rule& rule, explore::Position event,
                                             explore::Branch outcome) const = 0;

  /// Where to find an observable of the signature; `events` are the processes' next.
  [[nodiscard]] virtual explore::Reading reading(explore::ObservableId observable,
                                                 std::span<const explore::Position> events) const = 0;

 protected:
  Shape shape_;  ///< completed by the constructor of the protocol
};

/// A system of the `system` line that is a protocol.
struct ProtocolKind {
  std::string_view name;     ///< `nfs3`; also Signature::system, by which properties name it
  std::string_view meaning;  ///< one line for people
  std::span<const OptionSpec> options;
  std::span<const Fault> faults;  ///< that its environment knows
  /// Both throw InputError for traces that the protocol cannot take. The signature's first two sets are
  /// `clients` and `files`.
  explore::Signature (*signature)(const Trace& trace) = nullptr;
  /// `tracked`: the observables that record history (reads) and are to be part of the state.
  std::unique_ptr<const Protocol> (*make)(const Trace& trace,
                                          const std::vector<explore::ObservableId>& tracked) = nullptr;
};

/// All protocols, by the names of their folders; made by protocols.cmake.
[[nodiscard]] std::span<const ProtocolKind* const> protocol_kinds();

/// Null where there is none of that name.
[[nodiscard]] const ProtocolKind* find_protocol(std::string_view system);

}  // namespace braid::models
