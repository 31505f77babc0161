// The data of a state of AFS at message granularity: which bits there are, and where.
#pragma once

#include <cstdint>
#include <vector>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/afs/afs_options.h"
#include "braid/checker/models/afs/afs_program.h"

namespace braid::models {

/// A field of width 0 is a fact that never changes in this trace: it reads as 0.
struct AfsFields {
  /// What a client's cache knows of a file.
  struct Copy {
    explore::Field present;
    explore::Field data;     ///< where the data are not here: those of the version that is known
    explore::Field fetched;  ///< fetch=read: the data are here, not the status alone
    explore::Field trust;    ///< it holds a promise: the copy is used without asking
    explore::Field until;    ///< with ticks: the tick at which the promise ends
    explore::Field dirty;
    explore::Field refs;    ///< where references are data (reopen=replace): the count plus refs_bias
    explore::Field number;  ///< tracked only: the version's number
    std::uint32_t refs_bias = 0;
  };
  /// What the server has promised a client about a file.
  struct Promise {
    explore::Field held;
    explore::Field expires;  ///< with ticks: the tick from which the server may forget it
    explore::Field pending;  ///< derived: whether some callback that covers the file has not arrived
    explore::Field giveup_queued;
    explore::Field giveup_sent;
  };
  /// Callbacks between the server and a client about one object: how many there are in each condition.
  struct Wire {
    explore::Field breaks;      ///< on their way
    explore::Field orphans;     ///< on their way, sent before the server stopped: nobody waits for them
    explore::Field behind;      ///< on their way behind a reply (channels=shared)
    explore::Field acks;        ///< taken; the acknowledgement is on its way
    explore::Field unanswered;  ///< lost, or their acknowledgement
    explore::Field delayed;     ///< 1: kept for later, since the client did not answer
    explore::Field owed;        ///< 1: to be sent by a store that has replied already
  };
  struct Call {
    explore::Field message;    ///< what the call, later its reply, carries
    explore::Field number;     ///< tracked only: the version's number in the reply
    explore::Field overtaken;  ///< a callback has overtaken the reply
    explore::Field refused;    ///< the reply says no
    explore::Field asked;      ///< with ticks: when the call was made
  };
  struct Client {
    explore::Field down;   ///< the server has given up waiting for it
    explore::Field known;  ///< the server, since its start, has reset it
    explore::Field epoch;  ///< how many server crashes it has heard of
  };
  struct Server {
    explore::Field content;
    explore::Field exists;
    explore::Field number;  ///< tracked only: how often the file was stored
    bool exists_always = true;
  };
  struct UserRights {
    explore::Field read;
    explore::Field write;
    explore::Field administer;
    Rights initial;
  };

  /// `numbers`: whether versions are numbered; `reads`: by process and read, which are kept.
  AfsFields(const AfsProgram& program, const AfsOptions& options, const FaultBudgets& budgets, bool numbers,
            const std::vector<std::vector<bool>>& reads, const Trace& trace);

  [[nodiscard]] const Copy& copy(std::uint32_t client, std::uint32_t file) const {
    return copies[client * server.size() + file];
  }
  [[nodiscard]] const Promise& promise(std::uint32_t client, std::uint32_t file) const {
    return promises[client * server.size() + file];
  }
  [[nodiscard]] const Wire& wire(std::uint32_t client, std::uint32_t object) const {
    return wires[client * objects + object];
  }
  /// Of a user in a file's directory; null where everybody may do everything.
  [[nodiscard]] const UserRights* rights(std::uint32_t user, std::uint32_t file) const {
    const std::uint32_t directory = directory_of[file];
    return directory == AfsProgram::kNone ? nullptr : &rights_of[user * directories + directory];
  }

  /// The bits of one block, counted in the file, in a field that holds all of a file.
  [[nodiscard]] explore::Field block(explore::Field whole, std::uint32_t place) const {
    if (whole.width == 0) return whole;
    return {whole.word, static_cast<std::uint8_t>(whole.shift + content_bits * place),
            static_cast<std::uint8_t>(content_bits)};
  }

  explore::Layout layout;
  unsigned content_bits = 0;
  std::uint32_t message_blocks = 1;  ///< of the file with the most
  std::size_t objects = 0;
  std::size_t directories = 0;
  std::vector<Server> server;  ///< by file
  std::vector<Copy> copies;
  std::vector<Promise> promises;
  std::vector<Wire> wires;
  std::vector<Client> clients;
  std::vector<Call> calls;  ///< by process
  /// By process, by read: 1 + content; 0: not read, or not yet. A session that breaks off leaves reads out.
  std::vector<std::vector<explore::Field>> reads;
  std::vector<UserRights> rights_of;
  std::vector<std::uint32_t> directory_of;
};

}  // namespace braid::models
