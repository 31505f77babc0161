// Where in its monitor's address space a guest's memory lies.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/recording/value.h"

namespace braid::import::guest {

/// `vmA pid 5408 gpa 0 size 1000000 hva 0x7feb6a200000`: numbers but the pid are hexadecimal. What a virtual
/// machine monitor may print of each of its memory slots.
struct MemoryLine {
  std::string name;
  std::uint64_t process = 0;
  std::uint64_t guest_address = 0;
  std::uint64_t size = 0;
  std::uint64_t host_address = 0;
};

/// Nothing where the line has another form, or its addresses go beyond 2^64.
[[nodiscard]] std::optional<MemoryLine> read_memory_line(std::string_view line);

/// Whether each whole line of the head of an input is one, and there is at least one.
[[nodiscard]] bool is_memory_map(std::string_view head);

/// The memory of several processes. Memory: what the lines say.
class GuestMemory {
 public:
  struct Range {
    std::uint64_t guest_frame = 0;
    std::uint64_t frames = 0;
  };

  void add(const MemoryLine& line) { slots_[line.process].push_back(line); }

  /// Whether it has any of the process.
  [[nodiscard]] bool knows(std::uint64_t process) const { return slots_.contains(process); }

  /// The guest frames of which a part lies in the host's addresses [begin, end).
  [[nodiscard]] std::vector<Range> frames(std::uint64_t process, std::uint64_t begin,
                                          std::uint64_t end) const;

 private:
  std::map<std::uint64_t, std::vector<MemoryLine>> slots_;
};

}  // namespace braid::import::guest
