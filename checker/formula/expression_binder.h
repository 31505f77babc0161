// Looks up the names of an expression in a signature, checks types and unrolls quantifiers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/formula/expression_builder.h"
#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// The variables in scope, outermost first.
using Environment = std::vector<Assignment>;

/// The most operations that one formula or property may have once its quantifiers are unrolled.
inline constexpr std::uint64_t kGreatestSize = 1'000'000;

/// Binds the expressions of one text. Remembered values must be observables of the signature already, named
/// `PROPERTY.NAME...`. Borrows signature and source. Every function throws InputError at the exact place.
class ExpressionBinder {
 public:
  ExpressionBinder(const explore::Signature& signature, const SourceText& source, std::string property = {},
                   std::vector<std::string> remembered = {});

  /// A boolean expression.
  [[nodiscard]] BoundExpression condition(const Expression& expression, const Environment& environment);
  /// A value of type `type`; `range`, if given, receives its range.
  [[nodiscard]] BoundExpression value(const Expression& expression, const Environment& environment,
                                      explore::ValueType type, Range* range = nullptr);

  /// What an expression's form says about its type, without binding all of it.
  struct TypeGuess {
    std::optional<explore::ValueType> type;  ///< nothing: it depends on a remembered value of unknown type
    bool literal = false;                    ///< a lone literal: a content value may look like a number
  };
  /// `types` holds the known types of remembered values by name.
  [[nodiscard]] TypeGuess guess_type(const Expression& expression, const Environment& environment,
                                     const std::unordered_map<std::string, explore::ValueType>& types) const;

  /// The index of a set; throws if there is none, or if the variable is in scope already.
  [[nodiscard]] std::uint32_t set_of(const Binder& binder, const Environment& environment) const;
  /// All choices of members for `binders`, each after those of `outer`; the last variable varies fastest.
  [[nodiscard]] std::vector<Environment> choices(const std::vector<Binder>& binders,
                                                 const Environment& outer) const;
  /// The operations of `expression` after unrolling, saturating at 2^64 - 1.
  [[nodiscard]] std::uint64_t unrolled_size(const Expression& expression) const;
  /// The product of the sizes of the binders' sets, saturating; 0 if a set is empty. Unknown sets count 1.
  [[nodiscard]] std::uint64_t choice_count(const std::vector<Binder>& binders) const;
  /// Throws, naming the size, if it is above kGreatestSize.
  void check_size(std::uint64_t size, SourcePosition position) const;

  [[nodiscard]] Range range_of(explore::ObservableId id) const { return ranges_[id]; }
  /// Supposes another range for an observable from now on.
  void suppose(explore::ObservableId id, Range range) { ranges_[id] = range; }

  [[nodiscard]] const explore::Signature& signature() const { return signature_; }
  [[nodiscard]] const SourceText& source() const { return source_; }

 private:
  /// What an expression turns out to be: a value, a member of a set, or a word that only its context
  /// explains.
  struct Operand {
    enum class Kind : std::uint8_t { value, member, literal } kind = Kind::value;
    explore::ValueType type = explore::ValueType::integer;
    NodeId node = 0;
    std::string text;                       ///< member: its name; literal or lone integer: as written
    bool lone_integer = false;              ///< a value that was written as a number
    bool quoted = false;                    ///< literal in quotes
    const explore::NameSet* set = nullptr;  ///< of a member
  };
  /// A part of a sum or product, perhaps with a minus sign.
  struct Term {
    NodeId node = 0;
    bool negative = false;
  };

  Operand bind(const Expression& expression, const Environment& environment);
  NodeId boolean(const Expression& expression, const Environment& environment);
  NodeId integer(const Expression& expression, const Environment& environment);
  NodeId arithmetic(const Expression& expression, const Environment& environment);
  Term join(Term left, Term right, bool product);
  NodeId quantified(const Expression& expression, const Environment& environment);
  NodeId compare(const Expression& expression, const Environment& environment);
  NodeId compare_values(const Expression& expression, const Operand& left, const Operand& right);
  NodeId compare_members(const Expression& expression, const Operand& left, const Operand& right);
  NodeId content(const Expression& literal, const Operand& operand, std::string_view compared_with);
  Operand bind_path(const Expression& expression, const Environment& environment);
  std::optional<explore::ObservableId> find(const std::string& name) const;
  std::string full_name(const Expression& path, const Environment& environment) const;
  bool names_remembered(const Expression& path, const Environment& environment) const;
  const Assignment* variable(const PathPart& part, const Environment& environment) const;
  NodeId checked(NodeId node, const Expression& expression);

  [[noreturn]] void unknown_name(const Expression& path, const std::string& name,
                                 const Environment& environment) const;
  [[noreturn]] void wrong_type(const Expression& expression, const Operand& operand,
                               std::string_view needed) const;

  const explore::Signature& signature_;
  const SourceText& source_;
  std::string property_;
  std::vector<std::string> remembered_;
  std::unordered_map<std::string_view, explore::ObservableId> ids_;
  std::vector<Range> ranges_;
  ExpressionBuilder builder_;
};

/// The variables and members in `environment`, as ` (c=c0, f=a)`; "" without variables.
[[nodiscard]] std::string in_parentheses(const explore::Signature& signature, const Environment& environment);

/// The best of the observables' names for a misspelt one, or "".
[[nodiscard]] std::string nearest_observable(const explore::Signature& signature, std::string_view name);

}  // namespace braid::formula
