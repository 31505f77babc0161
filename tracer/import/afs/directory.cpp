#include "braid/tracer/import/afs/directory.h"

#include <algorithm>

#include "braid/tracer/import/packets/big_endian.h"

namespace braid::import::afs {
namespace {

constexpr std::size_t kPage = 2048;
constexpr std::size_t kSlot = 32;
constexpr std::size_t kSlots = kPage / kSlot;
constexpr std::uint16_t kTag = 1234;
constexpr std::size_t kBitmap = 5;  ///< where the page's header has it
/// Slots of the page's header, and on the first page of the directory's (its map of pages, its hash table).
constexpr std::size_t kHeaderSlots = 1;
constexpr std::size_t kFirstHeaderSlots = 13;
constexpr std::size_t kName = 12;  ///< where an entry has it; it may run on into the next slots
/// A name that does not fit in so many bytes with the zero behind it takes a further slot for each 32 bytes,
/// although 20 would be left in the first (dir.c, afs_dir_NameBlobs).
constexpr std::size_t kFirstName = 16;

bool used(std::string_view page, std::size_t slot) {
  return (packets::byte_at(page, kBitmap + slot / 8) >> slot % 8 & 1) != 0;
}

}  // namespace

void for_each_entry(
    std::string_view data,
    const std::function<void(std::string_view name, std::uint32_t vnode, std::uint32_t unique)>& entry) {
  for (std::size_t at = 0; at + kPage <= data.size(); at += kPage) {
    const std::string_view page = data.substr(at, kPage);
    if (packets::big_endian_16(page, 2) != kTag) return;
    for (std::size_t slot = at == 0 ? kFirstHeaderSlots : kHeaderSlots; slot < kSlots; ++slot) {
      if (!used(page, slot)) continue;
      const std::string_view here = page.substr(slot * kSlot);
      const std::string_view name = here.substr(kName, here.substr(kName).find('\0'));
      entry(name, packets::big_endian_32(here, 4), packets::big_endian_32(here, 8));
      slot += (name.size() + kFirstName) / kSlot;
    }
  }
}

}  // namespace braid::import::afs
