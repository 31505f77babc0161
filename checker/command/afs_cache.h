// A client's cache of whole files in the homework simulator.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace braid::command {

struct AfsCacheEntry {
  char file = 0;
  std::int64_t data = 0;
  bool dirty = false;
  std::int64_t references = 0;  ///< opens minus closes; below 0 where a program closes twice
  bool valid = true;
};

/// The cached files in the order in which they came, at most one entry a file. Every operation is linear in
/// their number, at most 26.
class AfsCache {
 public:
  /// The entry, or nullptr; valid until the next put or erase.
  [[nodiscard]] AfsCacheEntry* find(char file);

  /// The entry of `file` becomes `data`, clean, valid, without references; a new file comes last.
  AfsCacheEntry& put(char file, std::int64_t data);

  void erase(char file);

  [[nodiscard]] std::span<const AfsCacheEntry> entries() const { return entries_; }

  std::int64_t hits = 0;
  std::int64_t misses = 0;
  std::int64_t invalidations = 0;

 private:
  std::vector<AfsCacheEntry> entries_;
};

}  // namespace braid::command
