#include "braid/checker/explore/packed_schedule.h"

#include <vector>

namespace braid::explore {

Schedule unpack_schedule(std::span<const std::uint64_t> words, std::uint64_t steps, unsigned bits) {
  Schedule schedule(steps, 0);
  if (bits == 0) return schedule;
  std::vector<std::uint64_t> packed(words.begin(), words.end());
  for (std::size_t step = schedule.size(); step-- > 0;) {
    schedule[step] = static_cast<std::uint32_t>(packed[0] & ((std::uint64_t{1} << bits) - 1));
    for (std::size_t word = 0; word < packed.size(); ++word) {
      const std::uint64_t above = word + 1 < packed.size() ? packed[word + 1] : 0;
      packed[word] = (packed[word] >> bits) | (above << (64 - bits));
    }
  }
  return schedule;
}

}  // namespace braid::explore
