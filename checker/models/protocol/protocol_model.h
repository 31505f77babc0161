// Any protocol, as the explorer and the verbs see it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/model.h"
#include "braid/checker/explore/observable.h"
#include "braid/checker/models/protocol/protocol.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// Satisfies ObservedModel. A branch is an outcome and how far the rank grows.
class ProtocolModel {
 public:
  static constexpr bool kFewWidths = true;  ///< see explore::sweep()

  struct Step : explore::StepBase {
    std::uint32_t outcomes = 1;
    explore::Position event = 0;  ///< the next one of the rule's process
  };

  /// REQUIRES that the trace's system is a protocol. Both throw InputError.
  [[nodiscard]] static explore::Signature signature(const Trace& trace);
  ProtocolModel(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  // The model concept.
  [[nodiscard]] std::uint32_t actor_count() const {
    return static_cast<std::uint32_t>(shape().actors.size());
  }
  [[nodiscard]] std::uint32_t label_count() const { return static_cast<std::uint32_t>(shape().rules.size()); }
  [[nodiscard]] const explore::Layout& layout() const { return shape().layout; }
  [[nodiscard]] explore::OwnedControl initial() const {
    return {std::vector<explore::Position>(shape().events.size(), 0), 0};
  }
  template <class S>
  void initialize(S& state) const {
    protocol_->initialize(Data(state));
  }
  template <class Sink>
  void steps(explore::Control control, Sink&& sink) const {
    for (std::uint32_t label = 0; label < shape().rules.size(); ++label) {
      if (const std::optional<Step> step = step_of(label, control)) sink(*step);
    }
  }
  template <class S, class Batch>
  void with_kernel(const Step& step, Batch&& batch) const {
    batch([this, &step](S& state) -> explore::Branch { return take(step, Data(state)); });
  }
  [[nodiscard]] explore::Rank target(explore::Control control, const Step& step, explore::Branch branch,
                                     std::span<explore::Position> positions) const;
  [[nodiscard]] explore::Ending ending(explore::Control control) const;
  [[nodiscard]] std::string label_name(std::uint32_t label) const { return shape().rules[label].name; }

  // An observed model.
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable, explore::Control control) const {
    return protocol_->reading(observable, control.positions);
  }
  [[nodiscard]] std::vector<explore::EventInstance> events(explore::Control control, const Step& step,
                                                           explore::Branch branch) const;
  /// Branches that differ in the rank alone are one effect; the first branches stand for the effects.
  [[nodiscard]] std::uint32_t effects(const Step& step) const { return step.outcomes; }
  [[nodiscard]] explore::Branch effect_of(const Step& step, explore::Branch branch) const {
    return outcome_of(step, branch);
  }
  [[nodiscard]] std::string describe(explore::Control control, const Step& step,
                                     explore::Branch branch) const;
  [[nodiscard]] std::vector<std::uint32_t> waiting(explore::Control control) const;
  [[nodiscard]] std::optional<std::vector<std::uint64_t>> chain_lengths() const { return std::nullopt; }
  [[nodiscard]] std::uint32_t actor_of(std::uint32_t label) const { return shape().rules[label].actor; }
  [[nodiscard]] std::string actor_name(std::uint32_t actor) const { return shape().actors[actor]; }

 private:
  [[nodiscard]] const Protocol::Shape& shape() const { return protocol_->shape(); }
  [[nodiscard]] std::optional<Step> step_of(std::uint32_t label, explore::Control control) const;
  [[nodiscard]] explore::Branch take(const Step& step, Data data) const;
  [[nodiscard]] std::int64_t progress(Data data) const;
  [[nodiscard]] static explore::Branch outcome_of(const Step& step, explore::Branch branch) {
    return branch % static_cast<explore::Branch>(step.outcomes);
  }

  std::shared_ptr<const Protocol> protocol_;
};

}  // namespace braid::models
