#include "braid/checker/formula/binding.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/checker/formula/expression_binder.h"
#include "braid/checker/formula/remembering.h"

namespace braid::formula {
namespace {

/// The statement without its leading quantifiers, as far as each choice of their variables is a claim of its
/// own.
struct Statement {
  std::vector<Binder> binders;
  std::shared_ptr<const Expression> body;
};

Statement without_quantifiers(ConditionKind kind, std::vector<Binder> binders,
                              const std::shared_ptr<const Expression>& whole) {
  const Expression* body = whole.get();
  const ExpressionKind peeled =
      kind == ConditionKind::never ? ExpressionKind::existential : ExpressionKind::universal;
  while (kind != ConditionKind::exists && body->kind == peeled) {
    binders.insert(binders.end(), body->binders.begin(), body->binders.end());
    body = &body->operands[0];
  }
  return {std::move(binders), {whole, body}};
}

BoundFormula bind_statement(ConditionKind kind, const Statement& statement, ExpressionBinder& binder,
                            const std::shared_ptr<const SourceText>& source) {
  BoundFormula formula;
  formula.kind = kind;
  formula.statement = statement.body;
  formula.source = source;
  for (const Environment& choice : binder.choices(statement.binders, {})) {
    formula.instances.push_back({choice, binder.condition(*statement.body, choice)});
  }
  return formula;
}

std::uint64_t statement_size(const Statement& statement, const ExpressionBinder& binder) {
  std::uint64_t size = 0;
  const std::uint64_t one = binder.unrolled_size(*statement.body);
  const bool beyond = __builtin_mul_overflow(one, binder.choice_count(statement.binders), &size);
  return beyond ? ~std::uint64_t{0} : size;
}

/// `exists` is decided for each choice on its own: as many claims.
std::vector<BoundFormula> claims_of(BoundFormula formula) {
  if (formula.kind != ConditionKind::exists) return {std::move(formula)};
  std::vector<BoundFormula> claims;
  for (Instance& instance : std::exchange(formula.instances, {})) {
    claims.push_back(formula);
    claims.back().instances.push_back(std::move(instance));
  }
  return claims;
}

}  // namespace

bool applies_to(const Property& property, const explore::Signature& signature) {
  return std::any_of(property.systems.begin(), property.systems.end(),
                     [&](const PlacedName& system) { return system.name == signature.system; });
}

BoundFormula bind_condition(ConditionKind kind, const Formula& formula, const explore::Signature& signature) {
  ExpressionBinder binder(signature, *formula.source);
  const Statement statement = without_quantifiers(kind, {}, formula.expression);
  binder.check_size(statement_size(statement, binder), formula.expression->position);
  return bind_statement(kind, statement, binder, formula.source);
}

BoundProperty bind_property(const Property& property, explore::Signature& signature) {
  const Statement statement = without_quantifiers(property.kind, property.binders, property.statement);
  Remembering remembering(property, signature);
  ExpressionBinder binder(remembering.signature(), *property.source, property.name.name, remembering.names());
  binder.check_size(statement_size(statement, binder), property.statement->position);

  BoundProperty bound;
  bound.name = property.name.name;
  remembering.bind(bound);
  for (explore::ObservableId id = 0; id < remembering.signature().observables.size(); ++id) {
    const explore::Observable& observable = remembering.signature().observables[id];
    binder.suppose(id, {observable.least, observable.greatest});
  }
  BoundFormula formula = bind_statement(property.kind, statement, binder, property.source);
  formula.property = property.name.name;
  formula.remembered = remembering.names();
  bound.claims = claims_of(std::move(formula));
  signature = remembering.take_signature();
  return bound;
}

}  // namespace braid::formula
