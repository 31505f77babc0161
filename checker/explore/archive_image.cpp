#include "braid/checker/explore/archive_image.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>

#include "braid/checker/explore/crc64.h"
#include "braid/tracer/diagnostic.h"

namespace braid::explore {
namespace {

constexpr std::string_view kMagic = "BRAIDRNK";
constexpr std::size_t kHeaderBytes = 8 + 4 + 8 + 4 + 8 + 8 + 8;
constexpr std::size_t kChecksumBytes = 8;

[[noreturn]] void refuse(std::string_view source, const std::string& cause,
                         const std::string& accepted = {}) {
  throw InputError(source, {}, cause, accepted);
}

/// Everything before the cells has been checked when this returns, and the checksum of all.
ImageHeader check_image(std::string_view source, std::span<const std::uint8_t> image, Rank rank) {
  if (image.size() < kMagic.size() || !std::equal(kMagic.begin(), kMagic.end(), image.begin())) {
    refuse(source, "not a rank of an archive");
  }
  ByteReader in(image.subspan(kMagic.size()));
  const auto version = in.fixed(4);
  if (!version) refuse(source, "the archived rank is cut off");
  if (*version != kImageVersion) {
    refuse(source, fmt::format("the archived rank is of version {}", *version),
           fmt::format("version {}", kImageVersion));
  }
  if (image.size() < kHeaderBytes + kChecksumBytes) refuse(source, "the archived rank is cut off");
  ImageHeader header;
  header.rank = static_cast<Rank>(*in.fixed(8));
  header.actors = static_cast<std::uint32_t>(*in.fixed(4));
  header.cells = *in.fixed(8);
  header.states = *in.fixed(8);
  header.bytes = *in.fixed(8);
  if (header.bytes != image.size() - kHeaderBytes - kChecksumBytes) {
    refuse(source,
           fmt::format("the archived rank has {} bytes, but {} of cells", image.size(), header.bytes));
  }
  Crc64 checksum;
  checksum.update(image.first(image.size() - kChecksumBytes));
  ByteReader end(image.last(kChecksumBytes));
  if (end.fixed(8) != checksum.value()) refuse(source, "the archived rank fails its checksum");
  if (header.rank != rank)
    refuse(source, fmt::format("holds rank {}", header.rank), fmt::format("rank {}", rank));
  return header;
}

}  // namespace

void write_image(const ImageHeader& header, std::span<const std::span<const std::uint8_t>> cells,
                 const std::function<void(std::span<const std::uint8_t>)>& append) {
  Crc64 checksum;
  const auto append_summed = [&](std::span<const std::uint8_t> bytes) {
    checksum.update(bytes);
    append(bytes);
  };
  ByteWriter start;
  start.reserve(kHeaderBytes);
  for (const char letter : kMagic) start.put_fixed(static_cast<std::uint8_t>(letter), 1);
  start.put_fixed(kImageVersion, 4);
  start.put_fixed(static_cast<std::uint64_t>(header.rank), 8);
  start.put_fixed(header.actors, 4);
  start.put_fixed(header.cells, 8);
  start.put_fixed(header.states, 8);
  start.put_fixed(header.bytes, 8);
  append_summed(start.bytes());
  for (const auto cell : cells) append_summed(cell);
  ByteWriter end;
  end.reserve(kChecksumBytes);
  end.put_fixed(checksum.value(), 8);
  append(end.bytes());
}

void read_image(std::string_view source, std::span<const std::uint8_t> image, Rank rank,
                const std::function<void(const ArchivedCell&)>& cell) {
  const ImageHeader header = check_image(source, image, rank);
  ByteReader in(image.subspan(kHeaderBytes, image.size() - kHeaderBytes - kChecksumBytes));
  ArchivedCell archived;
  archived.control.rank = rank;
  std::vector<Position> before;
  std::uint64_t states = 0;
  for (std::uint64_t i = 0; i < header.cells; ++i) {
    if (!decode_cell(in, header.actors, archived)) refuse(source, fmt::format("cell {} is damaged", i));
    if (i > 0 && archived.control.positions <= before)
      refuse(source, fmt::format("cell {} is out of order", i));
    before = archived.control.positions;
    states += archived.count;
    cell(archived);
  }
  if (in.left() != 0 || states != header.states) refuse(source, "the archived rank disagrees with its sizes");
}

}  // namespace braid::explore
