// Why an instance of a formula decides its claim in some state.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"

namespace braid::formula {

/// The value of an observable in the state that is explained.
using ValueSource = std::function<std::int64_t(explore::ObservableId)>;

/// An observable with its value as people read it.
struct ShownValue {
  std::string name;
  std::string value;
};

/// always, forall: the conjunct that is false. never, exists: the part that is true.
struct Explanation {
  std::string property;  ///< "" for a condition
  std::string
      instance;  ///< `c=c1, f=a`, with the variables of the inner quantifiers passed on the way; may be ""
  std::vector<std::string> premises;  ///< the sources of the premises (before `implies`) that were true
  std::string part;                   ///< the source of the part
  bool truth = false;                 ///< the part's value
  std::vector<ShownValue>
      values;  ///< of the observables in the premises and the part, in the order of their appearance
};

/// Explains instance `index` of `formula` in a state. `signature` is the one it was bound to, with the
/// remembered values. Not for hot loops: binds the statement's parts again.
[[nodiscard]] Explanation explain(const BoundFormula& formula, std::size_t index,
                                  const explore::Signature& signature, const ValueSource& value_of);

/// The first instance that decides the claim in a state, or instances.size() if none does.
[[nodiscard]] std::size_t deciding_instance(const BoundFormula& formula, const ValueSource& value_of);

/// The explanation in a sentence: `callback-coherence fails for c=c1, f=a: c.cache[f].version =
/// server.version[f] or break_pending(c, f) is false, although c.cache[f].trusted and not c.cache[f].dirty,
/// with c1.cache.a.trusted = true,
/// ....`
[[nodiscard]] std::string to_text(const Explanation& explanation);

}  // namespace braid::formula
