// Guest recordings made by hand, and what the checks say of them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/isolation/isolation.h"

namespace braid::isolation::test {

/// `vmA 5 map guest_frame=16 writable=true entry_address=0x1000`: an actor, its process, an operation and
/// arguments. Values are numbers, truth values, or texts, in which _ is a blank. `error=...` is of the
/// result.
using Events = std::vector<std::string_view>;

/// The verdict over these as lines 1, 2, ... of a recording of that system; without a footer where it is cut
/// off.
[[nodiscard]] IsolationVerdict verdict_of(const Events& events, std::string_view system = "kvm",
                                          bool cut_off = false);

/// Of a rule: `holds`, `nothing to check: WHY`, `unknown: WHY` or `violated N: SENTENCE`, the first.
[[nodiscard]] std::string said(std::string_view part, const IsolationVerdict& verdict);

/// Its figure of that name; a failure of the test where it has none.
[[nodiscard]] std::uint64_t figure(std::string_view part, std::string_view name,
                                   const IsolationVerdict& verdict);

/// Rules of which there was something to check, `NAME FINDING (FIGURE N, ...)` a line.
[[nodiscard]] std::string checked(const IsolationVerdict& verdict);

}  // namespace braid::isolation::test
