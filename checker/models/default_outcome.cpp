#include "braid/checker/models/default_outcome.h"

#include <string>

namespace braid::models {

std::vector<explore::ObservableId> reads_then_files(const explore::Signature& signature) {
  std::vector<explore::ObservableId> outcome;
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    if (signature.observables[id].history) outcome.push_back(id);
  }
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    for (const std::string& file : signature.sets[1].members) {
      if (signature.observables[id].name == "server." + file) outcome.push_back(id);
    }
  }
  return outcome;
}

}  // namespace braid::models
