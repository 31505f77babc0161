#include "braid/checker/command/afs_cache.h"

#include <algorithm>

namespace braid::command {

AfsCacheEntry* AfsCache::find(char file) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&](const AfsCacheEntry& entry) { return entry.file == file; });
  return found == entries_.end() ? nullptr : &*found;
}

AfsCacheEntry& AfsCache::put(char file, std::int64_t data) {
  AfsCacheEntry* entry = find(file);
  if (entry == nullptr) entry = &entries_.emplace_back();
  *entry = {file, data, /*dirty=*/false, /*references=*/0, /*valid=*/true};
  return *entry;
}

void AfsCache::erase(char file) {
  std::erase_if(entries_, [&](const AfsCacheEntry& entry) { return entry.file == file; });
}

}  // namespace braid::command
