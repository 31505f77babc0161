// Damage to a recording: an import of it ends in events and skips, or in one InputError.
#pragma once

#include <string_view>

namespace braid::import::test {

/// Imports several hundred damaged variants of `sample` (bytes changed, cut out, doubled; cut off), the same
/// ones every time. Fails the test where an import throws anything but InputError or its ledger does not
/// balance.
void expect_survives_mutations(std::string_view sample, std::string_view format);

}  // namespace braid::import::test
