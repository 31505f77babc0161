// A packet as tcpdump prints it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::printed {

/// Reads what a packet begins with: `1795354228.016113` (-tt), `13:37:08.016113` (seconds of the day),
/// `2026-11-22 13:37:08.016113` (-tttt, taken as UTC), and takes it from `text`. Nothing where there is none.
[[nodiscard]] std::optional<recording::Time> take_packet_time(std::string_view& text);

struct Endpoints {
  std::string from;
  std::string from_port;
  std::string to;
  std::string to_port;
};

/// Of `... 10.9.0.12.836 > 10.9.0.1.2049: ...`.
[[nodiscard]] std::optional<Endpoints> read_endpoints(std::string_view text);

/// `Stale NFS file handle` as NFS3ERR_STALE; a text that is not known stays as it is.
[[nodiscard]] std::string error_name(std::string_view text);

}  // namespace braid::import::printed
