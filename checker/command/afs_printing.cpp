// The parts of a run's output that change nothing: headings, files, caches, statistics.
#include "braid/checker/command/afs_simulator.h"

namespace braid::command {

void AfsSimulator::print_header() {
  transcript_.print("{:>12} {:>12} ", "Server", "");
  for (const Client& client : clients_) transcript_.print("{:>13} {:>13} ", client.name, "");
  transcript_.text("\n");
}

void AfsSimulator::print_files(bool with_contents) {
  for (std::size_t i = 0; i < contents_.size(); ++i) {
    const char file = static_cast<char>('a' + i);
    if (with_contents) {
      transcript_.print("file:{} contains:{}\n", file, contents_[i]);
    } else {
      transcript_.print("file:{} contains:?\n", file);
    }
  }
}

void AfsSimulator::print_cache(std::size_t number) {
  if (!options_.solve || !detail_.caches) return;
  const Client& client = clients_[number];
  for (const AfsCacheEntry& entry : client.cache.entries()) {
    transcript_.indent(number);
    if (detail_.names) transcript_.print("{} ", client.name);
    transcript_.print("[{}:{:2} (v={:d},d={:d},r={})]\n", entry.file, entry.data, entry.valid, entry.dirty,
                      entry.references);
  }
}

void AfsSimulator::print_statistics() {
  transcript_.print("Server   -- Gets:{} Puts:{}\n", gets_, puts_);
  for (const Client& client : clients_) {
    transcript_.print("{}       -- Reads:{} Writes:{}\n", client.name, client.reads, client.writes);
    transcript_.print("   Cache -- Hits:{} Misses:{} Invalidates:{}\n", client.cache.hits,
                      client.cache.misses, client.cache.invalidations);
  }
}

}  // namespace braid::command
