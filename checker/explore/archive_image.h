// A rank as bytes: what the archive writes to its files.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "braid/checker/explore/archived_cell.h"

namespace braid::explore {

/// The version of the form that is written, and the only one that is read.
inline constexpr std::uint32_t kImageVersion = 1;

/// What stands before a rank's cells, numbers little end first: magic "BRAIDRNK", version (4 bytes), rank (8,
/// two's complement), positions of a control (4), cells (8), states (8), bytes of the cells (8). After the
/// cells: the CRC-64 of all before it (8).
struct ImageHeader {
  Rank rank = 0;
  std::uint32_t actors = 0;
  std::uint64_t cells = 0;
  std::uint64_t states = 0;
  std::uint64_t bytes = 0;  ///< of the cells
};

/// Writes an image piece by piece: header, then `cells` (as CellEncoder wrote them, by rising positions),
/// then the checksum.
void write_image(const ImageHeader& header, std::span<const std::span<const std::uint8_t>> cells,
                 const std::function<void(std::span<const std::uint8_t>)>& append);

/// Checks the image of `rank` as a whole, then gives back its cells one by one. `source` names it in errors.
/// Throws InputError if it is of another version, damaged, or another rank's.
void read_image(std::string_view source, std::span<const std::uint8_t> image, Rank rank,
                const std::function<void(const ArchivedCell&)>& cell);

}  // namespace braid::explore
