#include "braid/checker/models/reduction/symmetry.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <utility>

namespace braid::models {
namespace {

using explore::ObservableId;
using formula::BoundExpression;
using formula::Node;
using formula::Operator;

/// Numbers expressions so that equal ones, up to the order of operands that may be exchanged, have equal
/// numbers.
class ExpressionNumbers {
 public:
  /// What observables, and constants that are compared with contents, stand for.
  struct Renaming {
    std::span<const ObservableId> observables;  ///< empty: themselves
    std::span<const std::uint64_t> contents;    ///< empty: themselves
  };

  explicit ExpressionNumbers(const explore::Signature& signature) : signature_(signature) {}

  [[nodiscard]] std::uint32_t number_of(const BoundExpression& expression, const Renaming& renaming) {
    const std::vector<Node>& nodes = expression.nodes();
    std::vector<std::uint32_t> numbers(nodes.size());
    std::vector<std::vector<std::uint32_t>> conjuncts(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (nodes[i].operation == Operator::conjunction) {
        conjuncts[i] = conjuncts_of(nodes[i], conjuncts);
        numbers[i] = intern({static_cast<std::int64_t>(Operator::conjunction)}, conjuncts[i]);
      } else {
        numbers[i] = number_of(nodes, i, numbers, renaming);
        conjuncts[i] = {numbers[i]};
      }
    }
    return numbers.back();
  }

  /// The number of a constant that a content takes the place of.
  [[nodiscard]] std::uint32_t number_of_content(std::int64_t value, const Renaming& renaming) {
    if (value >= 0 && !renaming.contents.empty())
      value = static_cast<std::int64_t>(renaming.contents[static_cast<std::size_t>(value)]);
    return intern({static_cast<std::int64_t>(Operator::constant), value}, {});
  }

 private:
  /// The operands of nested conjunctions, in the order of their numbers, each once.
  static std::vector<std::uint32_t> conjuncts_of(const Node& node,
                                                 const std::vector<std::vector<std::uint32_t>>& known) {
    std::vector<std::uint32_t> all = known[node.left];
    all.insert(all.end(), known[node.right].begin(), known[node.right].end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
  }

  [[nodiscard]] bool is_content(const Node& node) const {
    return node.operation == Operator::observable &&
           signature_.observables[node.left].type == explore::ValueType::content;
  }

  std::uint32_t number_of(const std::vector<Node>& nodes, std::size_t at,
                          const std::vector<std::uint32_t>& numbers, const Renaming& renaming) {
    const Node& node = nodes[at];
    const auto operation = static_cast<std::int64_t>(node.operation);
    switch (node.operation) {
      case Operator::constant:
        return intern({operation, node.value}, {});
      case Operator::observable: {
        const ObservableId id = renaming.observables.empty() ? node.left : renaming.observables[node.left];
        return intern({operation, id}, {});
      }
      case Operator::negation:
        return intern({operation}, {numbers[node.left]});
      case Operator::equal: {
        const auto side = [&](std::uint32_t own, std::uint32_t other) {
          const bool content = nodes[own].operation == Operator::constant && is_content(nodes[other]);
          return content ? number_of_content(nodes[own].value, renaming) : numbers[own];
        };
        return intern_pair(operation, side(node.left, node.right), side(node.right, node.left));
      }
      case Operator::sum:
      case Operator::product:
        return intern_pair(operation, numbers[node.left], numbers[node.right]);
      default:
        return intern({operation}, {numbers[node.left], numbers[node.right]});
    }
  }

  std::uint32_t intern(std::vector<std::int64_t> key, const std::vector<std::uint32_t>& operands) {
    key.insert(key.end(), operands.begin(), operands.end());
    return known_.emplace(std::move(key), static_cast<std::uint32_t>(known_.size())).first->second;
  }
  /// Of operands that may be exchanged.
  std::uint32_t intern_pair(std::int64_t operation, std::uint32_t left, std::uint32_t right) {
    return intern({operation}, {std::min(left, right), std::max(left, right)});
  }

  const explore::Signature& signature_;
  std::map<std::vector<std::int64_t>, std::uint32_t> known_;
};

/// What a property says, with its expressions numbered.
class PropertyShape {
 public:
  PropertyShape(ExpressionNumbers& numbers, const ExpressionNumbers::Renaming& renaming,
                const std::vector<std::vector<std::uint32_t>>* members, const explore::Signature& signature,
                const formula::BoundProperty& property)
      : numbers_(numbers), renaming_(renaming), members_(members), signature_(signature) {
    for (const formula::BoundFormula& claim : property.claims) {
      std::vector<std::uint32_t> instances;
      for (const formula::Instance& instance : claim.instances) {
        instances.push_back(numbers_.number_of(instance.expression, renaming_));
      }
      std::sort(instances.begin(), instances.end());
      claims_.push_back(std::move(instances));
    }
    for (const formula::RememberedValue& value : property.remembered) {
      initial_[target(value.id)] = value_number(value.id, value.initial);
    }
    for (const formula::Update& update : property.updates) {
      updates_[{event(update.event), target(update.target)}].emplace_back(
          value_number(update.target, update.value), numbers_.number_of(update.condition, renaming_));
    }
  }

  friend bool operator==(const PropertyShape& a, const PropertyShape& b) {
    return a.claims_ == b.claims_ && a.initial_ == b.initial_ && a.updates_ == b.updates_;
  }

 private:
  [[nodiscard]] ObservableId target(ObservableId id) const {
    return renaming_.observables.empty() ? id : renaming_.observables[id];
  }
  [[nodiscard]] std::uint32_t value_number(ObservableId target, const BoundExpression& value) {
    const bool content = signature_.observables[target].type == explore::ValueType::content;
    return content && value.constant() ? numbers_.number_of_content(value.root().value, renaming_)
                                       : numbers_.number_of(value, renaming_);
  }
  [[nodiscard]] std::vector<std::uint32_t> event(const explore::EventInstance& event) const {
    std::vector<std::uint32_t> key{event.kind};
    const std::vector<std::uint32_t>& sets = signature_.events[event.kind].argument_sets;
    for (std::size_t i = 0; i < event.arguments.size(); ++i) {
      key.push_back(members_ == nullptr ? event.arguments[i] : (*members_)[sets[i]][event.arguments[i]]);
    }
    return key;
  }

  ExpressionNumbers& numbers_;
  ExpressionNumbers::Renaming renaming_;
  const std::vector<std::vector<std::uint32_t>>* members_;
  const explore::Signature& signature_;
  std::vector<std::vector<std::uint32_t>> claims_;
  std::map<ObservableId, std::uint32_t> initial_;
  std::map<std::pair<std::vector<std::uint32_t>, ObservableId>,
           std::vector<std::pair<std::uint32_t, std::uint32_t>>>
      updates_;
};

}  // namespace

std::vector<std::uint32_t> classes_of(std::uint32_t elements,
                                      const std::function<bool(std::uint32_t, std::uint32_t)>& alike) {
  std::vector<std::uint32_t> classes;
  for (std::uint32_t element = 0; element < elements; ++element) {
    std::uint32_t first = 0;
    while (first < element && (classes[first] != first || !alike(first, element))) ++first;
    classes.push_back(first);
  }
  return classes;
}

std::vector<std::vector<std::uint32_t>> permutations_within(std::span<const std::uint32_t> classes,
                                                            std::size_t most) {
  std::vector<std::uint32_t> identity(classes.size());
  std::iota(identity.begin(), identity.end(), 0U);
  std::vector<std::vector<std::uint32_t>> all{identity};
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_class;
  for (const std::uint32_t element : identity) by_class[classes[element]].push_back(element);
  for (const auto& entry : by_class) {
    std::vector<std::uint32_t> moving;
    for (const std::uint32_t element : entry.second) {
      if (all.size() * (moving.size() + 1) > most) break;
      // A class of n elements has n times as many permutations as one of n - 1: the new one goes in anywhere.
      const std::vector<std::vector<std::uint32_t>> before = all;
      for (const std::uint32_t other : moving) {
        for (std::vector<std::uint32_t> permutation : before) {
          std::swap(permutation[element], permutation[other]);
          all.push_back(std::move(permutation));
        }
      }
      moving.push_back(element);
    }
  }
  return all;
}

std::vector<ObservableId> permuted_observables(const Symmetry& symmetry,
                                               std::span<const formula::BoundProperty> properties) {
  std::vector<ObservableId> permuted = symmetry.observables;
  for (const formula::BoundProperty& property : properties) {
    // By the name's number, and the members that the value is remembered for.
    using Place = std::pair<std::uint32_t, std::vector<std::uint32_t>>;
    std::map<Place, ObservableId> ids;
    for (const formula::RememberedValue& value : property.remembered) {
      Place place{value.name, {}};
      for (const formula::Assignment& parameter : value.parameters) place.second.push_back(parameter.member);
      ids.emplace(std::move(place), value.id);
    }
    for (const formula::RememberedValue& value : property.remembered) {
      Place place{value.name, {}};
      for (const formula::Assignment& parameter : value.parameters)
        place.second.push_back(symmetry.members[parameter.set][parameter.member]);
      if (permuted.size() <= value.id) permuted.resize(value.id + 1);
      permuted[value.id] = ids.at(place);
    }
  }
  return permuted;
}

bool fixes(const Symmetry& symmetry, std::span<const ObservableId> observables,
           const explore::Signature& signature, std::span<const formula::BoundProperty> properties) {
  ExpressionNumbers numbers(signature);
  return std::all_of(properties.begin(), properties.end(), [&](const formula::BoundProperty& property) {
    const PropertyShape own(numbers, {}, nullptr, signature, property);
    const PropertyShape permuted(numbers, {observables, symmetry.contents}, &symmetry.members, signature,
                                 property);
    return own == permuted;
  });
}

}  // namespace braid::models
