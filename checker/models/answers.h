// What System asks of a model: declared here, defined in count_question.h, check_question.h,
// history_question.h and price_question.h.
//
// These functions hold the sweep for every width of state, which takes long to compile. So a model X has
// files of their own, X_count.cpp and X_check.cpp, that include the definition and instantiate it,
//
//     template CountResult answer_count<X>(const Trace&, const CountRequest&, const Run&);
//
// and whatever makes a SystemOf<X> includes the declarations alone.
#pragma once

#include "braid/checker/models/observed_model.h"
#include "braid/checker/models/system.h"

namespace braid::models {

/// The outcomes of `trace` in model M; see System::count().
template <ObservedModel M>
[[nodiscard]] CountResult answer_count(const Trace& trace, const CountRequest& request, const Run& run);

/// Which properties hold of `trace` in model M; see System::check().
template <ObservedModel M>
[[nodiscard]] CheckResult answer_check(const Trace& trace, const CheckRequest& request, const Run& run);

/// Which consistency models all histories of `trace` keep to in M; see System::check_histories().
template <ObservedModel M>
[[nodiscard]] HistoryResult answer_histories(const Trace& trace, const HistoryRequest& request,
                                             const Run& run);

/// The cheapest and the dearest schedule of `trace` in M; see System::prices().
template <ObservedModel M>
[[nodiscard]] PriceResult answer_prices(const Trace& trace, const EventPrice& price, const Run& run);

/// Whether a model's first positions are the next events of its processes, which are its first actors, and
/// answer_histories<M> is defined. A model of file systems says so where it makes its SystemOf<M>.
template <class M>
inline constexpr bool kHasHistories = false;

}  // namespace braid::models
