// What a trace asks of NFS, compiled: files cut into blocks, events, sessions, contents, rights.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/models/nfs/nfs_options.h"
#include "braid/tracer/trace.h"

namespace braid::models {

struct NfsEvent {
  Operation operation = Operation::open;
  std::uint32_t file = 0;     ///< the server's, whatever the client calls it
  std::uint32_t first = 0;    ///< read, write: the first of its blocks; else of the file's
  std::uint32_t blocks = 1;   ///< how many it is about
  std::uint32_t read = 0;     ///< read: the number of its first block among those that the process reads
  bool unaligned = false;     ///< write: of a part of its one block
  std::int64_t content = -1;  ///< write under `values writer`: what it stores
  /// Where the process goes on if its session breaks off here: the first later event before which no
  /// descriptor is open.
  std::uint32_t next_session = 0;
  bool in_session = false;  ///< some descriptor is open before it
  SourcePosition position;

  /// Whether it brings what was written to the server.
  [[nodiscard]] bool flushes() const {
    return operation == Operation::close || operation == Operation::fsync ||
           operation == Operation::truncate || operation == Operation::remove;
  }
};

struct NfsProcess {
  std::uint32_t client = 0;
  std::vector<NfsEvent> events;
  std::vector<std::vector<std::uint32_t>> open;  ///< open[file][event]: descriptors open before the event
  std::vector<std::string> reads;                ///< `read1`, `read2.0`: by block that is read
};

struct NfsBlock {
  std::string name;  ///< the file's, or `a.1`
  std::uint32_t file = 0;
  std::int64_t initial = 0;
};

struct NfsFile {
  std::uint32_t first = 0;
  std::uint32_t blocks = 1;
  bool absent = false;        ///< at first
  bool renames = false;       ///< its name comes or goes
  bool removed = false;       ///< by some event
  bool emptied = false;       ///< by some event
  bool unaligned = false;     ///< some event writes a part of a block
  std::int64_t created = 0;   ///< what its blocks hold when it is made
  std::uint32_t changes = 0;  ///< how many blocks are written, and how often it is truncated, made, removed

  /// Whether it matters where the file ends: a part of a block behind the end is written without reading it.
  [[nodiscard]] bool sized() const { return unaligned && (renames || emptied); }
};

struct NfsProgram {
  /// Throws InputError for events and declarations that the model cannot take.
  NfsProgram(const Trace& trace, const NfsOptions& options);

  [[nodiscard]] bool may(std::uint32_t client, std::uint32_t file, bool write) const {
    return rights_[client * files.size() + file][write ? 1 : 0];
  }
  [[nodiscard]] bool really_may(std::uint32_t client, std::uint32_t file, bool write) const {
    return real_rights_[client * files.size() + file][write ? 1 : 0];
  }
  /// Whether a block of the file that holds this is not there: it is behind the end of a file that was made
  /// or emptied, and nobody has written it since.
  [[nodiscard]] bool missing(const NfsFile& file, std::int64_t content) const {
    if (counter) return false;
    return (file.renames && content == file.created) || (file.emptied && content == truncated);
  }
  [[nodiscard]] std::uint32_t block_count() const { return static_cast<std::uint32_t>(blocks.size()); }

  std::vector<std::string> clients;
  std::vector<NfsProcess> processes;
  std::vector<NfsFile> files;
  std::vector<NfsBlock> blocks;
  std::vector<std::uint32_t> mounts;  ///< by client, by name: the server's file

  bool counter = false;               ///< `values counter`: contents are numbers
  std::vector<std::string> contents;  ///< writer: their names, by id
  std::int64_t greatest_content = 0;
  std::int64_t truncated = 0;  ///< what a block of a truncated file holds
  std::uint32_t writes = 0;    ///< of all processes
  bool restricted = false;     ///< somebody may not do something

 private:
  using Rights = std::vector<std::vector<bool>>;

  void cut_files(const Trace& trace);
  void mount(const Trace& trace);
  void compile(const Trace& trace, std::uint32_t process);
  void add_event(const Event& event, NfsProcess& process);
  void find_sessions(NfsProcess& process) const;
  void number_contents(const Trace& trace);
  void grant_rights(const Trace& trace, bool believed);
  void check(const Trace& trace) const;
  void check_files(const Trace& trace) const;
  void check_events(const Trace& trace) const;
  void check_removals(const Trace& trace, const NfsOptions& options) const;

  Rights rights_;
  Rights real_rights_;
};

}  // namespace braid::models
