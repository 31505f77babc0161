// A signature like that of afs2 at operation granularity, for tests of the property language alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/explore/observable.h"

namespace braid::formula::testing {

/// Clients c0, c1, ... and files a, b, ...; contents `0`, then `c0#1`, `c1#1`, ...: `writes` for each client.
[[nodiscard]] explore::Signature afs_signature(std::uint32_t clients, std::uint32_t files,
                                               std::uint32_t writes);

/// The index of the observable called `name`; throws std::out_of_range if there is none.
[[nodiscard]] explore::ObservableId id_of(const explore::Signature& signature, std::string_view name);

/// The message of the InputError that `call` throws; "" if it throws none.
template <class Call>
[[nodiscard]] std::string message_of(Call&& call);

/// `line:column` of the InputError that `call` throws; "" if it throws none.
template <class Call>
[[nodiscard]] std::string place_of(Call&& call);

}  // namespace braid::formula::testing

#include "braid/tracer/diagnostic.h"

template <class Call>
std::string braid::formula::testing::message_of(Call&& call) {
  try {
    (void)call();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

template <class Call>
std::string braid::formula::testing::place_of(Call&& call) {
  try {
    (void)call();
  } catch (const InputError& error) {
    return std::to_string(error.position().line) + ":" + std::to_string(error.position().column);
  }
  return "";
}
