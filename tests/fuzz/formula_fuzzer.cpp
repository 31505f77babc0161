// Any bytes are a property or an InputError, and a property of any shape binds or is an InputError.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/formula/batch_evaluator.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"

namespace {

using braid::explore::Signature;
using braid::explore::ValueType;

Signature small_signature() {
  Signature signature;
  signature.system = "afs2";
  signature.sets = {{"clients", {"c0", "c1"}}, {"files", {"a"}}};
  signature.events = {
      {"open", {0, 1}, ""}, {"read", {0, 1}, ""}, {"write", {0, 1}, ""}, {"close", {0, 1}, ""}};
  signature.contents = {"0", "c0#1"};
  signature.observables = {{"server.a", ValueType::content, 0, 1, false, ""},
                           {"server.version.a", ValueType::content, 0, 1, false, ""}};
  for (const char* client : {"c0", "c1"}) {
    const std::string name = client;
    for (const char* flag : {"present", "trusted", "dirty"}) {
      signature.observables.push_back({name + ".cache.a." + flag, ValueType::boolean, 0, 1, false, ""});
    }
    signature.observables.push_back({name + ".cache.a.data", ValueType::content, 0, 1, false, ""});
    signature.observables.push_back({name + ".cache.a.version", ValueType::content, 0, 1, false, ""});
    signature.observables.push_back({name + ".cache.a.refs", ValueType::integer, -1, 2, false, ""});
    signature.observables.push_back({name + ".open.a", ValueType::integer, 0, 2, false, ""});
    signature.observables.push_back({"break_pending." + name + ".a", ValueType::boolean, 0, 0, false, ""});
  }
  return signature;
}

/// Evaluates on a few states; the batch and the single evaluation must agree.
void evaluate_all(const std::vector<braid::formula::BoundFormula>& formulas, const Signature& signature) {
  namespace formula = braid::formula;
  formula::BatchEvaluator evaluator(formulas);
  braid::explore::Layout layout;
  std::vector<braid::explore::Reading> readings;
  for (const auto id : evaluator.used()) {
    const auto& observable = signature.observables[id];
    const auto span =
        static_cast<std::uint64_t>(observable.greatest) - static_cast<std::uint64_t>(observable.least);
    readings.push_back({layout.add(std::min(braid::explore::bits_for(span), 1U)), observable.least});
  }
  std::vector<std::uint64_t> words(4 * layout.words(), 0x2aaaaaaaaaaaaaaa);
  formula::Deciding deciding;
  evaluator.evaluate(readings, words.data(), layout.words(), 4, deciding);
  const braid::explore::WideState state{
      std::vector<std::uint64_t>(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(layout.words()))};
  for (std::size_t f = 0; f < formulas.size(); ++f) {
    bool decided = false;
    for (const formula::Instance& instance : formulas[f].instances) {
      const auto value = formula::evaluate(instance.expression, [&](braid::explore::ObservableId id) {
        const auto used = evaluator.used();
        const auto index = std::lower_bound(used.begin(), used.end(), id) - used.begin();
        return readings[static_cast<std::size_t>(index)].value(state);
      });
      decided = decided || (value != 0) == formula::decided_by_truth(formulas[f].kind);
    }
    if (decided != (deciding.first[f] == 0)) __builtin_trap();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Signature kSignature = small_signature();
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  try {
    Signature extended = kSignature;
    const auto property =
        braid::formula::bind_property(braid::formula::parse_property("fuzz", text), extended);
    evaluate_all(property.claims, extended);
  } catch (const braid::InputError&) {
  }
  try {
    const auto formula = braid::formula::parse_expression("fuzz", text);
    evaluate_all({braid::formula::bind_condition(braid::ConditionKind::always, formula, kSignature)},
                 kSignature);
  } catch (const braid::InputError&) {
  }
  return 0;
}
