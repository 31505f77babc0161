#include "braid/checker/models/afs/afs_observables.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::models {
namespace {

using Kind = AfsObservable::Kind;
using explore::boolean;
using explore::CacheUse;
using explore::integer;
using explore::Message;
using explore::Observable;
using explore::Payload;
using explore::ValueType;

class ObservableLister {
 public:
  ObservableLister(const Trace& trace, const AfsProgram& program, const AfsOptions& options,
                   const FaultBudgets& budgets)
      : trace_(trace), program_(program), options_(options), budgets_(budgets) {}

  std::vector<AfsObservable> list() {
    for (const AfsBlock& block : program_.blocks) list_server(block);
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) list_client(client);
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) list_process(process);
    if (budgets_.of(Fault::server_crash) > 0) {
      add(boolean("server.up", "the server is up"), Kind::server_up);
    }
    add(integer("now", 0, budgets_.of(Fault::tick), "the time, in ticks"), Kind::now);
    if (options_.callbacks) {
      add(integer("promise.lifetime", 1, std::int64_t{options_.promise} + options_.skew,
                  "how long a client that hears nothing relies on a promise, in ticks"),
          Kind::lifetime);
    }
    list_constants();
    list_files();
    return std::move(all_);
  }

 private:
  /// What the options say. A range of one value lets formulas do without what cannot happen.
  void list_constants() {
    Observable early = boolean("close.early", "closes return before their stores are done");
    early.least = early.greatest = options_.close == CloseReturns::early ? 1 : 0;
    add(std::move(early), Kind::close_early);
    if (!options_.callbacks) return;
    add(integer("heartbeat.period", options_.heartbeat, options_.heartbeat,
                "how often clients with recovery=heartbeat ask whether the server was down, in ticks"),
        Kind::heartbeat_period);
  }
  void list_files() {
    for (const AfsBlock& block : program_.blocks) {
      add(integer("file_of." + block.name, block.file, block.file,
                  "of which file, counted from 0, the block is a part"),
          Kind::file_of, 0, block);
    }
  }
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
    const std::int64_t executions = greatest_executions(options_, budgets_);
    return integer(std::move(name), 0, std::max<std::int64_t>(1, program_.greatest_stores * executions),
                   std::move(meaning));
  }
  void add(Observable observable, Kind kind, std::uint32_t who = 0, std::uint32_t file = 0) {
    all_.push_back({std::move(observable), kind, who, file, 0});
  }
  void add(Observable observable, Kind kind, std::uint32_t who, const AfsBlock& block) {
    all_.push_back({std::move(observable), kind, who, block.file, block.place});
  }

  void list_server(const AfsBlock& block) {
    const std::string& name = block.name;
    add(content("server." + name, false, "what the server's file holds"), Kind::server_content, 0, block);
    add(content("server.version." + name, false,
                "the version of the server's file, named by the write that it holds"),
        Kind::server_content, 0, block);
    add(number("server.number." + name, "how often the server's file was changed; kept only where used"),
        Kind::server_number, 0, block);
    if (program_.may_be_absent[block.file]) {
      add(boolean("server.exists." + name, "the server has the file"), Kind::server_exists, 0, block);
    }
  }

  void list_client(std::uint32_t client) {
    const std::string& name = program_.clients[client];
    for (const AfsBlock& block : program_.blocks) list_copy(client, block);
    if (budgets_.of(Fault::client_crash) > 0)
      add(boolean(name + ".up", "the client is up"), Kind::client_up, client);
    if (budgets_.of(Fault::partition) > 0) {
      add(boolean(name + ".linked", "messages pass between the client and the server"), Kind::linked, client);
    }
    for (std::uint32_t object = 0; object < program_.objects.size(); ++object) {
      if (!options_.callbacks || options_.delivery == Delivery::instant) break;
      if (object != program_.everything() && program_.objects[object].changes == 0) continue;
      if (object >= program_.files.size()) {
        list_callbacks(client, object, program_.objects[object].name);
        continue;
      }
      const AfsFile& file = program_.files[object];
      for (std::uint32_t block = file.first; block < file.first + file.blocks; ++block)
        list_callbacks(client, object, program_.blocks[block].name);
    }
  }

  void list_callbacks(std::uint32_t client, std::uint32_t object, const std::string& what) {
    const std::string& name = program_.clients[client];
    add(integer(fmt::format("breaks.{}.{}", name, what), 0, 255,
                "callbacks on their way to the client for which the server waits"),
        Kind::breaks, client, object);
    add(boolean(fmt::format("delayed.{}.{}", name, what),
                "a callback is kept until the client can be reached"),
        Kind::delayed, client, object);
  }

  void list_copy(std::uint32_t client, const AfsBlock& block) {
    const std::string& name = program_.clients[client];
    const std::string of = fmt::format("{}.{}", name, block.name);
    add(boolean("callbacks." + of, "the server would call this client back when the file is stored"),
        Kind::callback, client, block);
    add(boolean("break_pending." + of,
                "a callback for the file is on its way to the client, lost, or kept for later"),
        Kind::pending, client, block);
    std::int64_t open = 0;
    for (const AfsProcess& process : program_.processes) {
      if (process.client != client) continue;
      open += *std::max_element(process.open[block.file].begin(), process.open[block.file].end());
    }
    add(integer(fmt::format("{}.open.{}", name, block.name), 0, open,
                "descriptors of the file that the client has open"),
        Kind::open, client, block);
    const std::string cache = fmt::format("{}.cache.{}.", name, block.name);
    add(boolean(cache + "present", "the file is in the client's cache"), Kind::present, client, block);
    if (options_.fetch == FetchAt::read) {
      add(boolean(cache + "fetched", "the client has the file's data, not its status alone"), Kind::fetched,
          client, block);
    }
    add(boolean(cache + "valid", "the cached copy has not been called back"), Kind::trust, client, block);
    add(boolean(cache + "trusted", "the client would use the cached copy without asking the server"),
        Kind::trust, client, block);
    add(boolean(cache + "dirty",
                "the cached copy was written and not stored since, or a name is being made in it"),
        Kind::dirty, client, block);
    add(integer(cache + "refs", -open, open, "the reference count of the cached copy"), Kind::refs, client,
        block);
    add(content(cache + "data", false,
                "what the cached copy holds; what the file held at first, when not present"),
        Kind::data, client, block);
    add(content(cache + "version", false, "the version of the cached copy, named by the write that it holds"),
        Kind::data, client, block);
    add(number(cache + "number",
               "the number of the server's version that the cached copy comes from; kept only "
               "where used"),
        Kind::number, client, block);
    add(boolean("may_read." + of, "the client's user may read the file now"), Kind::may_read, client, block);
    add(boolean("may_write." + of, "the client's user may write the file now"), Kind::may_write, client,
        block);
    add(boolean("may_administer." + of,
                "the client's user may change the list of rights that the file is under"),
        Kind::may_administer, client, block);
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
    if (options_.delivery == Delivery::instant) return;
    add(boolean(name + ".calling", "a call of the process is under way"), Kind::calling, process);
    add(integer(name + ".rounds", 0, 255, "how often the present store has sent its callbacks again"),
        Kind::rounds, process);
  }

  const Trace& trace_;
  const AfsProgram& program_;
  const AfsOptions& options_;
  const FaultBudgets& budgets_;
  std::vector<AfsObservable> all_;
};

}  // namespace

std::vector<AfsObservable> afs_observables(const Trace& trace, const AfsProgram& program,
                                           const AfsOptions& options, const FaultBudgets& budgets) {
  return ObservableLister(trace, program, options, budgets).list();
}

std::vector<explore::EventKind> afs_event_kinds() {
  return {{"open", {0, 1}, "a client has opened a file"},
          {"read", {0, 1}, "a client reads a file that it has open", std::nullopt, CacheUse::read},
          {"write",
           {0, 1},
           "a client writes a file that it has open, or makes it empty",
           std::nullopt,
           CacheUse::write},
          {"close", {0, 1}, "a client has closed one of its descriptors of a file"},
          {"call_open", {0, 1}, "a client begins to open a file"},
          {"call_close", {0, 1}, "a client begins to close one of its descriptors of a file"},
          {"fetch", {0, 1}, "the server answers a client's call for a file"},
          {"store", {0, 1}, "the server applies what a client's close or fsync stores"},
          {"serve", {0}, "the server takes up a client's call"},
          {"reply", {0}, "a client takes a reply of the server"},
          {"refused", {0, 1}, "a client is told that it may not do what it asked for"},
          {"crash", {0, 1}, "a client stops, and with it its dealings with the file"},
          {"change",
           {0, 1},
           "the server applies a client's change of a file: a store, a creation, a rename, a release"},
          {"administer",
           {0, 1},
           "the server applies a client's change of the list of rights that a file is under"},
          {"test", {0, 1}, "a client sends TestAuth: is its copy current?", Message{"TestAuth"}},
          {"fetch_status",
           {0, 1},
           "a client sends FetchStatus (GetFileStat): the reply carries no data",
           Message{"FetchStatus"}},
          {"fetch_data",
           {0, 1},
           "a client sends Fetch: the reply carries the file",
           Message{"FetchData", Payload::none, Payload::file}},
          {"store_data", {0, 1}, "a client sends Store, with the file", Message{"StoreData", Payload::file}},
          {"create", {0, 1}, "a client sends CreateFile", Message{"CreateFile"}},
          {"rename", {0, 1}, "a client sends Rename of that file", Message{"Rename"}},
          {"release",
           {0, 1},
           "a client sends Release of a volume; the file is its first",
           Message{"ReleaseVolume"}},
          {"setacl",
           {0, 1},
           "a client sends StoreACL of a directory; the file is its first",
           Message{"StoreACL"}},
          {"makedir", {0, 1}, "a client sends MakeDir", Message{"MakeDir"}},
          {"give_up",
           {0, 1},
           "a client gives up its promise: by a call of its own, or, where it sends that later, in a message "
           "that the server takes",
           Message{"GiveUpCallBacks"}},
          {"heartbeat", {0}, "a client asks the server whether it was down", Message{"GetTime"}},
          {"probe",
           {0},
           "the server asks a client whether it is back",
           Message{"Probe", Payload::none, Payload::none, true}},
          {"break",
           {0, 1},
           "a callback that was sent to a client comes, or is lost; of a volume, its first file",
           Message{"CallBack", Payload::none, Payload::none, true}},
          {"reset",
           {0},
           "a client's InitCallBackState, a callback of everything, comes, or is lost",
           Message{"InitCallBackState", Payload::none, Payload::none, true}},
          {"break_acknowledged",
           {0, 1},
           "the server takes a client's answer to a callback; to that of everything, the first file"},
          {"evict",
           {0, 1},
           "a client's cache drops a file to make room; of several blocks, the first",
           std::nullopt,
           CacheUse::drop}};
}

}  // namespace braid::models
