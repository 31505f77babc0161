// The parts of ExpressionBinder that deal with sets, sizes and mistakes.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "braid/checker/formula/expression_binder.h"

namespace braid::formula {
namespace {

constexpr std::uint64_t kMany = std::numeric_limits<std::uint64_t>::max();

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
  std::uint64_t result = 0;
  return __builtin_mul_overflow(a, b, &result) ? kMany : result;
}

std::uint64_t plus(std::uint64_t a, std::uint64_t b) {
  return a > kMany - b ? kMany : a + b;
}

std::vector<std::string> set_names(const explore::Signature& signature) {
  std::vector<std::string> names;
  for (const explore::NameSet& set : signature.sets) names.push_back(set.name);
  return names;
}

const explore::NameSet* find_set(const explore::Signature& signature, std::string_view name) {
  const auto found = std::find_if(signature.sets.begin(), signature.sets.end(),
                                  [&](const explore::NameSet& set) { return set.name == name; });
  return found == signature.sets.end() ? nullptr : &*found;
}

}  // namespace

std::uint32_t ExpressionBinder::set_of(const Binder& binder, const Environment& environment) const {
  const explore::NameSet* set = find_set(signature_, binder.set);
  if (set == nullptr) {
    const std::vector<std::string> names = set_names(signature_);
    const std::string near = nearest_name(binder.set, names);
    throw error_at(source_, binder.set_position, fmt::format("unknown set `{}`", binder.set),
                   near.empty() ? fmt::format("{} has {}", signature_.system, fmt::join(names, ", "))
                                : fmt::format("did you mean `{}`?", near));
  }
  for (const Assignment& assignment : environment) {
    if (assignment.variable == binder.variable) {
      throw error_at(source_, binder.variable_position,
                     fmt::format("the variable `{}` is in use already", binder.variable),
                     "choose another name");
    }
  }
  return static_cast<std::uint32_t>(set - signature_.sets.data());
}

std::vector<Environment> ExpressionBinder::choices(const std::vector<Binder>& binders,
                                                   const Environment& outer) const {
  Environment scope = outer;
  for (const Binder& binder : binders) scope.push_back({binder.variable, set_of(binder, scope), 0});
  if (choice_count(binders) == 0) return {};
  std::vector<Environment> all{outer};
  for (auto added = scope.begin() + static_cast<std::ptrdiff_t>(outer.size()); added != scope.end();
       ++added) {
    std::vector<Environment> longer;
    for (const Environment& choice : all) {
      for (std::uint32_t member = 0; member < signature_.sets[added->set].members.size(); ++member) {
        longer.push_back(choice);
        longer.back().push_back({added->variable, added->set, member});
      }
    }
    all = std::move(longer);
  }
  return all;
}

std::uint64_t ExpressionBinder::choice_count(const std::vector<Binder>& binders) const {
  std::uint64_t count = 1;
  for (const Binder& binder : binders) {
    const explore::NameSet* set = find_set(signature_, binder.set);
    if (set != nullptr) count = times(count, set->members.size());
  }
  return count;
}

std::uint64_t ExpressionBinder::unrolled_size(const Expression& expression) const {
  std::uint64_t size = 1;
  for (const Expression& operand : expression.operands) size = plus(size, unrolled_size(operand));
  return times(size, choice_count(expression.binders));
}

void ExpressionBinder::check_size(std::uint64_t size, SourcePosition position) const {
  if (size <= kGreatestSize) return;
  throw error_at(
      source_, position,
      fmt::format("unrolled over its sets, this has {}{} operations", size == kMany ? "at least " : "", size),
      fmt::format("at most {} are accepted", kGreatestSize));
}

void ExpressionBinder::unknown_name(const Expression& path, const std::string& name,
                                    const Environment& environment) const {
  const std::string cause =
      fmt::format("unknown observable `{}`{}", name, in_parentheses(signature_, environment));
  for (const PathPart& part : path.path) {
    const auto same = [&](const Assignment& assignment) { return assignment.variable == part.name; };
    if (!part.variable_possible && std::any_of(environment.begin(), environment.end(), same)) {
      throw error_at(
          source_, path.position, cause,
          fmt::format("after a dot `{0}` is a plain name; write [{0}] for the variable", part.name));
    }
  }
  const std::string near = nearest_observable(signature_, name);
  throw error_at(source_, path.position, cause,
                 near.empty() ? fmt::format("`braid list observables {}` names them all", signature_.system)
                              : fmt::format("did you mean `{}`?", near));
}

void ExpressionBinder::wrong_type(const Expression& expression, const Operand& operand,
                                  std::string_view needed) const {
  const std::string text = text_of(source_, expression);
  if (operand.kind == Operand::Kind::member) {
    throw error_at(source_, expression.position,
                   fmt::format("`{}` is a member of `{}`, not a value", text, operand.set->name), needed);
  }
  if (operand.kind == Operand::Kind::literal) {
    if (operand.quoted) {
      throw error_at(source_, expression.position, fmt::format("a content value cannot stand here: {}", text),
                     needed);
    }
    const std::string near = nearest_observable(signature_, operand.text);
    throw error_at(source_, expression.position, fmt::format("unknown name `{}`", operand.text),
                   near.empty() ? std::string(needed) : fmt::format("did you mean `{}`?", near));
  }
  std::string_view type = "a number";
  if (operand.type == explore::ValueType::boolean) type = "a condition";
  if (operand.type == explore::ValueType::content) type = "a content value";
  throw error_at(source_, expression.position, fmt::format("`{}` is {}", text, type), needed);
}

std::string in_parentheses(const explore::Signature& signature, const Environment& environment) {
  const std::string text = text_of(signature, Instance{environment, {}});
  return text.empty() ? text : fmt::format(" ({})", text);
}

std::string nearest_observable(const explore::Signature& signature, std::string_view name) {
  std::vector<std::string_view> names;
  for (const explore::Observable& observable : signature.observables) names.push_back(observable.name);
  return nearest_name(name, names);
}

}  // namespace braid::formula
