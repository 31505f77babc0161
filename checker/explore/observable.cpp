#include "braid/checker/explore/observable.h"

namespace braid::explore {

std::string Signature::show(ObservableId observable, std::int64_t value) const {
  if (observables[observable].optional && value == -1) return "none";
  switch (observables[observable].type) {
    case ValueType::boolean:
      return value != 0 ? "true" : "false";
    case ValueType::integer:
      return std::to_string(value);
    case ValueType::content:
      return contents[static_cast<std::size_t>(value)];
  }
  return {};
}

}  // namespace braid::explore
