// What clients do to one file, run in a system's model: what the last operation costs, and how things are
// then.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "braid/checker/cost/price.h"
#include "braid/tracer/trace.h"

namespace braid::cost {

/// An operation of a process. Processes are numbered client by client; each has the file open once at most.
struct FileStep {
  /// open, close, read, write, stat, fsync, create, remove, truncate, or rename: another file, which nobody
  /// has used, gets the name of this one.
  Operation operation = Operation::open;
  std::uint8_t client = 0;
  std::uint8_t process = 0;  ///< of that client
  std::uint8_t block = 0;    ///< of a read or write
  bool writes = false;       ///< of an open: for writing, whether or not that is done
  bool truncates = false;    ///< of an open
  friend bool operator==(const FileStep&, const FileStep&) = default;
};

/// How a client stands to the file: all that can matter to later costs, as text. What a client holds is told
/// as equal or not to what the server has, so that what was done how often leaves no trace.
struct ClientFacts {
  std::string client;               ///< the client's own
  std::vector<std::string> blocks;  ///< by block
  struct Session {
    std::uint8_t process = 0;
    bool writes = false;
    std::string facts;
  };
  std::vector<Session> sessions;  ///< of the processes that have the file open
};

struct FileRun {
  std::vector<Price>
      prices;          ///< of the last step, by client, in units: messages have no header, blocks a byte
  std::string server;  ///< facts that are no client's
  std::vector<ClientFacts> clients;
};

/// What a file is at first.
struct FileBeginning {
  std::uint32_t blocks = 1;
  bool absent = false;  ///< it is to be created
};

/// Runs such programs in one system. Thread-safe: it does not change.
class FileRunner {
 public:
  /// `words` as on a `system` line. Throws InputError for a system that cannot be priced, or whose states
  /// hold more than can be observed.
  explicit FileRunner(std::string_view words);

  /// Whether clients cache whole files. Then a file is one block here, of whatever size.
  [[nodiscard]] bool whole_files() const { return whole_files_; }
  /// The names of all messages that the system has.
  [[nodiscard]] const std::vector<std::string>& messages() const { return messages_; }
  /// Whether the system has the operation. Opens that truncate are there where truncations are.
  [[nodiscard]] bool knows(Operation operation) const;
  /// Whether only processes that have a file open can truncate it.
  [[nodiscard]] bool truncates_open_files_only() const { return truncates_open_files_only_; }
  /// Whether a file that gets another name has other attributes then, at which clients drop what they have of
  /// it: its time of change is new, and clients ask for that when they open it.
  [[nodiscard]] bool drops_what_moves() const;

  /// Runs all steps in their order. REQUIRES that sessions are well formed, that a file is created once, if
  /// at first it is absent, and before all else, blocks <= kMostBlocks, and that there are at most
  /// kMostProcesses processes. O(steps).
  [[nodiscard]] FileRun run(const std::vector<FileStep>& steps, const FileBeginning& beginning) const;

  // What all models take, and more would be slow to explore.
  static constexpr std::uint32_t kMostBlocks = 16;
  static constexpr std::uint32_t kMostProcesses = 16;

 private:
  [[nodiscard]] Trace program(const std::vector<FileStep>& steps, const FileBeginning& beginning) const;
  [[nodiscard]] bool accepts(Operation operation) const;
  [[nodiscard]] bool accepts(std::initializer_list<Operation> operations) const;
  [[nodiscard]] bool takes_two_events(const FileStep& step) const;

  Trace base_;
  bool whole_files_ = false;
  bool truncates_open_files_only_ = false;
  std::vector<Operation> known_;
  std::vector<std::string> messages_;
};

}  // namespace braid::cost
