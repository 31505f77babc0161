// Whether two traces say the same; sources, texts and positions aside.
#pragma once

#include <algorithm>

#include "braid/tracer/trace.h"

namespace braid {

inline bool same_event(const Event& a, const Event& b) {
  return a.operation == b.operation && a.file == b.file && a.descriptor == b.descriptor &&
         a.start == b.start && a.end == b.end && a.result == b.result;
}

inline bool same_actor(const Actor& a, const Actor& b) {
  return a.name == b.name && a.descriptors == b.descriptors &&
         std::equal(a.events.begin(), a.events.end(), b.events.begin(), b.events.end(), same_event);
}

inline bool same_trace(const Trace& a, const Trace& b) {
  const auto same_option = [](const Option& x, const Option& y) {
    return x.name == y.name && x.value == y.value;
  };
  const auto same_file = [](const File& x, const File& y) {
    return x.name == y.name && x.contents == y.contents;
  };
  const auto same_fault = [](const FaultBudget& x, const FaultBudget& y) {
    return x.name == y.name && x.limit == y.limit;
  };
  const auto same_condition = [](const Condition& x, const Condition& y) {
    return x.kind == y.kind && x.formula == y.formula;
  };
  const auto equal = [](const auto& x, const auto& y, auto same) {
    return std::equal(x.begin(), x.end(), y.begin(), y.end(), same);
  };
  return a.system == b.system && a.values == b.values && equal(a.options, b.options, same_option) &&
         equal(a.files, b.files, same_file) && equal(a.actors, b.actors, same_actor) &&
         equal(a.faults, b.faults, same_fault) && equal(a.conditions, b.conditions, same_condition);
}

}  // namespace braid
