// How exact the times of a capture are: libpcap converts them, and does not tell.
#pragma once

#include <cstdint>
#include <string_view>

namespace braid::import::packets {

/// 9 where the clock of the capture that begins with `head` (of its first interface, in pcapng) is finer than
/// microseconds, else 6. Sources: pcap(5) savefile format; pcapng, option if_tsresol.
[[nodiscard]] std::uint8_t decimals_of_capture(std::string_view head);

}  // namespace braid::import::packets
