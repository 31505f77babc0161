#include "braid/checker/models/smb/smb_observables.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "braid/checker/models/smb/smb_options.h"

namespace braid::models {
namespace {

using Kind = SmbObservable::Kind;
using explore::boolean;
using explore::Observable;
using explore::ValueType;

class SmbLister {
 public:
  SmbLister(const Trace& trace, const SmbProgram& program, const FaultBudgets& budgets, std::uint32_t timeout)
      : trace_(trace), program_(program), budgets_(budgets), timeout_(timeout) {}

  std::vector<SmbObservable> list() {
    for (std::uint32_t file = 0; file < program_.files; ++file) list_file(file);
    for (std::uint32_t client = 0; client < program_.clients.size(); ++client)
      for (std::uint32_t file = 0; file < program_.files; ++file) list_pair(client, file);
    for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
      for (std::uint32_t read = 0; read < program_.processes[process].reads; ++read) {
        Observable observable = content(fmt::format("{}.read{}", trace_.actors[process].name, read + 1),
                                        "what the process's read returned");
        observable.least = -1;
        observable.optional = true;
        observable.history = true;
        add(std::move(observable), Kind::read, process, read);
      }
    }
    add(integer("now", budgets_.of(Fault::tick), "the time, in ticks"), Kind::now);
    return std::move(all_);
  }

 private:
  static Observable integer(std::string name, std::int64_t greatest, std::string meaning) {
    return {std::move(name), ValueType::integer, 0, greatest, false, std::move(meaning)};
  }
  [[nodiscard]] Observable content(std::string name, std::string meaning) const {
    return {std::move(name),
            program_.counter ? ValueType::integer : ValueType::content,
            0,
            program_.greatest_content,
            false,
            std::move(meaning)};
  }
  [[nodiscard]] Observable number(std::string name, std::string meaning) const {
    return integer(std::move(name), program_.writes, std::move(meaning));
  }
  void add(Observable observable, Kind kind, std::uint32_t who = 0, std::uint32_t file = 0,
           std::uint32_t right = 0) {
    all_.push_back({std::move(observable), kind, who, file, right});
  }

  void list_file(std::uint32_t file) {
    const std::string& name = trace_.files[file].name;
    add(content("server." + name, "what the server's file holds, or held when it was removed"),
        Kind::server_content, 0, file);
    add(content("server.version." + name,
                "the version of the server's file, named by the write that it holds"),
        Kind::server_content, 0, file);
    add(number("server.number." + name, "how often the server's file was written; kept only where used"),
        Kind::server_number, 0, file);
    add(boolean("server.exists." + name, "the file has not been removed"), Kind::server_exists, 0, file);
  }

  void list_pair(std::uint32_t client, std::uint32_t file) {
    const std::string& name = program_.clients[client];
    const std::string& file_name = trace_.files[file].name;
    const std::string of = fmt::format("{}.{}", name, file_name);
    const std::uint32_t pair = program_.pair_of[client][file];
    const std::int64_t open = pair == SmbProgram::kNone ? 0 : program_.pairs[pair].greatest_open;
    add(integer(fmt::format("{}.open.{}", name, file_name), open,
                "descriptors of the file that the client has open"),
        Kind::open, client, file);
    list_copy(client, file);
    list_rights(fmt::format("{}.lease.{}", name, file_name), "the client believes that it may ", Kind::lease,
                client, file);
    list_rights("granted." + of, "the server has granted that the client may ", Kind::granted, client, file);
    add(boolean("break_pending." + of,
                "a break is on its way to the client, or the client stores what it must for one"),
        Kind::pending, client, file);
    add(boolean("late." + of, "the server has given up on a break before the client has answered it"),
        Kind::late, client, file);
    add(integer(
            "due." + of, std::int64_t{budgets_.of(Fault::tick)} + std::int64_t{timeout_},
            "when the server may give up on the break that is under way; 0 without one, and without ticks"),
        Kind::due, client, file);
    add(boolean("deferred." + of, "the client keeps a handle that none of its processes has open"),
        Kind::deferred, client, file);
    add(integer("handles." + of, open + 1, "how often the server takes the file to be open at the client"),
        Kind::handles, client, file);
  }

  void list_copy(std::uint32_t client, std::uint32_t file) {
    const std::string cache = fmt::format("{}.cache.{}.", program_.clients[client], trace_.files[file].name);
    add(boolean(cache + "present", "the file is in the client's cache"), Kind::present, client, file);
    add(boolean(cache + "valid", "the client has a copy: it drops a copy with its lease"), Kind::present,
        client, file);
    add(boolean(cache + "trusted", "the client would use the cached copy without asking the server"),
        Kind::present, client, file);
    add(boolean(cache + "dirty", "the cached copy was written and not stored since"), Kind::dirty, client,
        file);
    add(content(cache + "data", "what the cached copy holds; of no meaning when not present"), Kind::data,
        client, file);
    add(content(cache + "version", "the version of the cached copy, named by the write that it holds"),
        Kind::data, client, file);
    add(number(
            cache + "number",
            "the number of the server's version that the client saw last: that of its copy, or of its last "
            "read where it keeps none; kept only where used"),
        Kind::number, client, file);
    add(content(fmt::format("{}.wrote.{}", program_.clients[client], trace_.files[file].name),
                "what the client wrote last, of no meaning before it writes; kept only where used"),
        Kind::wrote, client, file);
  }

  void list_rights(const std::string& name, const std::string& who, Kind kind, std::uint32_t client,
                   std::uint32_t file) {
    add(boolean(name + ".read", who + "cache what it reads"), kind, client, file, kReadLease);
    add(boolean(name + ".write", who + "keep what it writes"), kind, client, file, kWriteLease);
    add(boolean(name + ".handle", who + "keep the file open after a close"), kind, client, file,
        kHandleLease);
  }

  const Trace& trace_;
  const SmbProgram& program_;
  const FaultBudgets& budgets_;
  std::uint32_t timeout_;
  std::vector<SmbObservable> all_;
};

}  // namespace

std::vector<SmbObservable> smb_observables(const Trace& trace, const SmbProgram& program,
                                           const SmbOptions& options, const FaultBudgets& budgets) {
  return SmbLister(trace, program, budgets, options.timeout).list();
}

std::vector<explore::EventKind> smb_event_kinds() {
  return {{"open", {0, 1}, "a client has opened a file"},
          {"read", {0, 1}, "a client has read a file"},
          {"write", {0, 1}, "a client has written a file: into its cache, or to the server"},
          {"close", {0, 1}, "a client has closed one of its descriptors of a file"},
          {"fsync", {0, 1}, "what a client wrote is at the server, since it asked for that"},
          {"remove", {0, 1}, "a client has removed a file"},
          {"call_open", {0, 1}, "a client begins to open a file"},
          {"call_close", {0, 1}, "a client begins to close one of its descriptors of a file"},
          {"cache", {0, 1}, "a client keeps in its cache what it writes"},
          {"store", {0, 1}, "the server stores what a client wrote"},
          {"flush", {0, 1}, "the server stores what a client wrote and had kept in its cache"},
          {"refused", {0, 1}, "a client is told that its event, or what it had kept, has failed"},
          {"deny", {0, 1}, "the server refuses to remove a file for a client, since it is open"}};
}

}  // namespace braid::models
