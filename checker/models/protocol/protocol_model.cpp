#include "braid/checker/models/protocol/protocol_model.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/explore/internal_error.h"

namespace braid::models {

using explore::Branch;
using explore::Control;
using explore::Position;
using explore::Rank;

namespace {

const ProtocolKind& kind_of(const Trace& trace) {
  const ProtocolKind* kind = find_protocol(trace.system);
  if (kind == nullptr) throw explore::InternalError(fmt::format("{} is no protocol", trace.system));
  return *kind;
}

}  // namespace

explore::Signature ProtocolModel::signature(const Trace& trace) {
  return kind_of(trace).signature(trace);
}

ProtocolModel::ProtocolModel(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : protocol_(kind_of(trace).make(trace, tracked)) {
  const std::vector<Rule>& rules = shape().rules;
  const bool sorted = std::is_sorted(rules.begin(), rules.end(),
                                     [](const Rule& a, const Rule& b) { return a.actor < b.actor; });
  if (!sorted) throw explore::InternalError("a protocol's rules are not in the order of its actors");
}

std::optional<ProtocolModel::Step> ProtocolModel::step_of(std::uint32_t label, Control control) const {
  const Rule& rule = shape().rules[label];
  if (!protocol_->possible(rule, control.positions)) return std::nullopt;
  Step step;
  step.actor = rule.actor;
  step.label = label;
  step.outcomes = rule.outcomes;
  step.branches = rule.outcomes * shape().greatest_growth;
  step.guarded = true;
  step.event = rule.process == kNoProcess ? 0 : control.positions[rule.process];
  return step;
}

std::int64_t ProtocolModel::progress(Data data) const {
  std::int64_t sum = 0;
  for (const Protocol::Progress& part : shape().progress)
    sum += part.weight * static_cast<std::int64_t>(data.get(part.field));
  return sum;
}

Branch ProtocolModel::take(const Step& step, Data data) const {
  const Rule& rule = shape().rules[step.label];
  const std::int64_t before = progress(data);
  const Branch outcome = protocol_->take(rule, step.event, data);
  if (outcome == explore::kDisabled) return outcome;
  const Position next = protocol_->next_event(rule, step.event, outcome);
  const std::int64_t growth =
      progress(data) - before + shape().event_weight * (std::int64_t{next} - std::int64_t{step.event});
  if (growth <= 0 || growth > shape().greatest_growth || outcome >= static_cast<Branch>(step.outcomes)) {
    throw explore::InternalError(
        fmt::format("{} has outcome {} and lets the rank grow by {}", rule.name, outcome, growth));
  }
  return outcome + static_cast<Branch>(step.outcomes) * static_cast<Branch>(growth - 1);
}

Rank ProtocolModel::target(Control control, const Step& step, Branch branch,
                           std::span<Position> positions) const {
  std::copy(control.positions.begin(), control.positions.end(), positions.begin());
  const Rule& rule = shape().rules[step.label];
  if (rule.process != kNoProcess)
    positions[rule.process] = protocol_->next_event(rule, step.event, outcome_of(step, branch));
  return control.rank + branch / static_cast<Branch>(step.outcomes) + 1;
}

explore::Ending ProtocolModel::ending(Control control) const {
  return waiting(control).empty() ? explore::Ending::final : explore::Ending::blocked;
}

std::vector<explore::EventInstance> ProtocolModel::events(Control, const Step& step, Branch branch) const {
  return protocol_->events(shape().rules[step.label], step.event, outcome_of(step, branch));
}

std::string ProtocolModel::describe(Control, const Step& step, Branch branch) const {
  return protocol_->describe(shape().rules[step.label], step.event, outcome_of(step, branch));
}

std::vector<std::uint32_t> ProtocolModel::waiting(Control control) const {
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t process = 0; process < shape().events.size(); ++process)
    if (control.positions[process] < shape().events[process]) waiting.push_back(process);
  return waiting;
}

}  // namespace braid::models
