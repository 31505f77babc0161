#include "braid/checker/models/nfs4/nfs4_observables.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "braid/checker/models/nfs4/nfs4_fields.h"

namespace braid::models {
namespace {

using Kind = Nfs4Observable::Kind;
using explore::boolean;
using explore::CacheUse;
using explore::integer;
using explore::Message;
using explore::Observable;
using explore::Payload;
using explore::ValueType;

class ObservableLister {
 public:
  ObservableLister(const Trace& trace, const Nfs4Program& program, const FaultBudgets& budgets)
      : trace_(trace), program_(program), budgets_(budgets) {}

  std::vector<Nfs4Observable> list() {
    for (std::uint32_t block = 0; block < program_.blocks.size(); ++block) list_server(block);
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) list_client(client);
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) list_process(process);
    add(integer("server.grace", 0, budgets_.of(Fault::server_crash) > 0 ? 2 : 0,
                "not 0 while clients may reclaim what they had before the server restarted; 1 when a lease "
                "period of it has passed"),
        Kind::grace);
    add(integer("now", 0, budgets_.of(Fault::tick), "the time, in lease periods"), Kind::now);
    for (const Nfs4Block& block : program_.blocks) {
      add(integer("file_of." + block.name, block.file, block.file,
                  "of which file, counted from 0, the block is a part"),
          Kind::constant);
    }
    return std::move(all_);
  }

 private:
  [[nodiscard]] Observable content(std::string name, bool optional, std::string meaning) const {
    Observable observable{std::move(name),
                          program_.counter ? ValueType::integer : ValueType::content,
                          optional ? -1 : 0,
                          program_.greatest_content,
                          false,
                          std::move(meaning)};
    observable.optional = optional;
    return observable;
  }
  [[nodiscard]] Observable number(std::string name, std::string meaning) const {
    return integer(std::move(name), 0, nfs4_greatest_number(program_, budgets_), std::move(meaning));
  }
  void add(Observable observable, Kind kind, std::uint32_t who = 0, std::uint32_t block = 0) {
    all_.push_back({std::move(observable), kind, who, block});
  }
  [[nodiscard]] bool is_one_of_several(std::uint32_t block) const {
    return program_.files[program_.blocks[block].file].blocks > 1;
  }

  void list_server(std::uint32_t block) {
    const std::string& name = program_.blocks[block].name;
    const bool several = is_one_of_several(block);
    add(content("server." + name, false, "what the server's file holds"), Kind::server_content, 0, block);
    add(number("server.number." + name,
               several ? "its file's change attribute when the block was changed last; kept only where used"
                       : "how often the server's file was changed: its change attribute"),
        Kind::server_number, 0, block);
    if (program_.files[program_.blocks[block].file].absent)
      add(boolean("server.exists." + name, "the server has a file of that name"), Kind::server_exists, 0,
          block);
    if (!several) return;
    add(number("server.change." + name, "how often the file was changed: its change attribute"),
        Kind::server_change, 0, block);
  }

  void list_client(std::uint32_t client) {
    for (std::uint32_t block = 0; block < program_.blocks.size(); ++block) list_copy(client, block);
    add(boolean(program_.clients[client] + ".lapsed",
                "a lease period has passed since the client could renew its lease, and it counts that"),
        Kind::lapsed, client);
    if (budgets_.of(Fault::partition) > 0) {
      add(integer(program_.clients[client] + ".links", 0, 2 * std::int64_t{budgets_.of(Fault::partition)},
                  "how often the client was cut off and came back; odd while it is cut off"),
          Kind::linked, client);
    }
  }

  void list_copy(std::uint32_t client, std::uint32_t block) {
    const std::string& name = program_.clients[client];
    const std::string& file_name = program_.blocks[block].name;
    const std::string of = fmt::format("{}.{}", name, file_name);
    add(integer("granted." + of, 0, kWrite, "the client's delegation at the server: 0 none, 1 read, 2 write"),
        Kind::granted, client, block);
    add(integer(
            "recall." + of, 0, kRecallLost,
            "a recall of the client's delegation: 0 none, 4 lost, 3 on its way, 2 taken by the client, 1 the "
            "delegation is on its way back"),
        Kind::recall, client, block);
    add(integer(
            "revoked." + of, 0, kTold,
            "the server has revoked the client's delegation: 1 which the client does not know, 2 which it "
            "has been told"),
        Kind::revoked_delegation, client, block);
    std::int64_t most = static_cast<std::int64_t>(program_.processes_of[client].size());
    add(integer(fmt::format("{}.open.{}", name, file_name), 0, most,
                "descriptors of the file that the client's programs have open"),
        Kind::open, client, block);
    add(integer(fmt::format("{}.delegation.{}", name, file_name), 0, kWrite,
                "the delegation that the client thinks it has: 0 none, 1 read, 2 write"),
        Kind::delegation, client, block);
    list_buffer(client, block);
  }

  void list_buffer(std::uint32_t client, std::uint32_t block) {
    const std::string& name = program_.clients[client];
    const std::string& file_name = program_.blocks[block].name;
    const bool several = is_one_of_several(block);
    const std::string cache = fmt::format("{}.cache.{}.", name, file_name);
    add(boolean(cache + "present", "the client has data of the file"), Kind::present, client, block);
    add(boolean(cache + "dirty", "they were written and not stored since"), Kind::dirty, client, block);
    add(content(cache + "data", false, "the data; of no meaning when not present"), Kind::data, client,
        block);
    add(number(cache + "number",
               several
                   ? "the number of the version that the client has, or, without data, of the one that it "
                     "would get; kept only where used"
                   : "the change attribute that the client knows of the file"),
        Kind::number, client, block);
    if (!several) return;
    add(number(fmt::format("{}.attributes.{}", name, file_name),
               "the change attribute that the client knows of the file"),
        Kind::attributes, client, block);
  }

  void list_process(std::uint32_t process) {
    const std::string& name = trace_.actors[process].name;
    const std::vector<std::string>& reads = program_.processes[process].reads;
    for (std::uint32_t read = 0; read < reads.size(); ++read) {
      Observable observable =
          content(fmt::format("{}.{}", name, reads[read]), true, "what the process's read returned");
      observable.history = true;
      add(std::move(observable), Kind::read, process, read);
    }
    for (std::uint32_t block = 0; block < program_.blocks.size(); ++block) list_session(process, block);
    add(integer(
            name + ".phase", 0, 2 * kStage,
            "the process's call: 0 none, 1 called, 2 called again, 3 taken up, 4 answered; 4 more after a "
            "write that had to come first"),
        Kind::phase, process);
    add(boolean(name + ".stale", "the server has restarted and the process's client has not noticed yet"),
        Kind::stale, process);
    add(boolean(name + ".suspended", "the process's client lets nobody work until it has renewed its lease"),
        Kind::suspended, process);
  }

  void list_session(std::uint32_t process, std::uint32_t block) {
    const std::string& name = trace_.actors[process].name;
    const std::string& file_name = program_.blocks[block].name;
    const std::string of = fmt::format("{}.{}", name, file_name);
    add(integer(fmt::format("{}.session.{}", name, file_name), 0, kWrite,
                "the process has the file open, as its client sees it: 0 not, 1 to read, 2 to write"),
        Kind::session, process, block);
    add(boolean(fmt::format("{}.local.{}", name, file_name),
                "its client has opened it under a delegation, without the server"),
        Kind::local, process, block);
    add(boolean(fmt::format("{}.locked.{}", name, file_name),
                "its client thinks that the process has the lock"),
        Kind::locked, process, block);
    add(integer("server.opened." + of, 0, kWrite,
                "the process has the file open, as the server sees it: 0 not, 1 to read, 2 to write"),
        Kind::opened, process, block);
    add(boolean("server.locked." + of, "the server has the file locked for the process"), Kind::holds,
        process, block);
    add(integer(
            "server.dropped." + of, 0, kTold,
            "the server has dropped what it knew of the session: 1 which the client does not know, 2 which "
            "it has been told"),
        Kind::revoked_session, process, block);
  }

  const Trace& trace_;
  const Nfs4Program& program_;
  const FaultBudgets& budgets_;
  std::vector<Nfs4Observable> all_;
};

}  // namespace

std::vector<Nfs4Observable> nfs4_observables(const Trace& trace, const Nfs4Program& program,
                                             const FaultBudgets& budgets) {
  return ObservableLister(trace, program, budgets).list();
}

std::vector<explore::EventKind> nfs4_event_kinds() {
  return {
      {"open", {0, 1}, "a client has opened a file"},
      {"read", {0, 1}, "a client reads a file that it has open", std::nullopt, CacheUse::read},
      {"write", {0, 1}, "a client writes a file that it has open", std::nullopt, CacheUse::write},
      {"close", {0, 1}, "a client has closed one of its descriptors of a file"},
      {"call_open", {0, 1}, "a client begins to open a file"},
      {"call_close", {0, 1}, "a client begins to close one of its descriptors of a file"},
      {"store",
       {0, 1},
       "the server applies a client's write of a file: a WRITE",
       Message{"WRITE", Payload::block}},
      {"apply", {2, 1}, "the server applies a write that a process waits for"},
      {"lock", {2, 1}, "a process has locked a file"},
      {"refused", {0, 1}, "a client learns that its dealings with the file are over"},
      {"fetch", {0, 1}, "the server answers a READ", Message{"READ", Payload::none, Payload::block}},
      {"serve_open", {0, 1}, "the server answers an OPEN, and grants no delegation", Message{"OPEN"}},
      {"serve_open_delegated",
       {0, 1},
       "the server answers an OPEN, and grants a delegation",
       Message{"OPEN"}},
      {"serve_close", {0, 1}, "the server answers a CLOSE", Message{"CLOSE"}},
      {"serve_lock", {0, 1}, "the server answers a LOCK", Message{"LOCK"}},
      {"serve_unlock", {0, 1}, "the server answers a LOCKU", Message{"LOCKU"}},
      {"serve_error",
       {0, 1},
       "the server refuses a call: it does not know the stateid",
       Message{"refused call"}},
      {"serve_repeated",
       {0, 1},
       "the server answers a repeated call from its slot's cache",
       Message{"repeated call"}},
      {"serve_return", {0, 1}, "the server takes a DELEGRETURN", Message{"DELEGRETURN"}},
      {"recall_taken",
       {0, 1},
       "a client answers a CB_RECALL",
       Message{"CB_RECALL", Payload::none, Payload::none, true}},
      {"recall_lost", {0, 1}, "a CB_RECALL is lost"},
      {"renew",
       {0},
       "a client renews its lease, with a call for that only (SEQUENCE, or RENEW)",
       Message{"RENEW"}},
      {"reclaim", {0}, "a client reclaims, after a restart of the server, what it had", Message{"RECLAIM"}},
      {"free_stateid", {0, 1}, "a client has a lock's stateid freed (FREE_STATEID)", Message{"FREE_STATEID"}},
      {"serve_create", {0, 1}, "the server answers an OPEN that is to make the file", Message{"OPEN create"}},
      {"getattr", {0, 1}, "the server answers a GETATTR", Message{"GETATTR"}},
      {"setattr", {0, 1}, "the server answers a SETATTR, which empties the file", Message{"SETATTR"}},
      {"evict", {0, 1}, "a client's memory drops a block", std::nullopt, CacheUse::drop},
      {"create", {0, 1}, "the server makes a file for a client"},
      {"created", {0, 1}, "a client has made a file"},
      {"failed",
       {0, 1},
       "a client learns that a file that it would make is there, or one that it needs is not"}};
}

Nfs4Tracking nfs4_tracking(const Nfs4Program& program, const std::vector<Nfs4Observable>& all,
                           const std::vector<explore::ObservableId>& tracked) {
  Nfs4Tracking tracking;
  for (const Nfs4Process& process : program.processes)
    tracking.reads.emplace_back(process.reads.size(), false);
  for (const explore::ObservableId id : tracked) {
    if (id >= all.size()) continue;
    const Nfs4Observable& observed = all[id];
    const bool number = observed.kind == Kind::number || observed.kind == Kind::server_number;
    tracking.numbers = tracking.numbers || number;
    if (observed.kind == Kind::read) tracking.reads[observed.who][observed.block] = true;
  }
  return tracking;
}

}  // namespace braid::models
