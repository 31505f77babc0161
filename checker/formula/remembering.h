// Binds the `remember` lines of a property: which values they keep, of what type and range, and how these
// change.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"
#include "braid/checker/formula/expression_binder.h"
#include "braid/checker/formula/syntax.h"

namespace braid::formula {

/// Declares the remembered values of a property in a copy of a signature, then finds their ranges and
/// updates. Borrows the property.
class Remembering {
 public:
  /// Checks names, parameters and events, tells the types and declares the observables. Throws InputError.
  Remembering(const Property& property, const explore::Signature& signature);

  /// The names after `remember`, each once.
  [[nodiscard]] std::vector<std::string> names() const;
  /// The signature with the remembered values; their ranges are right after bind().
  [[nodiscard]] const explore::Signature& signature() const { return signature_; }
  [[nodiscard]] explore::Signature take_signature() { return std::move(signature_); }

  /// Settles the ranges and fills `bound.remembered` and `bound.updates`. Throws InputError.
  void bind(BoundProperty& bound);

 private:
  /// A name and the lines that update it.
  struct Name {
    std::string name;
    std::vector<std::uint32_t> sets;  ///< of its parameters
    std::vector<const Remember*> lines;
    const Remember* initial = nullptr;  ///< the line with `initially`
    explore::ValueType type = explore::ValueType::boolean;
    explore::ObservableId first =
        0;  ///< the values follow in the order of the members, the last parameter fastest
    std::uint64_t count = 0;
  };
  /// One line for one event.
  struct Change {
    const Remember* line = nullptr;
    const Name* name = nullptr;
    explore::EventInstance event;
    explore::ObservableId target = 0;
    Environment environment;
  };

  void collect_names();
  void add_line(const Remember& line, const ExpressionBinder& binder);
  [[nodiscard]] const explore::EventKind& event_of(const Remember& line) const;
  void check_names() const;
  void check_used() const;
  void check_size(const ExpressionBinder& binder) const;
  void find_types(const ExpressionBinder& binder);
  [[nodiscard]] bool find_type(Name& name, const ExpressionBinder& binder, bool literals,
                               std::unordered_map<std::string, explore::ValueType>& types) const;
  void declare();
  void collect_changes(const ExpressionBinder& binder);
  [[nodiscard]] Change change_of(const Remember& line, const Name& name, Environment choice) const;
  void bind_initial_values(ExpressionBinder& binder, BoundProperty& bound);
  void settle_ranges(ExpressionBinder& binder);
  [[nodiscard]] bool widen_once(ExpressionBinder& binder);
  void widen_to_limits(ExpressionBinder& binder);
  [[nodiscard]] bool reach(const Change& change, ExpressionBinder& binder, Range& range) const;
  /// The variables of a line, those of its event first, each standing for the first member of its set.
  [[nodiscard]] Environment variables_of(const Remember& line, const ExpressionBinder& binder) const;
  [[noreturn]] void unbounded(const Change& change) const;

  const Property& property_;
  explore::Signature signature_;
  std::vector<Name> names_;
  std::vector<Change> changes_;
  std::vector<Range> ranges_;  ///< of the remembered values so far, by id - first_
  explore::ObservableId first_ = 0;
};

}  // namespace braid::formula
