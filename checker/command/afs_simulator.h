// One run of the homework simulator: AFS clients with whole-file caches, a server with callbacks, one
// schedule.
//
// Source: OSTEP chapter 49, homework. It does what the original does, its flaws included: a descriptor stands
// for its file from the start to the end of a program; a re-open of an invalid file forgets the references
// that are open; the check of a descriptor's range looks at the number of clients instead.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/command/afs_cache.h"
#include "braid/checker/command/afs_options.h"
#include "braid/checker/command/afs_program.h"
#include "braid/checker/command/afs_transcript.h"

namespace braid::command {

/// The bits of -d, in two's complement, and its sign.
struct AfsDetail {
  explicit AfsDetail(const Integer& detail);

  bool server = false;
  bool callbacks = false;
  bool caches = false;
  bool names = false;
  bool positive = false;
};

/// Runs once. Memory O(actions + clients).
class AfsSimulator {
 public:
  /// Keeps references to both.
  AfsSimulator(const AfsOptions& options, Transcript& transcript);

  /// Prints the whole run. Throws EarlyExit where the original ends early.
  void run();

 private:
  struct Client {
    std::string name;
    AfsProgram program;
    AfsCache cache;
    std::uint32_t callbacks = 0;  ///< the server's promises to this client, a bit a file; never taken back
    std::size_t next = 0;         ///< index into the program's actions
    bool done = false;
    std::int64_t reads = 0;
    std::int64_t writes = 0;
  };

  void make_clients();
  void make_random_clients();
  void add_client(AfsProgram program);
  void check_schedule() const;
  void run_schedule();

  /// Whether this step found the client's program at its end.
  bool step(std::size_t client);
  void open(Client& client, const AfsAction& action);
  void read(Client& client, const AfsAction& action);
  void write(Client& client, const AfsAction& action);
  void close(Client& client, const AfsAction& action);
  [[nodiscard]] AfsCacheEntry& cached_file(Client& client, const AfsAction& action);

  void fetch(Client& client, char file);
  void store(const Client& client, char file, std::int64_t value);
  void invalidate(std::size_t client, char file);

  void print_header();
  void print_files(bool with_contents);
  void print_cache(std::size_t client);
  void print_statistics();

  const AfsOptions& options_;
  Transcript& transcript_;
  AfsDetail detail_;
  PythonRandom random_;
  std::vector<std::int64_t> contents_;  ///< of the server's files, a first
  std::int64_t next_value_ = 0;
  std::int64_t gets_ = 0;
  std::int64_t puts_ = 0;
  std::vector<Client> clients_;
  bool descriptors_in_range_ = true;
};

}  // namespace braid::command
