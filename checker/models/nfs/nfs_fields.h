// Where the facts of an NFS state are.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/nfs/nfs_options.h"
#include "braid/checker/models/nfs/nfs_program.h"

namespace braid::models {

/// Stages of a call, in the order of the rank.
enum class NfsPhase : std::uint8_t {
  idle,
  called,    ///< the call is on its way to the server
  half,      ///< the server has begun
  replied,   ///< the reply is on its way
  dropping,  ///< the client has taken the attributes and has yet to drop what has changed
};

enum class NfsCall : std::uint8_t { getattr, read, write, commit, create, remove, rename, truncate };

enum class NfsStatus : std::uint8_t { done, refused, gone };

/// What part of a state is kept only if somebody asks for it.
struct NfsTracking {
  bool numbers = false;                  ///< versions of blocks
  std::vector<std::vector<bool>> reads;  ///< by process, by block that it reads
};

/// Facts that cannot change in a trace have no bits.
struct NfsFields {
  /// Of the server.
  struct Block {
    explore::Field memory;
    explore::Field disk;         ///< what a crash leaves
    explore::Field unsafe;       ///< memory is newer than the disk
    explore::Field number;       ///< tracked only: which version the memory holds
    explore::Field disk_number;  ///< and the disk
    explore::Field latest;       ///< the newest version, where versions are lost
  };
  struct File {
    explore::Field change;      ///< its attributes' version, or its time of change
    explore::Field exists;      ///< under its name
    explore::Field kept;        ///< renamed by the client that removed it
    explore::Field generation;  ///< how often it was made
  };
  /// A block in a client's cache.
  struct Buffer {
    explore::Field present;
    explore::Field data;
    explore::Field dirty;       ///< not acknowledged by the server
    explore::Field again;       ///< written again while it was sent
    explore::Field committing;  ///< 1: acknowledged, but not known to be on disk; 2: a COMMIT is under way
    explore::Field verifier;    ///< that of its WRITE, until it is committed
    explore::Field number;      ///< tracked only
  };
  /// What a client knows of a file.
  struct Attributes {
    explore::Field known;
    explore::Field change;
    explore::Field time;           ///< with ticks: when they were asked for
    explore::Field lifetime;       ///< for how long they are trusted
    explore::Field generation;     ///< which file its handle names
    explore::Field size;           ///< for writes of parts: how many of the blocks come before its end
    explore::Field last_verifier;  ///< of its last WRITE
    explore::Field open;           ///< descriptors, where they decide about renaming
    explore::Field error;          ///< a WRITE was refused, which nobody was told yet
  };
  /// A call: of a process, or of a client's daemon.
  struct Slot {
    explore::Field phase;
    explore::Field lost;
    explore::Field call;
    explore::Field block;
    explore::Field data;    ///< what a WRITE carries, or a READ's reply; GETATTR, CREATE: the generation
    explore::Field change;  ///< attributes in the reply
    explore::Field size;    ///< another one: the file's size
    explore::Field before;  ///< those before the change
    explore::Field verifier;
    explore::Field number;
    explore::Field status;
    explore::Field asked;  ///< with ticks: when
    explore::Field done;   ///< the server remembers its reply
    explore::Field ran;    ///< the server has executed it
    // Of processes only.
    explore::Field calls;  ///< 1 + how many calls of this event are over; 0 before its beginning
    explore::Field block_of_read;
    explore::Field checked;  ///< the attributes were asked for on behalf of this read
    explore::Field hit;      ///< its client has crashed
  };
  /// A copy of a call that is late.
  struct Late {
    explore::Field pending;
    explore::Field orphan;  ///< the process does not wait any more
    explore::Field call;
    explore::Field block;
    explore::Field data;
    explore::Field done;  ///< the server remembers the reply
    explore::Field ran;   ///< the server has executed the call
  };

  NfsFields(const NfsProgram& program, const NfsOptions& options, const FaultBudgets& budgets,
            const NfsTracking& tracking);

  [[nodiscard]] const Buffer& buffer(std::uint32_t client, std::uint32_t block) const {
    return buffers[client * blocks.size() + block];
  }
  [[nodiscard]] const Attributes& attribute(std::uint32_t client, std::uint32_t file) const {
    return attributes[client * files.size() + file];
  }

  explore::Layout layout;
  std::vector<Block> blocks;
  std::vector<File> files;
  std::vector<Buffer> buffers;
  std::vector<Attributes> attributes;
  std::vector<Slot> slots;                         ///< of processes, then of daemons
  std::vector<Late> late;                          ///< by process
  std::vector<std::vector<explore::Field>> reads;  ///< 1 + content; 0: not read
  std::vector<std::vector<explore::Field>> got;    ///< tracked only: by process, by block: version last read
  explore::Field verifier;
  explore::Field written;  ///< `values counter`: writes so far
  explore::Field now;
  explore::Field losses;
  explore::Field retransmits;
  explore::Field duplicates;
  explore::Field server_crashes;
  explore::Field client_crashes;
  explore::Field evictions;
  explore::Field errors;

  std::uint64_t greatest_change = 0;     ///< of attributes, and of versions of blocks
  std::uint32_t greatest_calls = 0;      ///< of one event
  std::array<std::uint8_t, 5> phases{};  ///< how a phase is written, and what it adds to the rank
};

/// How often a server's verifier can change.
[[nodiscard]] std::uint32_t greatest_verifier(const NfsOptions& options, const FaultBudgets& budgets);

}  // namespace braid::models
