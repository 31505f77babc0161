// NFSv4 (RFC 3530, 5661): clients with opens, locks and delegations, a server, calls in session slots, a back
// channel for recalls, leases, restarts. README.md in the folder above describes states, steps, options.
//
// Time. A tick is a lease period. Messages between the server and a client that is not cut off arrive within
// one, and such a client returns within one what is recalled: time does not pass before.
//
// Rank (nfs4_rank.cpp): what is done weighs positively, what is yet to happen negatively.
// - An event weighs more than all phases of its calls, and than the request to free a lock's stateid, with
//   which an unlock may end.
// - Recalls (4 lost, 3 on its way, 2 taken, 1 returning), requests to free a stateid and what clients have
//   still to draw from revocations (1 untold, 2 told) weigh -1 for each unit.
// - Two phases of a call weigh more than the recalls that an open sends when it is taken up.
// - Of files of several blocks, a dirty block weighs negatively, and more than the WRITE that cleans it has
//   phases; a block that a read has weighs more than the phases of its READ.
// - What lets the server revoke or drop state (overdue, expired), what makes a client ask (lapsed) or reclaim
//   (stale), and a period of grace weigh negatively, and more than the steps that end them may set.
// - Ticks, restarts and losses weigh more than all that they may set. Evictions set nothing that weighs.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/models/nfs4/nfs4_fields.h"
#include "braid/checker/models/nfs4/nfs4_observables.h"
#include "braid/checker/models/nfs4/nfs4_options.h"
#include "braid/checker/models/nfs4/nfs4_program.h"
#include "braid/checker/models/protocol/protocol.h"

namespace braid::models {

class Nfs4 final : public Protocol {
 public:
  /// Both throw InputError.
  [[nodiscard]] static explore::Signature signature(const Trace& trace);
  Nfs4(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  void initialize(Data data) const override;
  [[nodiscard]] bool possible(const Rule& rule, std::span<const explore::Position> events) const override;
  [[nodiscard]] explore::Branch take(const Rule& rule, explore::Position event, Data data) const override;
  [[nodiscard]] explore::Position next_event(const Rule& rule, explore::Position event,
                                             explore::Branch outcome) const override;
  [[nodiscard]] std::vector<explore::EventInstance> events(const Rule& rule, explore::Position event,
                                                           explore::Branch outcome) const override;
  [[nodiscard]] std::string describe(const Rule& rule, explore::Position event,
                                     explore::Branch outcome) const override;
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable,
                                         std::span<const explore::Position> events) const override;

  enum class Action : std::uint32_t {
    act,
    receive,
    take_recall,
    begin_return,
    discard,
    renew,
    reclaim,
    serve,
    proceed,
    take_return,
    resend,
    revoke,
    expire,
    end_grace,
    free_stateid,
    tick,
    restart,
    cut,
    heal,
    lose_reply,
    lose_recall,
    evict,
  };

 private:
  using Process = std::uint32_t;
  using Client = std::uint32_t;
  using FileNumber = std::uint32_t;
  using Block = std::uint32_t;  ///< among the blocks of all files

  void list_rules(const Trace& trace);
  void weigh();

  // What follows is told by its outcome, of nfs4_outcomes.h.
  // A client's processes: nfs4_client.cpp.
  [[nodiscard]] explore::Branch act(const Rule& rule, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch act_on_open_file(Process process, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch open(Process process, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch stat(Process process, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch close(Process process, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch unlock(Process process, FileNumber file, Data data) const;
  /// Calls what an event is for that brings what was written to the server first.
  [[nodiscard]] explore::Branch go_on_flushed(Process process, const Nfs4Event& event, Data data) const;
  void call(Process process, FileNumber file, Nfs4Call call, std::uint64_t stage, Data data) const;
  void call_about_block(Process process, Block block, Nfs4Call call, Data data) const;
  /// A WRITE of the file's first dirty block; there must be one.
  void call_write(Process process, FileNumber file, Data data) const;
  /// The number of the file's first dirty block, or of the block after its last.
  [[nodiscard]] Block first_dirty(Client client, FileNumber file, Data data) const;
  [[nodiscard]] bool dirty(Client client, FileNumber file, Data data) const {
    return first_dirty(client, file, data) != end_of(file);
  }
  [[nodiscard]] bool must_wait(Process process, const Nfs4Event& event, Data data) const;
  /// The process's session ends with an error.
  void fail(Process process, FileNumber file, Data data) const;
  void drop_copy(Client client, FileNumber file, Data data) const;
  /// From the call of a truncation on no contents are kept, which the server may no longer have.
  void empty(Client client, FileNumber file, Data data) const;
  /// A read has its next block. Whether that was the last.
  [[nodiscard]] bool note_read(Process process, const Nfs4Event& event, std::uint64_t content,
                               Data data) const;

  // Replies: nfs4_replies.cpp.
  void take_open(Process process, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch receive(const Rule& rule, const Nfs4Event& event, Data data) const;
  [[nodiscard]] bool receive_block(Process process, const Nfs4Event& event, Data data) const;
  [[nodiscard]] bool receive_write(Process process, const Nfs4Event& event, Data data) const;
  void take_attribute(Process process, FileNumber file, Data data) const;
  /// A reply has told a file's attributes.
  void trust_attributes(Client client, FileNumber file, Data data) const;
  /// What the client's own WRITE of a block has made of the change attribute.
  void take_own_change(Client client, Block block, std::uint64_t change, std::uint64_t number,
                       Data data) const;
  void take_truncation(Process process, FileNumber file, Data data) const;
  /// Drops the blocks of a file that were not written here, but for one; the block after its last is none.
  void drop_clean(Client client, FileNumber file, Block but, Data data) const;
  void end_call(Process process, Data data) const;

  // The back channel and the lease, at the client: nfs4_delegations.cpp.
  [[nodiscard]] explore::Branch take_recall(Client client, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch begin_return(Client client, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch discard(Client client, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch take_return(const Rule& rule, Data data) const;
  [[nodiscard]] explore::Branch revoke(Client client, FileNumber file, Data data) const;
  [[nodiscard]] std::uint64_t grant_for(Process process, FileNumber file, std::uint64_t mode,
                                        Data data) const;
  /// Whether delegations of others stand against an open; recalls them.
  [[nodiscard]] bool recall_others(Client client, FileNumber file, std::uint64_t mode, bool send,
                                   Data data) const;

  // The server: nfs4_server.cpp.
  [[nodiscard]] explore::Branch serve(const Rule& rule, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch proceed(const Rule& rule, const Nfs4Event& event, Data data) const;
  [[nodiscard]] explore::Branch execute(Process process, const Nfs4Event& event, Nfs4Call call,
                                        Data data) const;
  void execute_close(Process process, FileNumber file, Data data) const;
  [[nodiscard]] bool authorised(Process process, FileNumber file, Nfs4Call call, Data data) const;
  [[nodiscard]] bool in_grace(Nfs4Call call, Data data) const;
  [[nodiscard]] bool locked_by_others(Process process, FileNumber file, bool of_client, Data data) const;
  [[nodiscard]] bool blocked(Process process, const Nfs4Event& event, Nfs4Call call, Data data) const;
  void refuse(Process process, FileNumber file, Data data) const;
  void store(Block block, std::uint64_t content, Data data) const;
  void truncate(FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch free_stateid(Process process, FileNumber file, Data data) const;

  // Opens and creates, at the server: nfs4_names.cpp.
  [[nodiscard]] explore::Branch execute_open(Process process, const Nfs4Event& event, Nfs4Call call,
                                             Data data) const;
  [[nodiscard]] bool exists(FileNumber file, Data data) const;
  /// Whether a create that comes again is told that it has made the file.
  [[nodiscard]] bool has_made(const Nfs4Event& event, Data data) const;
  void make(const Nfs4Event& event, Data data) const;
  /// Whether delegations of others can stand against a call.
  [[nodiscard]] bool meets_delegations(const Nfs4Event& event, Nfs4Call call, Data data) const;

  // Leases, restarts: nfs4_leases.cpp.
  [[nodiscard]] explore::Branch renew(Client client, Data data) const;
  [[nodiscard]] explore::Branch reclaim(Client client, Data data) const;
  void reclaim_session(Process process, FileNumber file, Data data) const;
  void reclaim_delegation(Client client, FileNumber file, Data data) const;
  [[nodiscard]] bool awaits_reply(Client client, Data data) const;
  void deny(Client client, Data data) const;
  void tell(Process process, FileNumber file, Data data) const;
  void withdraw_grants(Client client, FileNumber file, Data data) const;
  [[nodiscard]] explore::Branch expire(Client client, Data data) const;
  [[nodiscard]] explore::Branch end_grace(Data data) const;
  [[nodiscard]] explore::Branch tick(Data data) const;
  [[nodiscard]] bool hurries(Client client, Data data) const;
  void pass_period(Client client, Data data) const;
  [[nodiscard]] explore::Branch restart(Data data) const;
  void forget(Client client, Data data) const;
  void call_again(Process process, Data data) const;
  [[nodiscard]] explore::Branch cut(Client client, Data data) const;
  [[nodiscard]] explore::Branch lose_reply(Process process, Data data) const;
  [[nodiscard]] explore::Branch evict(Client client, Block block, Data data) const;

  [[nodiscard]] bool linked(Client client, Data data) const {
    return data.get(fields_.clients[client].link) % 2 == 0;
  }
  [[nodiscard]] Client client_of_process(Process process) const { return program_.processes[process].client; }
  [[nodiscard]] FileNumber files() const { return static_cast<FileNumber>(program_.files.size()); }
  [[nodiscard]] FileNumber file_of(Block block) const { return program_.blocks[block].file; }
  [[nodiscard]] Block first_of(FileNumber file) const { return program_.files[file].first; }
  [[nodiscard]] Block end_of(FileNumber file) const { return first_of(file) + program_.files[file].blocks; }
  [[nodiscard]] bool has_several_blocks(FileNumber file) const { return program_.files[file].blocks > 1; }
  /// The block that a process's READ or WRITE is about.
  [[nodiscard]] Block block_called(Process process, FileNumber file, Data data) const {
    return first_of(file) + static_cast<Block>(data.get(fields_.processes[process].block));
  }
  /// Of what a reply brings of a block.
  [[nodiscard]] std::uint64_t number_replied(Process process, FileNumber file, Data data) const {
    const Nfs4Fields::OfProcess& of = fields_.processes[process];
    return data.get(has_several_blocks(file) ? of.number : of.change);
  }
  /// Whether a rule, which may be about one block, can be followed during an event.
  [[nodiscard]] bool fits(const Rule& rule, const Nfs4Event& event) const;
  [[nodiscard]] Client clients() const { return static_cast<Client>(program_.clients.size()); }
  [[nodiscard]] Process processes() const { return static_cast<Process>(program_.processes.size()); }
  /// The call of a process, if it has one about the file.
  [[nodiscard]] bool calls(Process process, FileNumber file, Nfs4Call call, Data data) const {
    return data.get(fields_.processes[process].call) == number_of(file, call);
  }
  /// What an event opens the file for.
  [[nodiscard]] static std::uint64_t mode_of(const Nfs4Event& event) { return event.writes ? kWrite : kRead; }
  /// A call that names the file, which may not be there: an error tells that, and ends no session.
  [[nodiscard]] bool calls_name(Process process, FileNumber file, Data data) const {
    return calls_open(process, file, data) || calls(process, file, Nfs4Call::getattr, data);
  }
  /// A call that opens the file, and may bring a delegation.
  [[nodiscard]] bool calls_open(Process process, FileNumber file, Data data) const {
    return calls(process, file, Nfs4Call::open, data) || calls(process, file, Nfs4Call::create, data);
  }
  [[nodiscard]] static std::uint64_t number_of(FileNumber file, Nfs4Call call) {
    return 1 + std::uint64_t{kNfs4Calls} * file + static_cast<std::uint64_t>(call);
  }
  [[nodiscard]] bool calls_about(Process process, FileNumber file, Data data) const {
    const std::uint64_t call = data.get(fields_.processes[process].call);
    return call != 0 && (call - 1) / kNfs4Calls == file;
  }
  /// The name of what an event is about: a file, or one of its blocks.
  [[nodiscard]] const std::string& name_of_object(const Nfs4Event& event) const;
  [[nodiscard]] std::string describe_act(const Nfs4Event& event, explore::Branch outcome) const;
  [[nodiscard]] std::string describe_service(const Rule& rule, const Nfs4Event& event,
                                             explore::Branch outcome) const;
  [[nodiscard]] std::string describe_client(const Rule& rule, explore::Branch outcome) const;

  std::vector<std::string> file_names_;
  FaultBudgets budgets_;
  Nfs4Options options_;
  Nfs4Program program_;
  std::vector<Nfs4Observable> observables_;
  Nfs4Fields fields_;
};

}  // namespace braid::models
