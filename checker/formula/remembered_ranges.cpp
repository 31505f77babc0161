// The parts of Remembering that bind the updates and find out which values they can reach.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "braid/checker/formula/remembering.h"

namespace braid::formula {
namespace {

using explore::ObservableId;

/// Rounds of growing before a range is taken to its limits at once.
constexpr int kRounds = 40;
/// What a remembered number may reach at most.
constexpr Range kLimits{-(std::int64_t{1} << 61), std::int64_t{1} << 61};

void intersect(Range& range, Range other) {
  range.least = std::max(range.least, other.least);
  range.greatest = std::min(range.greatest, other.greatest);
}

/// Tightens the ranges of observables to those states in which `condition` is true, as far as its conjuncts
/// compare single observables with constants. Tells whether some state may be left.
bool narrow(const BoundExpression& condition, std::vector<std::pair<ObservableId, Range>>& ranges) {
  constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
  constexpr std::int64_t kGreatest = std::numeric_limits<std::int64_t>::max();
  const std::vector<Node>& nodes = condition.nodes();
  const auto restrict = [&](NodeId id, Range range) {
    const auto same = [&](const auto& entry) { return entry.first == nodes[id].left; };
    const auto found = std::find_if(ranges.begin(), ranges.end(), same);
    intersect(found->second, range);
  };
  const auto observable = [&](NodeId id) { return nodes[id].operation == Operator::observable; };
  const auto constant = [&](NodeId id) { return nodes[id].operation == Operator::constant; };
  std::vector<NodeId> conjuncts{static_cast<NodeId>(nodes.size() - 1)};
  while (!conjuncts.empty()) {
    NodeId id = conjuncts.back();
    conjuncts.pop_back();
    const bool negated = nodes[id].operation == Operator::negation;
    if (negated) id = nodes[id].left;
    const Node& node = nodes[id];
    if (node.operation == Operator::conjunction && !negated) {
      conjuncts.push_back(node.left);
      conjuncts.push_back(node.right);
    } else if (node.operation == Operator::observable) {
      restrict(id, negated ? Range{0, 0} : Range{1, 1});
    } else if (node.operation == Operator::equal && !negated) {
      if (observable(node.left) && constant(node.right)) {
        restrict(node.left, {nodes[node.right].value, nodes[node.right].value});
      } else if (constant(node.left) && observable(node.right)) {
        restrict(node.right, {nodes[node.left].value, nodes[node.left].value});
      }
    } else if (node.operation == Operator::less) {
      // A comparison that its constant alone decides was folded, so that the steps by 1 stay in range.
      if (observable(node.left) && constant(node.right)) {
        const std::int64_t limit = nodes[node.right].value;
        restrict(node.left, negated ? Range{limit, kGreatest} : Range{kLeast, limit - 1});
      } else if (constant(node.left) && observable(node.right)) {
        const std::int64_t limit = nodes[node.left].value;
        restrict(node.right, negated ? Range{kLeast, limit} : Range{limit + 1, kGreatest});
      }
    }
  }
  return std::all_of(ranges.begin(), ranges.end(),
                     [](const auto& entry) { return entry.second.least <= entry.second.greatest; });
}

bool include(Range& range, Range other) {
  const Range before = range;
  range.least = std::min(range.least, other.least);
  range.greatest = std::max(range.greatest, other.greatest);
  return !(range == before);
}

}  // namespace

void Remembering::bind(BoundProperty& bound) {
  ExpressionBinder binder(signature_, *property_.source, property_.name.name, names());
  collect_changes(binder);
  bind_initial_values(binder, bound);
  settle_ranges(binder);
  for (const Change& change : changes_) {
    Update update;
    update.event = change.event;
    update.target = change.target;
    update.condition = change.line->condition ? binder.condition(*change.line->condition, change.environment)
                                              : BoundExpression({Node{Operator::constant, 0, 0, 1}});
    if (update.condition.constant() && update.condition.root().value == 0) continue;
    update.value = binder.value(change.line->value, change.environment, change.name->type);
    bound.updates.push_back(std::move(update));
  }
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    signature_.observables[first_ + i].least = ranges_[i].least;
    signature_.observables[first_ + i].greatest = ranges_[i].greatest;
  }
}

void Remembering::collect_changes(const ExpressionBinder& binder) {
  for (const Remember& line : property_.remembers) {
    const auto& name =
        *std::find_if(names_.begin(), names_.end(), [&](const Name& n) { return n.name == line.name.name; });
    std::vector<Environment> choices{{}};
    for (const Assignment& variable : variables_of(line, binder)) {
      std::vector<Environment> longer;
      for (const Environment& choice : choices) {
        for (std::uint32_t member = 0; member < signature_.sets[variable.set].members.size(); ++member) {
          longer.push_back(choice);
          longer.back().push_back({variable.variable, variable.set, member});
        }
      }
      choices = std::move(longer);
    }
    for (Environment& choice : choices) changes_.push_back(change_of(line, name, std::move(choice)));
  }
}

Remembering::Change Remembering::change_of(const Remember& line, const Name& name, Environment choice) const {
  Change change{&line, &name, {}, name.first, std::move(choice)};
  change.event.kind = static_cast<std::uint32_t>(&event_of(line) - signature_.events.data());
  for (std::size_t i = 0; i < line.arguments.size(); ++i) {
    change.event.arguments.push_back(change.environment[i].member);
  }
  ObservableId offset = 0;
  for (const PlacedName& parameter : line.parameters) {
    const auto variable = std::find_if(change.environment.begin(), change.environment.end(),
                                       [&](const Assignment& a) { return a.variable == parameter.name; });
    offset =
        offset * static_cast<ObservableId>(signature_.sets[variable->set].members.size()) + variable->member;
  }
  change.target = name.first + offset;
  return change;
}

void Remembering::bind_initial_values(ExpressionBinder& binder, BoundProperty& bound) {
  ranges_.assign(signature_.observables.size() - first_, {});
  for (const Name& name : names_) {
    std::vector<Environment> scopes{{}};
    for (std::size_t i = 0; i < name.sets.size(); ++i) {
      std::vector<Environment> longer;
      for (const Environment& scope : scopes) {
        for (std::uint32_t member = 0; member < signature_.sets[name.sets[i]].members.size(); ++member) {
          longer.push_back(scope);
          const Remember& line = name.initial != nullptr ? *name.initial : *name.lines.front();
          longer.back().push_back({line.parameters[i].name, name.sets[i], member});
        }
      }
      scopes = std::move(longer);
    }
    ObservableId id = name.first;
    for (const Environment& scope : scopes) {
      RememberedValue value;
      value.id = id;
      value.name = static_cast<std::uint32_t>(&name - names_.data());
      value.parameters = scope;
      if (name.initial != nullptr) {
        value.initial = binder.value(*name.initial->initial, scope, name.type, &ranges_[id - first_]);
      }
      binder.suppose(id, ranges_[id - first_]);
      bound.remembered.push_back(std::move(value));
      ++id;
    }
  }
}

bool Remembering::reach(const Change& change, ExpressionBinder& binder, Range& range) const {
  std::vector<std::pair<ObservableId, Range>> before;
  if (change.line->condition) {
    const BoundExpression condition = binder.condition(*change.line->condition, change.environment);
    if (condition.constant() && condition.root().value == 0) return false;
    std::vector<ObservableId> read;
    add_observables(condition, read);
    for (const ObservableId id : read) before.emplace_back(id, binder.range_of(id));
    auto narrowed = before;
    if (!narrow(condition, narrowed)) return false;
    // Condition and value are evaluated in the same state.
    for (const auto& [id, tighter] : narrowed) binder.suppose(id, tighter);
  }
  (void)binder.value(change.line->value, change.environment, change.name->type, &range);
  for (const auto& [id, wider] : before) binder.suppose(id, wider);
  return true;
}

bool Remembering::widen_once(ExpressionBinder& binder) {
  bool grown = false;
  for (const Change& change : changes_) {
    Range reached;
    if (!reach(change, binder, reached)) continue;
    Range& range = ranges_[change.target - first_];
    if (!include(range, reached)) continue;
    grown = true;
    if (range.least < kLimits.least || range.greatest > kLimits.greatest) unbounded(change);
    binder.suppose(change.target, range);
  }
  return grown;
}

/// Numbers that still grow are supposed to be anything within kLimits; what their updates reach from there
/// bounds what they ever reach. settle_ranges checks that it does.
void Remembering::widen_to_limits(ExpressionBinder& binder) {
  const std::vector<Range> before = ranges_;
  (void)widen_once(binder);
  const std::vector<Range> after = ranges_;
  const auto grows = [&](std::size_t i) { return !(before[i] == after[i]); };
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    Range supposed = after[i];
    if (after[i].least < before[i].least) supposed.least = kLimits.least;
    if (after[i].greatest > before[i].greatest) supposed.greatest = kLimits.greatest;
    binder.suppose(first_ + static_cast<ObservableId>(i), supposed);
  }
  std::vector<std::pair<std::size_t, Range>> reached_ranges;
  for (const Change& change : changes_) {
    Range reached;
    if (grows(change.target - first_) && reach(change, binder, reached)) {
      reached_ranges.emplace_back(change.target - first_, reached);
    }
  }
  for (const auto& [index, reached] : reached_ranges) {
    if (after[index].least < before[index].least) include(ranges_[index], {reached.least, reached.least});
    if (after[index].greatest > before[index].greatest) {
      include(ranges_[index], {reached.greatest, reached.greatest});
    }
  }
  for (std::size_t i = 0; i < ranges_.size(); ++i) {
    binder.suppose(first_ + static_cast<ObservableId>(i), ranges_[i]);
  }
}

void Remembering::settle_ranges(ExpressionBinder& binder) {
  for (int round = 0; round < kRounds; ++round) {
    if (!widen_once(binder)) return;
  }
  widen_to_limits(binder);
  for (int round = 0; round < kRounds; ++round) {
    if (!widen_once(binder)) return;
  }
  for (const Change& change : changes_) {
    Range reached;
    if (reach(change, binder, reached) && include(ranges_[change.target - first_], reached))
      unbounded(change);
  }
}

void Remembering::unbounded(const Change& change) const {
  std::string name = change.line->name.name;
  std::string_view separator = "[";
  for (const PlacedName& parameter : change.line->parameters) {
    name += fmt::format("{}{}", separator, parameter.name);
    separator = ", ";
  }
  if (!change.line->parameters.empty()) name += ']';
  throw error_at(*property_.source, change.line->name.position,
                 fmt::format("`{}` may grow without bound", change.line->name.name),
                 fmt::format("bound it, for instance with `when {} < 3`", name));
}

}  // namespace braid::formula
