#include "random_expression.h"

#include <algorithm>
#include <array>

#include "afs_signature.h"

namespace braid::formula::testing {

using explore::Observable;
using explore::Signature;
using explore::ValueType;

namespace {

const std::vector<std::string>& members(const Signature& signature, const std::string& set) {
  return set == signature.sets[0].name ? signature.sets[0].members : signature.sets[1].members;
}

std::string resolved(const Names& names, const std::string& name) {
  const auto found = names.find(name);
  return found == names.end() ? name : found->second;
}

}  // namespace

Signature random_signature() {
  Signature signature;
  signature.system = "afs2";
  signature.sets = {{"clients", {"c0", "c1"}}, {"files", {"a", "b"}}};
  signature.contents = {"0", "c0#1", "c0#2", "c1#1", "c1#2"};
  const auto add = [&](std::string name, ValueType type, std::int64_t least, std::int64_t greatest) {
    signature.observables.push_back({std::move(name), type, least, greatest, false, ""});
  };
  for (const std::string& file : signature.sets[1].members) add("server." + file, ValueType::content, 0, 4);
  for (const std::string& client : signature.sets[0].members) {
    for (const std::string& file : signature.sets[1].members) {
      add("data." + client + "." + file, ValueType::content, 0, 4);
      add("flag." + client + "." + file, ValueType::boolean, 0, 1);
      add("count." + client + "." + file, ValueType::integer, -3, 4);
    }
    add("many." + client, ValueType::integer, 0, 200);
    add("big." + client, ValueType::integer, -(std::int64_t{1} << 40), std::int64_t{1} << 40);
  }
  return signature;
}

RandomExpressions::RandomExpressions(const Signature& signature, std::uint64_t seed)
    : signature_(signature), random_(seed) {}

std::string RandomExpressions::name_of(const std::string& set) {
  std::vector<std::string> names;
  for (const auto& [variable, of] : scope_) {
    if (of == set) names.insert(names.end(), 3, variable);
  }
  const auto& all = members(signature_, set);
  names.insert(names.end(), all.begin(), all.end());
  return names[below(names.size())];
}

RandomExpression RandomExpressions::observable(const std::string& pattern) {
  std::vector<std::string> parts;
  const bool both = pattern != "server" && pattern != "many" && pattern != "big";
  if (pattern != "server") parts.push_back(name_of("clients"));
  if (both || pattern == "server") parts.push_back(name_of("files"));
  std::string text = pattern;
  if (parts.size() == 2 && below(2) == 0) {
    text += '[' + parts[0] + "][" + parts[1] + ']';
  } else {
    const bool square = below(2) == 0;
    text += square ? "[" : "(";
    for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
    text += square ? "]" : ")";
  }
  return {text, [this, pattern, parts](const Names& names, const Values& values) {
            std::string full = pattern;
            for (const std::string& part : parts) full += '.' + resolved(names, part);
            return values[id_of(signature_, full)];
          }};
}

RandomExpression RandomExpressions::content() {
  if (below(3) > 0) return observable(below(2) == 0 ? "server" : "data");
  const std::size_t index = below(signature_.contents.size());
  const bool quoted = below(2) == 0;
  const std::string& name = signature_.contents[index];
  return {quoted ? '"' + name + '"' : name,
          [index](const Names&, const Values&) { return static_cast<std::int64_t>(index); }};
}

RandomExpression RandomExpressions::number(unsigned depth) {
  if (depth == 0 || below(3) == 0) {
    if (below(4) == 0) {
      const auto constant = static_cast<std::int64_t>(below(12)) - 4;
      return {std::to_string(constant), [constant](const Names&, const Values&) { return constant; }};
    }
    constexpr std::array kPatterns{"count", "count", "many", "big"};
    return observable(kPatterns[below(kPatterns.size())]);
  }
  const RandomExpression left = number(depth - 1);
  if (below(6) == 0) {
    return {"-(" + left.text + ")", [left](const Names& n, const Values& v) { return -left.value(n, v); }};
  }
  const RandomExpression right = number(depth - 1);
  switch (below(3)) {
    case 0:
      return {left.text + " + " + right.text, [left, right](const Names& n, const Values& v) {
                return left.value(n, v) + right.value(n, v);
              }};
    case 1:
      return {left.text + " - (" + right.text + ")", [left, right](const Names& n, const Values& v) {
                return left.value(n, v) - right.value(n, v);
              }};
    default:
      return {"(" + left.text + ") * (" + right.text + ")", [left, right](const Names& n, const Values& v) {
                return left.value(n, v) * right.value(n, v);
              }};
  }
}

RandomExpression RandomExpressions::member_comparison() {
  const std::string set = below(2) == 0 ? "clients" : "files";
  std::vector<std::string> variables;
  for (const auto& [variable, of] : scope_) {
    if (of == set) variables.push_back(variable);
  }
  if (variables.empty()) return comparison(1);
  const std::string left = variables[below(variables.size())];
  const std::string right = name_of(set);
  const bool equal = below(2) == 0;
  return {left + (equal ? " = " : " != ") + right, [=](const Names& names, const Values&) {
            return std::int64_t{(resolved(names, left) == resolved(names, right)) == equal};
          }};
}

RandomExpression RandomExpressions::comparison(unsigned depth) {
  if (below(3) == 0) {
    const RandomExpression left = observable(below(2) == 0 ? "server" : "data");
    const RandomExpression right = content();
    const bool equal = below(2) == 0;
    return {left.text + (equal ? " = " : " != ") + right.text, [=](const Names& n, const Values& v) {
              return std::int64_t{(left.value(n, v) == right.value(n, v)) == equal};
            }};
  }
  if (below(5) == 0) return member_comparison();
  const RandomExpression left = number(std::min(depth, 2U));
  const RandomExpression right = number(std::min(depth, 2U));
  const std::uint64_t which = below(6);
  constexpr std::array kSigns{" = ", " != ", " < ", " <= ", " > ", " >= "};
  return {left.text + kSigns[which] + right.text, [=](const Names& n, const Values& v) {
            const std::int64_t a = left.value(n, v);
            const std::int64_t b = right.value(n, v);
            const std::array truth{a == b, a != b, a<b, a <= b, a> b, a >= b};
            return std::int64_t{truth[which]};
          }};
}

RandomExpression RandomExpressions::connective(unsigned depth) {
  const RandomExpression left = condition(depth - 1);
  if (below(5) == 0) {
    return {"not (" + left.text + ")",
            [=](const Names& n, const Values& v) { return std::int64_t{left.value(n, v) == 0}; }};
  }
  const RandomExpression right = condition(depth - 1);
  const std::uint64_t which = below(5);
  constexpr std::array kWords{" and ", " or ", " implies ", " = ", " != "};
  return {"(" + left.text + ")" + kWords[which] + "(" + right.text + ")",
          [=](const Names& n, const Values& v) {
            const bool a = left.value(n, v) != 0;
            const bool b = right.value(n, v) != 0;
            const std::array truth{a && b, a || b, !a || b, a == b, a != b};
            return std::int64_t{truth[which]};
          }};
}

RandomExpression RandomExpressions::quantifier(unsigned depth) {
  const bool all = below(2) == 0;
  const std::string variable = "v" + std::to_string(variables_++);
  const std::string set = below(2) == 0 ? "clients" : "files";
  scope_.emplace_back(variable, set);
  const RandomExpression body = condition(depth - 1);
  scope_.pop_back();
  return {std::string(all ? "for " : "exists ") + variable + " in " + set + ": " + body.text,
          [=, this](const Names& names, const Values& values) {
            for (const std::string& member : members(signature_, set)) {
              Names longer = names;
              longer[variable] = member;
              if ((body.value(longer, values) != 0) != all) return std::int64_t{!all};
            }
            return std::int64_t{all};
          }};
}

RandomExpression RandomExpressions::condition(unsigned depth) {
  if (depth == 0 || below(6) == 0) {
    if (below(2) == 0) return observable("flag");
    if (below(20) == 0) return {"true", [](const Names&, const Values&) { return std::int64_t{1}; }};
    return comparison(depth);
  }
  return below(4) == 0 ? quantifier(depth) : connective(depth);
}

}  // namespace braid::formula::testing
