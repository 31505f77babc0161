// Models of protocols against the oracles: compiled once, for whoever has programs to compare.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "question.h"

namespace braid::oracle {

/// Expects of each trace, of a system that is a models::Protocol, that the enumerator of every schedule, the
/// oracle that merges paths, and the engine agree. `also` names observables that tell outcomes apart besides
/// those of history.
void expect_every_schedule_of_protocol(const std::vector<std::string>& texts,
                                       std::initializer_list<const char*> also, const Predicates& predicates);

/// The same without the enumerator, where there are too many schedules.
void expect_every_state_of_protocol(const std::vector<std::string>& texts,
                                    std::initializer_list<const char*> also, const Predicates& predicates);

}  // namespace braid::oracle
