// Tiny models, each for something that the explorer must not take for granted.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"

namespace braid::explore::toys {

/// Independent actors that count to their lengths: the multinomial case.
class Counters {
 public:
  struct Step : StepBase {};

  explicit Counters(std::vector<Position> lengths) : lengths_(std::move(lengths)) {}

  [[nodiscard]] std::uint32_t actor_count() const { return static_cast<std::uint32_t>(lengths_.size()); }
  [[nodiscard]] std::uint32_t label_count() const { return actor_count(); }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] OwnedControl initial() const { return {std::vector<Position>(lengths_.size(), 0), 0}; }
  template <class S>
  void initialize(S&) const {}
  template <class Sink>
  void steps(Control control, Sink&& sink) const {
    for (std::uint32_t actor = 0; actor < actor_count(); ++actor) {
      if (control.positions[actor] == lengths_[actor]) continue;
      Step step;
      step.actor = step.label = actor;
      sink(step);
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step&, Batch&& batch) const {
    batch([](S&) -> Branch { return 0; });
  }
  [[nodiscard]] Rank target(Control control, const Step& step, Branch, std::span<Position> positions) const {
    std::copy(control.positions.begin(), control.positions.end(), positions.begin());
    ++positions[step.actor];
    return control.rank + 1;
  }
  [[nodiscard]] Ending ending(Control control) const {
    return waiting(control).empty() ? Ending::final : Ending::blocked;
  }
  [[nodiscard]] std::vector<std::uint32_t> waiting(Control control) const {
    std::vector<std::uint32_t> actors;
    for (std::uint32_t actor = 0; actor < actor_count(); ++actor) {
      if (control.positions[actor] < lengths_[actor]) actors.push_back(actor);
    }
    return actors;
  }
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return std::to_string(label); }

  [[nodiscard]] std::vector<ObservableId> observables() const { return {}; }
  [[nodiscard]] Reading reading(ObservableId, Control) const { return {}; }

 private:
  std::vector<Position> lengths_;
  Layout layout_;
};

/// Actors that wait for and signal semaphores: steps that are disabled, and schedules that end blocked in
/// different ways. Ranks count steps.
class Semaphores {
 public:
  static constexpr bool kFewWidths = true;

  struct Operation {
    bool waits = false;  ///< waits until the semaphore is above 0 and takes 1; else adds 1
    std::uint32_t semaphore = 0;
  };
  struct Step : StepBase {
    Operation operation;
  };

  /// `last` remembers who made the last step, so that different schedules end in different states.
  Semaphores(std::vector<std::uint64_t> initial, std::vector<std::vector<Operation>> programs)
      : initial_(std::move(initial)), programs_(std::move(programs)) {
    for (std::size_t i = 0; i < initial_.size(); ++i) values_.push_back(layout_.add(8));
    last_ = layout_.add(bits_for(programs_.size()));
  }

  [[nodiscard]] std::uint32_t actor_count() const { return static_cast<std::uint32_t>(programs_.size()); }
  [[nodiscard]] std::uint32_t label_count() const { return actor_count(); }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] OwnedControl initial() const { return {std::vector<Position>(programs_.size(), 0), 0}; }
  template <class S>
  void initialize(S& state) const {
    for (std::size_t i = 0; i < initial_.size(); ++i) state.set(values_[i], initial_[i]);
  }
  template <class Sink>
  void steps(Control control, Sink&& sink) const {
    for (const std::uint32_t actor : waiting(control)) {
      Step step;
      step.actor = step.label = actor;
      step.operation = programs_[actor][control.positions[actor]];
      step.guarded = step.operation.waits;
      sink(step);
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    const Field value = values_[step.operation.semaphore];
    batch([value, last = last_, waits = step.operation.waits, actor = step.actor](S& state) -> Branch {
      const std::uint64_t before = state.get(value);
      // What a disabled step leaves behind must not matter.
      state.set(last, actor + 1);
      if (waits && before == 0) return kDisabled;
      state.set(value, waits ? before - 1 : before + 1);
      return 0;
    });
  }
  [[nodiscard]] Rank target(Control control, const Step& step, Branch, std::span<Position> positions) const {
    std::copy(control.positions.begin(), control.positions.end(), positions.begin());
    ++positions[step.actor];
    return control.rank + 1;
  }
  [[nodiscard]] Ending ending(Control control) const {
    return waiting(control).empty() ? Ending::final : Ending::blocked;
  }
  [[nodiscard]] std::vector<std::uint32_t> waiting(Control control) const {
    std::vector<std::uint32_t> actors;
    for (std::uint32_t actor = 0; actor < actor_count(); ++actor) {
      if (control.positions[actor] < programs_[actor].size()) actors.push_back(actor);
    }
    return actors;
  }
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return std::to_string(label); }

  /// The semaphores' values, then who made the last step (1 + actor).
  [[nodiscard]] std::vector<ObservableId> observables() const {
    std::vector<ObservableId> ids;
    for (ObservableId id = 0; id <= values_.size(); ++id) ids.push_back(id);
    return ids;
  }
  [[nodiscard]] Reading reading(ObservableId id, Control) const {
    return {id < values_.size() ? values_[id] : last_, 0};
  }

 private:
  std::vector<std::uint64_t> initial_;
  std::vector<std::vector<Operation>> programs_;
  Layout layout_;
  std::vector<Field> values_;
  Field last_;
};

/// Actors that walk along a road, each on its own side. An actor may walk one square, which freezes or thaws
/// the road, or, while there is energy, leap two squares, and slides one more where the road is frozen. So an
/// actor has several steps in a state, steps are disabled, targets depend on data, ranks are skipped, and
/// paths of different lengths lead to one state.
class Walkers {
 public:
  static constexpr bool kFewWidths = true;

  struct Step : StepBase {
    bool leaps = false;
  };
  static constexpr Branch kLands = 0;
  static constexpr Branch kSlides = 1;

  Walkers(std::uint32_t actors, Position length, std::uint64_t energy)
      : actors_(actors), length_(length), initial_energy_(energy) {
    energy_ = layout_.add(bits_for(energy));
    frozen_ = layout_.add(1);
  }

  [[nodiscard]] std::uint32_t actor_count() const { return actors_; }
  [[nodiscard]] std::uint32_t label_count() const { return 2 * actors_; }
  [[nodiscard]] const Layout& layout() const { return layout_; }
  [[nodiscard]] OwnedControl initial() const { return {std::vector<Position>(actors_, 0), 0}; }
  template <class S>
  void initialize(S& state) const {
    state.set(energy_, initial_energy_);
  }
  template <class Sink>
  void steps(Control control, Sink&& sink) const {
    for (std::uint32_t actor = 0; actor < actors_; ++actor) {
      if (control.positions[actor] == length_) continue;
      Step step;
      step.actor = actor;
      step.label = 2 * actor;
      sink(step);
      if (control.positions[actor] + 2 > length_) continue;
      step.label = 2 * actor + 1;
      step.leaps = true;
      step.guarded = true;
      step.branches = control.positions[actor] + 3 > length_ ? 1 : 2;
      sink(step);
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    const Field energy = energy_;
    const Field frozen = frozen_;
    if (step.leaps) {
      batch([energy, frozen, slides = step.branches > 1](S& state) -> Branch {
        const std::uint64_t left = state.get(energy);
        if (left == 0) return kDisabled;
        state.set(energy, left - 1);
        return slides && state.get(frozen) != 0 ? kSlides : kLands;
      });
    } else {
      batch([frozen](S& state) -> Branch {
        state.set(frozen, 1 - state.get(frozen));
        return 0;
      });
    }
  }
  [[nodiscard]] Rank target(Control control, const Step& step, Branch branch,
                            std::span<Position> positions) const {
    std::copy(control.positions.begin(), control.positions.end(), positions.begin());
    const Position squares = !step.leaps ? 1 : branch == kSlides ? 3 : 2;
    positions[step.actor] += squares;
    return control.rank + squares;
  }
  [[nodiscard]] Ending ending(Control control) const {
    return waiting(control).empty() ? Ending::final : Ending::blocked;
  }
  [[nodiscard]] std::vector<std::uint32_t> waiting(Control control) const {
    std::vector<std::uint32_t> actors;
    for (std::uint32_t actor = 0; actor < actors_; ++actor) {
      if (control.positions[actor] < length_) actors.push_back(actor);
    }
    return actors;
  }
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return std::to_string(label); }

  /// Energy left, whether the road is frozen.
  [[nodiscard]] std::vector<ObservableId> observables() const { return {0, 1}; }
  [[nodiscard]] Reading reading(ObservableId id, Control) const { return {id == 0 ? energy_ : frozen_, 0}; }

 private:
  std::uint32_t actors_;
  Position length_;
  std::uint64_t initial_energy_;
  Layout layout_;
  Field energy_;
  Field frozen_;
};

/// One actor whose third step breaks the rank contract.
class FallingRank : public Counters {
 public:
  static constexpr bool kFewWidths = true;
  FallingRank() : Counters({5}) {}
  [[nodiscard]] Rank target(Control control, const Step& step, Branch branch,
                            std::span<Position> positions) const {
    const Rank rank = Counters::target(control, step, branch, positions);
    return positions[0] == 3 ? rank - 1 : rank;
  }
};

static_assert(Model<Counters> && Model<Semaphores> && Model<Walkers> && Model<FallingRank>);

}  // namespace braid::explore::toys
