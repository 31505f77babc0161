#include "braid/checker/models/nfs/nfs_observables.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::models {
namespace {

using Kind = NfsObservable::Kind;
using explore::boolean;
using explore::CacheUse;
using explore::integer;
using explore::Message;
using explore::Observable;
using explore::Payload;
using explore::ValueType;

class ObservableLister {
 public:
  ObservableLister(const Trace& trace, const NfsProgram& program, const NfsOptions& options,
                   const FaultBudgets& budgets)
      : trace_(trace),
        program_(program),
        options_(options),
        budgets_(budgets),
        greatest_change_(std::max<std::int64_t>(
            1, static_cast<std::int64_t>(NfsFields(program, options, budgets, empty()).greatest_change))) {}

  std::vector<NfsObservable> list() {
    for (std::uint32_t block = 0; block < program_.block_count(); ++block) list_server(block);
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client) {
      for (std::uint32_t block = 0; block < program_.block_count(); ++block) list_block(client, block);
      list_mounts(client);
    }
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) list_process(process);
    list_parts();
    add(integer("now", 0, budgets_.of(Fault::tick), "the time, in ticks"), Kind::now);
    constant("acregmax", ValueType::integer, options_.greatest_age,
             "how long attributes are trusted at most, in ticks");
    constant("close.early", ValueType::boolean, options_.flush == NfsFlush::never ? 1 : 0,
             "closes return before what was written is at the server");
    return std::move(all_);
  }

 private:
  [[nodiscard]] NfsTracking empty() const {
    NfsTracking none;
    for (const NfsProcess& process : program_.processes) none.reads.emplace_back(process.reads.size(), false);
    return none;
  }
  [[nodiscard]] Observable number(std::string name, std::string meaning) const {
    return integer(std::move(name), 0, greatest_change_, std::move(meaning));
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
  void add(Observable observable, Kind kind, std::uint32_t who = 0, std::uint32_t block = 0) {
    all_.push_back({std::move(observable), kind, who, block});
  }
  /// A range of one value lets formulas do without what cannot happen.
  void constant(std::string name, ValueType type, std::int64_t value, std::string meaning) {
    add({std::move(name), type, value, value, false, std::move(meaning)}, Kind::constant);
  }

  void list_server(std::uint32_t block) {
    const std::string& name = program_.blocks[block].name;
    add(content("server." + name, false, "what the server gives to readers of the file"),
        Kind::server_content, 0, block);
    add(number("server.number." + name, "how often it was changed there; kept only where used"),
        Kind::server_number, 0, block);
    const std::int64_t latest =
        options_.time == NfsTime::tick ? std::int64_t{budgets_.of(Fault::tick)} + 1 : greatest_change_;
    add(integer("server.change." + name, 0, latest,
                "the version that the file's attributes tell, or its time"),
        Kind::server_change, 0, block);
    if (program_.files[program_.blocks[block].file].renames)
      add(boolean("server.exists." + name, "the server has a file of that name"), Kind::server_exists, 0,
          block);
  }

  void list_block(std::uint32_t client, std::uint32_t block) {
    const std::string& who = program_.clients[client];
    const std::string& name = program_.blocks[block].name;
    const std::uint32_t file = program_.blocks[block].file;
    const std::string cache = fmt::format("{}.cache.{}.", who, name);
    add(boolean(cache + "present", "the block is in the client's cache"), Kind::present, client, block);
    add(content(cache + "data", false, "what the cached block holds; of no meaning when not present"),
        Kind::data, client, block);
    add(boolean(cache + "dirty", "the block was written, and the server has not acknowledged that"),
        Kind::dirty, client, block);
    add(integer(cache + "committing", 0, 2,
                "1: the block is acknowledged but may not be on disk; 2: a COMMIT is under way"),
        Kind::committing, client, block);
    add(number(cache + "number",
               "the number of the server's version that the client had last; kept only where used"),
        Kind::number, client, block);
    const std::int64_t latest =
        options_.time == NfsTime::tick ? std::int64_t{budgets_.of(Fault::tick)} + 1 : greatest_change_;
    add(integer(fmt::format("{}.attributes.{}", who, name), 0, latest,
                "the version, or the time, in the client's attributes of the file"),
        Kind::attributes, client, block);
    std::int64_t open = 0;
    for (const NfsProcess& process : program_.processes) {
      if (process.client == client)
        open += *std::max_element(process.open[file].begin(), process.open[file].end());
    }
    add(integer(fmt::format("{}.open.{}", who, name), 0, open,
                "descriptors of the file that the client has open"),
        Kind::open, client, block);
    const std::string of = fmt::format("{}.{}", who, name);
    constant("may_read." + of, ValueType::boolean, program_.really_may(client, file, false) ? 1 : 0,
             "the client's user may read the file");
    constant("may_write." + of, ValueType::boolean, program_.really_may(client, file, true) ? 1 : 0,
             "the client's user may write the file");
  }

  /// Files of one block need not be told apart from their blocks.
  void list_parts() {
    for (const NfsBlock& block : program_.blocks)
      constant("file_of." + block.name, ValueType::integer, block.file,
               "which of the server's files, counted from 0, the block is part of");
  }

  void list_mounts(std::uint32_t client) {
    for (const NfsBlock& block : program_.blocks) {
      constant(fmt::format("mount.{}.{}", program_.clients[client], block.name), ValueType::integer,
               program_.mounts[client * program_.files.size() + block.file],
               "which of the server's files, counted from 0, the client means by that name");
    }
  }

  void list_process(std::uint32_t process) {
    const std::string& name = trace_.actors[process].name;
    for (std::uint32_t block = 0; block < program_.block_count(); ++block) {
      add(number(fmt::format("{}.got.{}", name, program_.blocks[block].name),
                 "the number of the version that the process read last; kept only where used"),
          Kind::got, process, block);
    }
    const std::vector<std::string>& reads = program_.processes[process].reads;
    for (std::uint32_t read = 0; read < reads.size(); ++read) {
      Observable observable =
          content(fmt::format("{}.{}", name, reads[read]), true, "what the process's read returned");
      observable.history = true;
      add(std::move(observable), Kind::read, process, read);
    }
  }

  const Trace& trace_;
  const NfsProgram& program_;
  const NfsOptions& options_;
  const FaultBudgets& budgets_;
  std::int64_t greatest_change_;
  std::vector<NfsObservable> all_;
};

}  // namespace

std::vector<NfsObservable> nfs_observables(const Trace& trace, const NfsProgram& program,
                                           const NfsOptions& options, const FaultBudgets& budgets) {
  return ObservableLister(trace, program, options, budgets).list();
}

std::vector<explore::EventKind> nfs_event_kinds() {
  return {{"call_open", {0, 1}, "a client begins to open a file"},
          {"open", {0, 1}, "a client has opened a file"},
          {"read", {0, 1}, "a client has read a file, or one of its blocks", std::nullopt, CacheUse::read},
          {"write", {0, 1}, "a client has written it, in its cache", std::nullopt, CacheUse::write},
          {"call_close", {0, 1}, "a client begins to close one of its descriptors of a file"},
          {"close", {0, 1}, "a client has closed one of its descriptors of a file"},
          {"sync", {0, 1}, "a client has had a file put on stable storage"},
          {"use", {0, 1}, "a read was begun, and answered from the cache without asking"},
          {"attributes", {0, 1}, "a client has taken a reply about a file"},
          {"fetch", {0, 1}, "the server answers a READ", Message{"READ", Payload::none, Payload::block}},
          {"store", {0, 1}, "the server executes a WRITE", Message{"WRITE", Payload::block}},
          {"change", {0, 1}, "the server changes a file for a client"},
          {"repeat", {0, 1}, "the server executes once more a call that changes a file"},
          {"late", {0, 1}, "the server executes a call that changes a file, of before its client's crash"},
          {"refused", {0, 1}, "an operation of a client ends with an error"},
          {"gone", {0, 1}, "a read finds that the file that was opened is there no more"},
          {"crash", {0, 1}, "a client stops, and with it its dealings with the file"},
          {"begin_open", {2, 1}, "a process begins to open a file"},
          {"opened", {2, 1}, "a process has opened it"},
          {"seen", {2, 1}, "a process has read what the server had acknowledged, or given"},
          {"evict", {0, 1}, "a client's memory drops a block", std::nullopt, CacheUse::drop},
          {"getattr",
           {0, 1},
           "the server answers a GETATTR (of an open, a LOOKUP), or a READ with an error",
           Message{"GETATTR"}},
          {"commit", {0, 1}, "the server answers a COMMIT", Message{"COMMIT"}},
          {"create", {0, 1}, "the server answers a CREATE", Message{"CREATE"}},
          {"remove", {0, 1}, "the server answers a REMOVE, or the RENAME in its place", Message{"REMOVE"}},
          {"setattr", {0, 1}, "the server answers a SETATTR", Message{"SETATTR"}},
          {"retransmission", {0}, "a client sends a call again"}};
}

NfsTracking nfs_tracking(const NfsProgram& program, const std::vector<NfsObservable>& all,
                         const std::vector<explore::ObservableId>& tracked) {
  NfsTracking tracking;
  for (const NfsProcess& process : program.processes)
    tracking.reads.emplace_back(process.reads.size(), false);
  for (const explore::ObservableId id : tracked) {
    if (id >= all.size()) continue;
    const NfsObservable& observed = all[id];
    const bool number =
        observed.kind == Kind::number || observed.kind == Kind::server_number || observed.kind == Kind::got;
    tracking.numbers = tracking.numbers || number;
    if (observed.kind == Kind::read) tracking.reads[observed.who][observed.block] = true;
  }
  return tracking;
}

}  // namespace braid::models
