// AFSv2 in a few lines, whole operations as steps, to try properties on: slow, obvious, and no part of the
// program.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "braid/checker/explore/observable.h"
#include "braid/checker/formula/bound_formula.h"

namespace braid::formula::testing {

struct SmallEvent {
  char operation = 'o';  ///< o, r, w, c
  std::uint32_t file = 0;
};

/// What the model may do wrong.
struct SmallOptions {
  bool replace = false;        ///< an open of an invalid entry replaces it, even while it is open
  bool forget_breaks = false;  ///< a store breaks no callbacks
  bool forget_store = false;   ///< a close does not store, and makes the entry clean
  bool forget_count = false;   ///< an open does not count
  bool refetch_read = false;   ///< a read takes the server's contents into the cache
};

using SmallProgram = std::vector<std::vector<SmallEvent>>;

/// `oa wa ca, oa ra ca`: clients separated by commas; an operation and a file each.
[[nodiscard]] SmallProgram parse_program(const std::string& text);

/// All values of a state, the property's remembered ones included, and the schedule so far (client digits).
using Visit = std::function<void(const std::vector<std::int64_t>& values, const std::string& schedule)>;

/// Calls `visit` in the state after each prefix of each schedule, remembering what `property` says.
void walk_all(const SmallProgram& program, SmallOptions options, const explore::Signature& signature,
              const BoundProperty& property, const Visit& visit);

}  // namespace braid::formula::testing
