#include "braid/checker/formula/remembering.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace braid::formula {
namespace {

using explore::ObservableId;
using explore::ValueType;

/// Calls `visit` for every path in `expression`.
void for_each_path(const Expression& expression, const std::function<void(const Expression&)>& visit) {
  if (expression.kind == ExpressionKind::path) visit(expression);
  for (const Expression& operand : expression.operands) for_each_path(operand, visit);
}

bool mentions(const Expression& expression, std::string_view name) {
  bool found = false;
  for_each_path(expression, [&](const Expression& path) { found = found || path.path.front().name == name; });
  return found;
}

/// The expressions of a line: value, condition, initial value.
std::vector<const Expression*> expressions_of(const Remember& line) {
  std::vector<const Expression*> all{&line.value};
  if (line.condition) all.push_back(&*line.condition);
  if (line.initial) all.push_back(&*line.initial);
  return all;
}

/// Whether `name` is `path` or begins with `path` and a dot.
bool is_or_is_below(std::string_view name, std::string_view path) {
  return name.starts_with(path) && (name.size() == path.size() || name[path.size()] == '.');
}

std::size_t index_of(const std::vector<PlacedName>& names, std::string_view name) {
  const auto found =
      std::find_if(names.begin(), names.end(), [&](const PlacedName& other) { return other.name == name; });
  return static_cast<std::size_t>(found - names.begin());
}

}  // namespace

Remembering::Remembering(const Property& property, const explore::Signature& signature)
    : property_(property),
      signature_(signature),
      first_(static_cast<ObservableId>(signature.observables.size())) {
  collect_names();
  check_names();
  check_used();
  const ExpressionBinder binder(signature_, *property_.source, property_.name.name, names());
  check_size(binder);
  find_types(binder);
  declare();
}

std::vector<std::string> Remembering::names() const {
  std::vector<std::string> all;
  for (const Name& name : names_) all.push_back(name.name);
  return all;
}

const explore::EventKind& Remembering::event_of(const Remember& line) const {
  std::vector<std::string> known;
  for (const explore::EventKind& event : signature_.events) {
    if (event.name == line.event.name) return event;
    known.push_back(event.name);
  }
  const std::string near = nearest_name(line.event.name, known);
  throw error_at(*property_.source, line.event.position, fmt::format("unknown event `{}`", line.event.name),
                 near.empty() ? fmt::format("{} has {}", signature_.system, fmt::join(known, ", "))
                              : fmt::format("did you mean `{}`?", near));
}

void Remembering::collect_names() {
  const ExpressionBinder binder(signature_, *property_.source);
  for (const Remember& line : property_.remembers) add_line(line, binder);
}

void Remembering::add_line(const Remember& line, const ExpressionBinder& binder) {
  const explore::EventKind& event = event_of(line);
  if (line.arguments.size() != event.argument_sets.size()) {
    throw error_at(*property_.source, line.event.position,
                   fmt::format("`{}` has {} arguments, here are {}", event.name, event.argument_sets.size(),
                               line.arguments.size()));
  }
  const Environment variables = variables_of(line, binder);
  std::vector<std::uint32_t> sets;
  for (const PlacedName& parameter : line.parameters) {
    const auto variable = std::find_if(variables.begin(), variables.end(), [&](const Assignment& candidate) {
      return candidate.variable == parameter.name;
    });
    if (variable == variables.end()) {
      throw error_at(*property_.source, parameter.position,
                     fmt::format("`{}` is not an argument of `{}` here", parameter.name, event.name),
                     fmt::format("bind it behind the event, for instance `at {}(...) for {} in clients`",
                                 event.name, parameter.name));
    }
    sets.push_back(variable->set);
  }
  auto name =
      std::find_if(names_.begin(), names_.end(), [&](const Name& n) { return n.name == line.name.name; });
  if (name == names_.end()) {
    Name fresh;
    fresh.name = line.name.name;
    fresh.sets = std::move(sets);
    fresh.count = 1;
    for (const std::uint32_t set : fresh.sets) {
      if (__builtin_mul_overflow(fresh.count, signature_.sets[set].members.size(), &fresh.count)) {
        fresh.count = ~std::uint64_t{0};
      }
    }
    name = names_.insert(names_.end(), std::move(fresh));
  } else if (name->sets != sets) {
    throw error_at(*property_.source, line.name.position,
                   fmt::format("`{}` had other parameters in line {}", name->name,
                               name->lines.front()->name.position.line));
  }
  if (line.initial && name->initial != nullptr) {
    throw error_at(*property_.source, line.initial->position,
                   fmt::format("`{}` has an initial value already", name->name));
  }
  name->lines.push_back(&line);
  if (line.initial) name->initial = &line;
}

void Remembering::check_names() const {
  for (const Name& name : names_) {
    const std::string full_name = fmt::format("{}.{}", property_.name.name, name.name);
    for (const explore::Observable& observable : signature_.observables) {
      if (!is_or_is_below(observable.name, name.name) && !is_or_is_below(observable.name, full_name))
        continue;
      throw error_at(*property_.source, name.lines.front()->name.position,
                     fmt::format("`{}` is an observable already (`{}`)", name.name, observable.name),
                     "remember the value under another name");
    }
    if (name.initial == nullptr) continue;
    for_each_path(*name.initial->initial, [&](const Expression& path) {
      const std::string& head = path.path.front().name;
      const bool remembered =
          std::any_of(names_.begin(), names_.end(), [&](const Name& n) { return n.name == head; });
      const auto& parameters = name.initial->parameters;
      if (remembered && index_of(parameters, head) == parameters.size()) {
        throw error_at(*property_.source, path.position,
                       fmt::format("`{}` is remembered: an initial value cannot depend on it", head));
      }
    });
  }
}

void Remembering::check_used() const {
  for (const Name& name : names_) {
    bool used = mentions(*property_.statement, name.name);
    for (const Remember& line : property_.remembers) {
      if (line.name.name == name.name) continue;
      for (const Expression* expression : expressions_of(line))
        used = used || mentions(*expression, name.name);
    }
    if (!used) {
      throw error_at(*property_.source, name.lines.front()->name.position,
                     fmt::format("`{}` is remembered, but nothing uses it", name.name),
                     "name it in the statement, or remove the line");
    }
  }
}

void Remembering::check_size(const ExpressionBinder& binder) const {
  std::uint64_t total = 0;
  for (const Remember& line : property_.remembers) {
    std::uint64_t size = 1;
    bool beyond = false;
    for (const Expression* expression : expressions_of(line)) {
      beyond = __builtin_add_overflow(size, binder.unrolled_size(*expression), &size) || beyond;
    }
    for (const Assignment& variable : variables_of(line, binder)) {
      beyond = __builtin_mul_overflow(size, signature_.sets[variable.set].members.size(), &size) || beyond;
    }
    beyond = __builtin_add_overflow(total, size, &total) || beyond;
    binder.check_size(beyond ? ~std::uint64_t{0} : total, line.name.position);
  }
}

Environment Remembering::variables_of(const Remember& line, const ExpressionBinder& binder) const {
  Environment environment;
  const explore::EventKind& event = event_of(line);
  for (std::size_t i = 0; i < line.arguments.size(); ++i) {
    environment.push_back({line.arguments[i].name, event.argument_sets[i], 0});
  }
  for (const Binder& bound : line.binders) {
    environment.push_back({bound.variable, binder.set_of(bound, environment), 0});
  }
  return environment;
}

bool Remembering::find_type(Name& name, const ExpressionBinder& binder, bool literals,
                            std::unordered_map<std::string, ValueType>& types) const {
  std::vector<std::pair<const Remember*, const Expression*>> candidates;
  if (name.initial != nullptr) candidates.emplace_back(name.initial, &*name.initial->initial);
  for (const Remember* line : name.lines) candidates.emplace_back(line, &line->value);
  for (const auto& [line, expression] : candidates) {
    const auto guess = binder.guess_type(*expression, variables_of(*line, binder), types);
    if (!guess.type || (guess.literal && !literals)) continue;
    name.type = *guess.type;
    types[name.name] = name.type;
    return true;
  }
  return false;
}

void Remembering::find_types(const ExpressionBinder& binder) {
  std::unordered_map<std::string, ValueType> types;
  for (const bool literals : {false, true}) {
    for (bool found = true; found;) {
      found = false;
      for (Name& name : names_) {
        if (types.contains(name.name) || name.count == 0) continue;
        found = find_type(name, binder, literals, types) || found;
      }
    }
  }
  for (const Name& name : names_) {
    if (types.contains(name.name) || name.count == 0) continue;
    throw error_at(*property_.source, name.lines.front()->name.position,
                   fmt::format("nothing tells the type of `{}`", name.name),
                   "give it a value with `initially`");
  }
}

void Remembering::declare() {
  for (Name& name : names_) {
    name.first = static_cast<ObservableId>(signature_.observables.size());
    const Remember& line = *name.lines.front();
    const std::string meaning = fmt::format("remembered by {}: {} at {}", property_.name.name,
                                            text_of(*property_.source, line.value), line.event.name);
    std::vector<std::string> paths{fmt::format("{}.{}", property_.name.name, name.name)};
    for (const std::uint32_t set : name.sets) {
      std::vector<std::string> longer;
      for (const std::string& path : paths) {
        for (const std::string& member : signature_.sets[set].members) {
          longer.push_back(fmt::format("{}.{}", path, member));
        }
      }
      paths = std::move(longer);
    }
    for (std::string& path : paths) {
      explore::Observable observable;
      observable.name = std::move(path);
      observable.type = name.type;
      observable.history = true;
      observable.meaning = meaning;
      signature_.observables.push_back(std::move(observable));
    }
  }
}

}  // namespace braid::formula
