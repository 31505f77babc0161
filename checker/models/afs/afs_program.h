// What a trace asks of AFS at message granularity, compiled: events, sessions, contents, what callbacks
// cover.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "braid/checker/models/afs/afs_directory.h"
#include "braid/checker/models/afs/afs_options.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// An event of a process.
struct AfsEvent {
  Operation operation = Operation::open;
  std::uint32_t file = 0;      ///< release: the volume; setacl: the directory
  std::uint32_t replaced = 0;  ///< rename
  std::uint32_t user = 0;      ///< setacl: index into AfsProgram::users
  Rights rights;               ///< setacl
  std::uint32_t first = 0;     ///< read, write: the first of its blocks, counted in the file
  std::uint32_t blocks = 1;    ///< how many it is about
  bool part = false;           ///< they are not all of the file
  std::uint64_t ones = 1;      ///< what changes a copy: a one in the place of each of its blocks
  std::uint64_t kept = 0;      ///< what changes a copy: the bits that it leaves as they are
  bool truncates = false;      ///< open, truncate: it makes the file empty
  std::uint32_t read = 0;      ///< read: the number of its first block among those that the process reads
  std::uint32_t made = 0;      ///< makedir: its name's number among those of the directory
  std::int64_t content = -1;   ///< write, truncation, release under `values writer`: what it stores
  std::uint32_t writes_before = 0;
  /// Where the process goes on if its session breaks off here: the next event before which no descriptor is
  /// open.
  std::uint32_t next_session = 0;
  std::vector<std::uint32_t> files;    ///< those that its call is about; none: it never calls
  std::vector<std::uint32_t> objects;  ///< those that its call breaks promises of; none: it changes nothing

  /// Whether `file` is a file, not a volume or a directory.
  [[nodiscard]] bool on_file() const {
    return operation != Operation::release && operation != Operation::setacl;
  }
  /// Whether its call brings what was written to the server.
  [[nodiscard]] bool stores() const { return operation == Operation::close || operation == Operation::fsync; }
  /// Whether it puts something into the client's copy.
  [[nodiscard]] bool changes_copy() const { return operation == Operation::write || truncates; }
  /// Whether its call, if it makes one, asks for a file, its data or its status alone, and changes nothing.
  [[nodiscard]] bool asks() const {
    return operation == Operation::open || operation == Operation::read || operation == Operation::write ||
           operation == Operation::stat;
  }
  /// Whether its call changes something: what the server does about it may take several steps.
  [[nodiscard]] bool changes() const { return !asks() && operation != Operation::flush; }
  /// Whether its call gives files a new version.
  [[nodiscard]] bool changes_files() const {
    return stores() || operation == Operation::create || operation == Operation::rename ||
           operation == Operation::release || operation == Operation::makedir;
  }
};

struct AfsProcess {
  std::uint32_t client = 0;
  std::vector<AfsEvent> events;
  std::vector<std::vector<std::uint32_t>> open;  ///< open[file][event]: descriptors open before the event
  std::vector<std::string> reads;                ///< `read1`, `read2.0`: by block that is read
  std::uint32_t read_events = 0;
  std::uint32_t writes = 0;

  /// The first event from `event` on before which nothing is open.
  [[nodiscard]] std::uint32_t session_from(std::uint32_t event) const;
};

/// What a callback can be about: files 0 .. F-1, then volumes, then everything that a client holds.
struct AfsObject {
  std::string name;
  std::vector<std::uint32_t> files;
  std::uint32_t changes = 0;  ///< events that break it
};

/// A file is moved as a whole: its blocks stand side by side in one number, the first in the lowest bits.
struct AfsFile {
  std::uint32_t first = 0;  ///< of its blocks among all
  std::uint32_t blocks = 1;
  std::uint64_t ones = 1;  ///< a one in the place of each block: times a content, that content in all
  bool truncated = false;  ///< by some event: two versions may hold the same
};

struct AfsBlock {
  std::string name;  ///< the file's, or `a.1`
  std::uint32_t file = 0;
  std::uint32_t place = 0;  ///< in the file
};

struct AfsProgram {
  /// Throws InputError for events and declarations that the model cannot take.
  AfsProgram(const Trace& trace, const AfsOptions& options);

  std::vector<std::string> clients;
  std::vector<AfsProcess> processes;
  std::vector<AfsObject> objects;
  std::vector<std::string> users;
  std::vector<std::uint32_t> user_of;       ///< by client
  std::vector<std::uint32_t> claim_of;      ///< by client: the user that the server takes it for
  std::vector<std::uint32_t> directory_of;  ///< by file; kNone: no directory, everybody may do everything
  std::vector<bool> changes_rights;         ///< by directory

  bool counter = false;               ///< `values counter`: contents are numbers
  std::vector<std::string> contents;  ///< writer: their names, by id
  std::vector<std::int64_t> initial;  ///< by file, of each block
  std::int64_t greatest_content = 0;  ///< of a block
  unsigned content_bits = 0;          ///< of a block
  std::vector<AfsFile> files;
  std::vector<AfsBlock> blocks;
  std::uint32_t greatest_stores = 0;      ///< of one file
  std::vector<bool> may_be_absent;        ///< by file: created, or renamed away
  std::vector<AfsDirectory> directories;  ///< by file; not those of access control, which have no contents

  static constexpr std::uint32_t kNone = ~0U;
  [[nodiscard]] bool is_directory(std::uint32_t file) const { return directories[file].names > 0; }
  [[nodiscard]] bool any_directory() const;
  /// Whether versions of the file are told apart by their numbers. Elsewhere no two versions hold the same.
  [[nodiscard]] bool goes_by_number(std::uint32_t file) const {
    return is_directory(file) || files[file].truncated;
  }
  /// Whether that is so of any file.
  [[nodiscard]] bool any_goes_by_number() const;
  /// The number of a file whose blocks all hold `content`.
  [[nodiscard]] std::uint64_t filled(std::uint32_t file, std::int64_t content) const {
    return files[file].ones * static_cast<std::uint64_t>(content);
  }
  /// What a block holds, counted in the file, of which this is the number.
  [[nodiscard]] std::uint64_t in_block(std::uint64_t whole, std::uint32_t place) const {
    return whole >> content_bits * place & ((std::uint64_t{1} << content_bits) - 1);
  }
  [[nodiscard]] std::uint32_t everything() const { return static_cast<std::uint32_t>(objects.size()) - 1; }

 private:
  void cut_files(const Trace& trace);
  void place_blocks(const Trace& trace);
  void name_users(const Trace& trace);
  void compile(const Trace& trace, const AfsOptions& options, std::uint32_t process);
  void cover_blocks(const Event& event, AfsEvent& compiled);
  static void name_read(AfsProcess& process, AfsEvent& compiled);
  void find_sessions(AfsProcess& process) const;
  void number_contents(const Trace& trace);
  void number_sets(const Trace& trace);
  void count_stores();
  void check(const Trace& trace, const AfsOptions& options) const;
  void check_declarations(const Trace& trace, const AfsOptions& options) const;
};

}  // namespace braid::models
