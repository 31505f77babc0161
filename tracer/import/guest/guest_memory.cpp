#include "braid/tracer/import/guest/guest_memory.h"

#include <algorithm>

#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

constexpr unsigned kPageBits = 12;

std::optional<std::uint64_t> take_labelled(std::string_view& line, std::string_view label, int base) {
  if (take_word(line) != label) return std::nullopt;
  std::string_view word = take_word(line);
  if (base == 16 && word.starts_with("0x")) word.remove_prefix(2);
  return read_number<std::uint64_t>(word, base);
}

}  // namespace

std::optional<MemoryLine> read_memory_line(std::string_view line) {
  MemoryLine memory;
  memory.name = take_word(line);
  const auto process = take_labelled(line, "pid", 10);
  if (!process) return std::nullopt;
  const auto guest_address = take_labelled(line, "gpa", 16);
  const auto size = take_labelled(line, "size", 16);
  const auto host_address = take_labelled(line, "hva", 16);
  if (!guest_address || !size || !host_address || !take_word(line).empty()) return std::nullopt;
  if (*guest_address + *size < *guest_address || *host_address + *size < *host_address) return std::nullopt;
  memory.process = *process;
  memory.guest_address = *guest_address;
  memory.size = *size;
  memory.host_address = *host_address;
  return memory;
}

bool is_memory_map(std::string_view head) {
  bool any = false;
  while (!head.empty()) {
    const std::size_t end = head.find('\n');
    // The last line may be cut off by the size of the head.
    if (end == std::string_view::npos && any) break;
    std::string_view line = head.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
    if (line.empty()) continue;
    if (!read_memory_line(line)) return false;
    any = true;
  }
  return any;
}

std::vector<GuestMemory::Range> GuestMemory::frames(std::uint64_t process, std::uint64_t begin,
                                                    std::uint64_t end) const {
  std::vector<Range> ranges;
  const auto found = slots_.find(process);
  if (found == slots_.end()) return ranges;
  for (const MemoryLine& slot : found->second) {
    const std::uint64_t first = std::max(begin, slot.host_address);
    const std::uint64_t last = std::min(end, slot.host_address + slot.size);
    if (first >= last) continue;
    const std::uint64_t frame = (slot.guest_address + (first - slot.host_address)) >> kPageBits;
    const std::uint64_t last_frame = (slot.guest_address + (last - 1 - slot.host_address)) >> kPageBits;
    ranges.push_back({frame, last_frame - frame + 1});
  }
  return ranges;
}

}  // namespace braid::import::guest
