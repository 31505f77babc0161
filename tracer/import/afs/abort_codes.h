// Why calls of AFS fail.
#pragma once

#include <cstdint>
#include <string>

namespace braid::import::afs {

/// The name of the code in an ABORT packet: `VNOVNODE`, `ENOENT` (which servers send as such or, in the table
/// "universal AFS errors", as UAENOENT), `RXKADEXPIRED`; a number in digits where it has none.
[[nodiscard]] std::string abort_name(std::int32_t code);

}  // namespace braid::import::afs
