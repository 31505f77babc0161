// The one type for traces: programs (events without results, to be explored) and histories (with results, to
// be validated). Every spelling (notation, NDJSON, action strings, imports) is read into it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/virtual_machines.h"

namespace braid {

enum class Operation : std::uint8_t {
  open,
  read,
  write,
  close,
  stat,     ///< asks for a file's status
  flush,    ///< drops a file from the cache
  create,   ///< makes a file that is not there yet
  rename,   ///< gives a file's contents to another name, which it replaces
  release,  ///< gives every file of a read-only volume new contents
  setacl,   ///< changes what a user may do in a directory
  makedir,  ///< makes a name of its own in a directory, which is a file
  fsync,    ///< has what was written to a file put on stable storage
  lock,     ///< locks a file against others
  unlock,
  remove,    ///< deletes a name
  truncate,  ///< makes a file empty
  // Instructions of a process in a virtual machine.
  load,        ///< from a virtual address
  store,       ///< to one
  syscall,     ///< calls its guest system
  privileged,  ///< an instruction that only a kernel may execute
  idle,        ///< does nothing
  setreg,      ///< writes a register
  getreg,      ///< reads it
  forge,       ///< calls its guest system, which on return asks for kernel mode
  peek,        ///< reads its guest system's own memory
  unmap,       ///< has its guest system take a page out of a page table
  map,         ///< has it put the page back
  clear,       ///< is given a page by its guest system, which zeroes it
  request,     ///< asks its monitor for what it has described in a page
  atomic,      ///< a store that its monitor emulates
  move,        ///< goes on on another CPU
  readonly,    ///< has it make a page's entry in the page table read-only
  writable,    ///< ... and writable
  lower,       ///< has it make the upper entry of its page table point to another lower table
};
/// Operations of clients of file systems.
inline constexpr std::array kOperations = {
    Operation::open,    Operation::read,   Operation::write,   Operation::close,
    Operation::stat,    Operation::flush,  Operation::create,  Operation::rename,
    Operation::release, Operation::setacl, Operation::makedir, Operation::fsync,
    Operation::lock,    Operation::unlock, Operation::remove,  Operation::truncate};

/// Instructions of processes in virtual machines.
inline constexpr std::array kInstructions = {
    Operation::load,     Operation::store,    Operation::syscall, Operation::privileged, Operation::idle,
    Operation::setreg,   Operation::getreg,   Operation::forge,   Operation::peek,       Operation::unmap,
    Operation::map,      Operation::clear,    Operation::request, Operation::atomic,     Operation::move,
    Operation::readonly, Operation::writable, Operation::lower};

[[nodiscard]] std::string_view name_of(Operation operation);

/// Whether it has a virtual address: a load, store, clear, unmap, map, request or
/// atomic, or a change of what an entry allows.
[[nodiscard]] bool has_address(Operation operation);

/// Whether it changes a page table: an unmap or map.
[[nodiscard]] bool changes_table(Operation operation);

/// Whether it is an open, read, write, close or fsync.
[[nodiscard]] bool has_descriptor(Operation operation);

/// What a user may do with the files of a directory, and with its access control list.
struct Rights {
  bool read = false;
  bool write = false;
  bool administer = false;  ///< change the list
  friend bool operator==(const Rights&, const Rights&) = default;
};

/// One operation of an actor. `file` is an index into Trace::files and is set for every operation on a file
/// (a read names the file that its descriptor was opened on); `descriptor`, of opens, reads, writes, closes
/// and fsyncs, indexes the actor's descriptors (dense, from 0, in the order in which the actor first opens
/// them; re-used names re-use the index).
struct Event {
  Operation operation = Operation::open;
  std::uint32_t file = 0;  ///< release: an index into Trace::volumes; setacl: into Trace::directories
  std::uint32_t descriptor = 0;
  SourcePosition position;

  std::uint32_t block = 0;     ///< read, write: the one block that it is about, if `one_block`
  bool one_block = false;      ///< otherwise it is about all of the file
  bool unaligned = false;      ///< write: it changes a part of `block` only; then `one_block`
  bool truncates = false;      ///< open: it makes the file empty
  std::uint32_t replaced = 0;  ///< rename: the file that `file` becomes
  std::string user;            ///< setacl: whose rights
  Rights rights;               ///< setacl: what they become
  std::uint32_t address = 0;   ///< virtual, of what has one; move: a CPU
  std::string space;           ///< unmap, map: in whose page table, if not in its own
  std::uint32_t page = 0;      ///< lower: the physical page that is the table; map: see `renames`
  bool renames = false;        ///< map: the entry names physical page `page` from now on

  // A history's part: seconds, decimal, kept as written; absent in a program.
  std::optional<std::string> start;
  std::optional<std::string> end;
  std::optional<std::string> result;
};

/// A process of a client, or of a virtual machine, which is then the part before the dot in `v0.shell`: its
/// events happen in this order. A client with one process gives it its name, `c0`; the processes of one that
/// has several are called `c0.editor`, `c0.shell`.
struct Actor {
  std::string name;
  std::vector<Event> events;
  std::vector<std::string> descriptors;  ///< their names as written, by index
  bool guest = false;                    ///< whether it is a virtual machine's
  std::uint32_t cpu = 0;                 ///< guest: the physical CPU that it runs on
};

/// A file of the server and what it holds at first: an integer under `values counter`, any word under `values
/// writer`.
struct File {
  std::string name;
  std::string contents;
  SourcePosition position = {};  ///< of the contents, where a text declares them
  bool absent = false;           ///< whether it is to be created first; then `contents` is empty
  std::uint32_t blocks = 1;      ///< of which each holds the contents at first
};

/// Files that are read-only together and are replaced together.
struct Volume {
  std::string name;
  std::vector<std::uint32_t> files;
  SourcePosition position = {};
};

/// Files with one access control list: users without an entry have no rights.
struct Directory {
  std::string name;
  std::vector<std::uint32_t> files;
  SourcePosition position = {};
  struct Entry {
    std::string user;
    Rights rights;
  };
  std::vector<Entry> acl;
};

/// Who works at a client.
struct User {
  std::string client;
  std::string name;
  std::string claims;  ///< who the client tells the server it is: `name`, unless said otherwise
  SourcePosition position = {};
};

/// A client's view of a name: its name `path` designates `file`, by default the file of the same name.
struct Mount {
  std::string client;
  std::uint32_t path = 0;  ///< as `file`, an index into Trace::files
  std::uint32_t file = 0;
  SourcePosition position = {};
};

/// A number of blocks with a name, and the range of numbers that are of interest; files and events that it is
/// used for have the first.
struct NamedSize {
  std::string name;
  std::uint32_t first = 1;
  std::uint32_t last = 1;
};

/// How many blocks each client's memory and its disk hold, where that matters: for costs.
struct CacheCapacity {
  std::optional<std::uint64_t> memory;
  std::optional<std::uint64_t> disk;
};

/// What a write stores. counter: the next number of one global counter that starts at the number of files (as
/// the AFS homework simulator does). writer: an identity of its own, `c0#1` for client c0's first write.
enum class Values : std::uint8_t { counter, writer };

/// A design decision on the `system` line, `reopen=keep`.
struct Option {
  std::string name;
  std::string value;
  SourcePosition position;
};

/// `server-crash<=1`: how often the environment may do something.
struct FaultBudget {
  std::string name;
  std::uint64_t limit = 0;
  SourcePosition position;
};

enum class ConditionKind : std::uint8_t { exists, forall, never, always };

[[nodiscard]] std::string_view name_of(ConditionKind kind);

/// A formula of the property language over outcomes (exists, forall, never) or over states (always).
struct Condition {
  ConditionKind kind = ConditionKind::exists;
  std::string formula;      ///< as written, without the keyword
  SourcePosition position;  ///< of the formula's first character
};

/// What is known of a property of the trace's system: `expect NAME violated`.
struct Expectation {
  std::string property;
  bool holds = true;
  SourcePosition position;
};

/// Invariants: indices are in range; reads, writes and closes refer to a descriptor that is open at that
/// point of the program, opens to one that is not. Nothing is declared twice: files and clients differ in
/// their names, as do volumes and directories; a file is in one volume and one directory at most, a user in
/// an access control list once; a client has a name in its place once; an actor is measured once. Blocks of
/// reads and writes are among their files'. Where one process of a client has a name, all have. Users work at
/// clients that there are. Either all actors are guests, each in a machine that there is and on CPUs that
/// there are, or none is. Tables have an entry for a page once. Tasks name pages and machines that there are;
/// their names are no actor's, and their CPUs there are. Page tables that guests change are their own
/// machine's.
struct Trace {
  std::string source;  ///< what messages call it: a file name or "-A"
  std::string text;    ///< the text it was read from, for excerpts in messages about it; may be empty
  std::string system = "afs2";
  SourcePosition system_position;
  std::vector<Option> options;
  Values values = Values::writer;
  std::vector<File> files;
  std::vector<Actor> actors;
  std::vector<FaultBudget> faults;
  std::vector<Condition> conditions;
  std::vector<Volume> volumes;
  std::vector<Directory> directories;
  std::vector<User> users;
  std::vector<Mount> mounts;
  std::vector<NamedSize> sizes;
  CacheCapacity capacity;
  std::vector<std::uint32_t> measured;  ///< actors whose operations are priced; none: all
  std::vector<Expectation> expectations;
  std::optional<Machine> machine;
  std::vector<VirtualMachine> machines;
  std::vector<AddressSpace> spaces;
  std::vector<MonitorTask> tasks;

  /// The value of an option, or nothing where the trace does not set it.
  [[nodiscard]] std::optional<std::string> option(std::string_view name) const;

  /// The clients, in the order of their first processes.
  [[nodiscard]] std::vector<std::string> clients() const;

  /// The sum of the actors' events.
  [[nodiscard]] std::size_t event_count() const;
};

/// The client that a process belongs to: its name up to a dot, or all of it.
[[nodiscard]] std::string_view client_of(const Actor& actor);

}  // namespace braid
