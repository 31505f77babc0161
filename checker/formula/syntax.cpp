#include "braid/checker/formula/syntax.h"

#include "braid/checker/formula/lexer.h"

namespace braid::formula {

InputError error_at(const SourceText& source, SourcePosition position, std::string_view cause,
                    std::string_view accepted) {
  return {source.name, position, cause, accepted, source.whole};
}

std::string_view name_of(Comparison comparison) {
  switch (comparison) {
    case Comparison::equal:
      return "=";
    case Comparison::not_equal:
      return "!=";
    case Comparison::less:
      return "<";
    case Comparison::at_most:
      return "<=";
    case Comparison::greater:
      return ">";
    case Comparison::at_least:
      return ">=";
  }
  return {};
}

std::string text_of(const SourceText& source, const Expression& expression) {
  const std::string_view all = source.text;
  const std::string_view part = all.substr(expression.begin, expression.end - expression.begin);
  std::string shown;
  bool gap = false;
  for (std::size_t at = 0; at < part.size(); ++at) {
    if (is_white_space(part[at])) {
      gap = true;
    } else if (part[at] == '#' && gap) {
      at = std::min(part.find('\n', at), part.size());
    } else {
      if (gap) shown += ' ';
      gap = false;
      shown += part[at];
    }
  }
  return shown;
}

}  // namespace braid::formula
