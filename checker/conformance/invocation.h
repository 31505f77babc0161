// What calls do to one object of a server, and what a search for its states says of it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/checker/conformance/message_call.h"

namespace braid::conformance {

/// The steps of a call on one object, in their order.
template <class Step>
struct Invocation {
  std::uint32_t call = kNoCall;
  std::int64_t start = 0;
  std::int64_t end = kNever;
  bool required = true;  ///< false: it may never be carried out, or only in part
  std::vector<Step> steps;
};

/// A state that was possible before an event which it does not explain.
struct RefusingState {
  std::string state;     ///< what the object is like
  std::string executed;  ///< outstanding calls that were carried out for it to be like that; may be empty
  std::string refusal;   ///< what of the event it contradicts
  std::string accepted;  ///< what it would have accepted

  friend auto operator<=>(const RefusingState&, const RefusingState&) = default;
};

/// What became of one object.
struct SearchResult {
  std::optional<std::uint32_t> unexplained;  ///< the first call whose reply no state explains
  std::vector<RefusingState> states;         ///< then: all that were possible, sorted
  std::uint64_t most_states = 0;             ///< at once
  std::uint64_t forgotten = 0;               ///< how often there were too many, so that all became possible
  std::vector<std::uint32_t> constrained;    ///< calls whose replies some state could have contradicted
};

}  // namespace braid::conformance
