// Random expressions as text, each with a plain evaluator of its own that shares nothing with the program's.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"

namespace braid::formula::testing {

/// The signature that random expressions speak of: two clients, two files, values of every type.
[[nodiscard]] explore::Signature random_signature();

/// A state: the value of every observable, by id.
using Values = std::vector<std::int64_t>;
/// Variables and the members they stand for.
using Names = std::map<std::string, std::string>;

struct RandomExpression {
  std::string text;
  std::function<std::int64_t(const Names&, const Values&)> value;
};

/// Makes boolean expressions. The same seed makes the same ones on every machine.
class RandomExpressions {
 public:
  RandomExpressions(const explore::Signature& signature, std::uint64_t seed);

  [[nodiscard]] RandomExpression condition(unsigned depth);
  /// A number below `limit`, from the same source.
  [[nodiscard]] std::uint64_t below(std::uint64_t limit) { return random_() % limit; }

 private:
  RandomExpression comparison(unsigned depth);
  RandomExpression number(unsigned depth);
  RandomExpression connective(unsigned depth);
  RandomExpression quantifier(unsigned depth);
  RandomExpression member_comparison();
  RandomExpression content();
  RandomExpression observable(const std::string& pattern);
  /// A variable of `set` in scope, or one of its members.
  std::string name_of(const std::string& set);

  const explore::Signature& signature_;
  std::mt19937_64 random_;
  std::vector<std::pair<std::string, std::string>> scope_;  ///< variable, set
  unsigned variables_ = 0;
};

}  // namespace braid::formula::testing
