// Binding: from syntax to what is evaluated on the states of one model.
#pragma once

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// Whether the property is meant for the signature's system. Binding one that is not is no error, but seldom
/// of use.
[[nodiscard]] bool applies_to(const Property& property, const explore::Signature& signature);

/// Binds a lone formula. Leading quantifiers become instances where that keeps the meaning (`for` of always
/// and forall, `exists` of never). Errors: unknown names, wrong types, more than kGreatestSize operations:
/// InputError at the exact place.
[[nodiscard]] BoundFormula bind_condition(ConditionKind kind, const Formula& formula,
                                          const explore::Signature& signature);

/// Binds a property. Its remembered values are appended to `signature.observables` as `PROPERTY.NAME.c0.a`.
/// Initial values where none is given: false, 0, or the signature's first content value. Their ranges are
/// those that the updates can reach. Errors as above; also a remembered value that grows without bound, or
/// that nothing reads. If it throws, `signature` is as before.
[[nodiscard]] BoundProperty bind_property(const Property& property, explore::Signature& signature);

}  // namespace braid::formula
