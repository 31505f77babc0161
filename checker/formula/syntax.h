// The syntax of the property language: what the parser makes of a text, before any name is looked up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/trace.h"

namespace braid::formula {

/// The text that a formula was read from; shared by all that refers to it.
struct SourceText {
  std::string name;   ///< what messages call it: a file name, "--where"
  std::string text;   ///< what was parsed; Expression::begin and end are bytes of it
  std::string whole;  ///< what positions refer to, for excerpts in messages: `text`, or the trace around it
};

/// An InputError about a place in `source`.
[[nodiscard]] InputError error_at(const SourceText& source, SourcePosition position, std::string_view cause,
                                  std::string_view accepted = {});

enum class Comparison : std::uint8_t { equal, not_equal, less, at_most, greater, at_least };

/// `=`, `!=`, ...
[[nodiscard]] std::string_view name_of(Comparison comparison);

/// One part of a dotted path. Only the head and the parts in brackets can be variables; a part after a dot
/// and a quoted part stand for themselves.
struct PathPart {
  std::string name;
  bool variable_possible = false;
  SourcePosition position;
};

/// `x in SET`.
struct Binder {
  std::string variable;
  std::string set;
  SourcePosition variable_position;
  SourcePosition set_position;
};

enum class ExpressionKind : std::uint8_t {
  integer,      ///< value; text as written
  boolean,      ///< value 0 or 1
  quoted,       ///< text: a content value in quotes
  path,         ///< path; a single part may also turn out to be a variable or a content value
  sum,          ///< operands, two or more (a difference has a `negative` operand)
  product,      ///< operands, two or more
  negative,     ///< operands[0]
  comparison,   ///< operands[0] comparison operands[1]
  conjunction,  ///< operands, two or more
  disjunction,  ///< operands, two or more
  negation,     ///< operands[0]
  implication,  ///< operands[0] implies operands[1]
  universal,    ///< for binders: operands[0]
  existential   ///< exists binders: operands[0]
};

/// A syntax tree. Its depth is at most kGreatestNesting times a small constant, so that recursion over it is
/// safe.
struct Expression {
  ExpressionKind kind = ExpressionKind::boolean;
  SourcePosition position;  ///< of its first character
  std::size_t begin = 0;    ///< the bytes [begin, end) of SourceText::text
  std::size_t end = 0;
  std::int64_t value = 0;
  std::string text;
  Comparison comparison = Comparison::equal;
  std::vector<PathPart> path;
  std::vector<Binder> binders;
  std::vector<Expression> operands;
};

/// How deep parentheses, quantifiers, `not`, `implies` and signs may nest.
inline constexpr unsigned kGreatestNesting = 200;

/// The text of `expression`, every run of white space (and comments) as one space.
[[nodiscard]] std::string text_of(const SourceText& source, const Expression& expression);

/// A parsed expression and where it stands.
struct Formula {
  std::shared_ptr<const SourceText> source;
  std::shared_ptr<const Expression> expression;
};

/// A name with its place in the text.
struct PlacedName {
  std::string name;
  SourcePosition position;
};

/// `remember NAME[parameters] := value at event(arguments) for binders when condition initially initial`.
struct Remember {
  PlacedName name;
  std::vector<PlacedName> parameters;
  Expression value;
  PlacedName event;
  std::vector<PlacedName> arguments;
  std::vector<Binder> binders;  ///< variables that the event does not bind: the line stands for each choice
  std::optional<Expression> condition;
  std::optional<Expression> initial;
};

/// A property file.
struct Property {
  PlacedName name;
  std::string meaning;   ///< in plain words
  std::string citation;  ///< who states it
  std::vector<PlacedName> systems;
  std::vector<Remember> remembers;
  ConditionKind kind = ConditionKind::always;
  std::vector<Binder> binders;  ///< of the statement; may be empty
  std::shared_ptr<const Expression> statement;
  std::shared_ptr<const SourceText> source;
};

}  // namespace braid::formula
