// What a refusal says.
#pragma once

#include <string>

#include "braid/tracer/diagnostic.h"

namespace braid::test {

/// The message of the InputError that `call` throws; "accepted" if it throws none.
template <class Call>
std::string refusal_text(const Call& call) {
  try {
    call();
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

}  // namespace braid::test
