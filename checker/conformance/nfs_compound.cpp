// NFS 4: RFC 7530, RFC 8881.
#include <algorithm>
#include <array>
#include <map>

#include "braid/checker/conformance/nfs_attributes.h"

namespace braid::conformance {
namespace {

using recording::Fields;
using recording::Record;
using DelegationKind = HeldDelegations::Kind;
using LockKind = HeldLocks::Kind;

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What changes a file in ways that are not followed: by another file, by data servers.
bool leaves_track(std::string_view operation) {
  return is_one_of(operation, {"COPY", "CLONE", "ALLOCATE", "DEALLOCATE", "WRITE_SAME", "LAYOUTGET",
                               "LAYOUTCOMMIT", "OPENATTR", "SETXATTR", "REMOVEXATTR"});
}

/// After which a client holds nothing for sure.
bool forgets_client(std::string_view error) {
  return is_one_of(
      error, {"NFS4ERR_STALE_CLIENTID", "NFS4ERR_STALE_STATEID", "NFS4ERR_EXPIRED", "NFS4ERR_BADSESSION",
              "NFS4ERR_DEADSESSION", "NFS4ERR_ADMIN_REVOKED", "NFS4ERR_DELEG_REVOKED"});
}

/// What stays of a stateid while its sequence number grows.
std::string lasting_part(const std::string& stateid) {
  const std::size_t point = stateid.find('.');
  return point == std::string::npos ? stateid : stateid.substr(point + 1);
}

/// A compound, operation by operation, as it is added to the history.
class CompoundReading {
 public:
  CompoundReading(NfsHistory& history, const Record& record, std::uint32_t call, MessageCalls& calls)
      : history_(history), record_(record), call_(call), calls_(calls), timing_(calls[call]) {
    answered_ = timing_.fate == Fate::answered;
    error_ = text_in(record.result, "error");
    failed_ = text_in(record.result, "failed");
    if (const recording::Value* list = record.arguments.find("operations");
        list != nullptr && list->list() != nullptr) {
      for (const recording::Value& name : *list->list())
        operations_.push_back(name.text() == nullptr ? std::string() : *name.text());
    }
  }

  void read() {
    history_.contacts[timing_.actor].push_back(timing_.start);
    if (forgets_client(error_)) expire_client();
    // Where it failed is not known if there are two such operations; that the whole compound was refused, if
    // there is none.
    const auto failures = std::count(operations_.begin(), operations_.end(), failed_);
    sure_ = answered_ && (error_.empty() || failures == 1);
    if (answered_ && !error_.empty() && failed_.empty()) return;
    for (at_ = 0; at_ < operations_.size(); ++at_) {
      const bool fails = sure_ && !error_.empty() && operations_[at_] == failed_;
      succeeded_ = answered_ && !fails && sure_;
      if (fails) {
        fail(operations_[at_]);
        break;
      }
      carry_out(operations_[at_]);
    }
    for (const auto& [file, times] : changed_) close_change(file, times);
  }

 private:
  struct Changes {
    bool data = false;   ///< the modification time grows, too
    bool times = false;  ///< times are set
  };

  [[nodiscard]] const Fields& arguments() const { return record_.arguments; }
  [[nodiscard]] const Fields& result() const { return record_.result; }
  [[nodiscard]] NfsFile* file() { return current_ ? &history_.files[*current_] : nullptr; }

  /// The name under which the next field of that name was recorded: `handle`, `handle_2`, ...
  std::string numbered(std::map<std::string, int>& counts, const std::string& name) {
    const int number = ++counts[name];
    return number == 1 ? name : name + '_' + std::to_string(number);
  }
  std::string next_argument(const std::string& name) { return numbered(argument_counts_, name); }
  std::string next_result(const std::string& name) { return numbered(result_counts_, name); }

  void carry_out(const std::string& operation) {
    if (operation == "PUTFH") {
      const std::string handle = text_in(arguments(), next_argument("handle"));
      current_.reset();
      if (handle.empty()) return;
      current_ = history_.file(timing_.server, handle, names_file() ? std::string() : record_.object);
    } else if (is_one_of(operation, {"PUTROOTFH", "PUTPUBFH"})) {
      current_ = told_by_next_handle();
    } else if (operation == "SAVEFH") {
      saved_ = current_;
    } else if (operation == "RESTOREFH") {
      current_ = saved_;
    } else if (operation == "GETFH") {
      next_result("handle");
    } else if (operation == "GETATTR") {
      get_attributes();
    } else if (is_one_of(operation, {"LOOKUP", "LOOKUPP", "OPENATTR"})) {
      look_up(operation);
    } else if (is_one_of(operation, {"OPEN", "CREATE"})) {
      open_or_create(operation);
    } else if (is_one_of(operation, {"REMOVE", "RENAME", "LINK"})) {
      change_names(operation);
    } else if (is_one_of(operation, {"READ", "WRITE", "COMMIT", "SETATTR"})) {
      transfer(operation);
    } else if (is_one_of(operation, {"CLOSE", "LOCK", "LOCKU", "DELEGRETURN", "READDIR"})) {
      change_state(operation);
    } else if (is_one_of(operation, {"DESTROY_SESSION", "DESTROY_CLIENTID", "EXCHANGE_ID", "SETCLIENTID"})) {
      history_.expiries.push_back({timing_.actor, timing_.start, timing_.end});
    } else if (leaves_track(operation) && file() != nullptr) {
      file()->is_untracked = true;
      ++history_.untracked_calls;
    }
  }

  /// Whether operations behind this one, up to the next PUTFH, tell of another file than the current.
  [[nodiscard]] bool names_file() const {
    for (std::size_t k = at_ + 1; k < operations_.size() && operations_[k] != "PUTFH"; ++k) {
      if (is_one_of(operations_[k], {"LOOKUP", "LOOKUPP", "CREATE", "REMOVE", "RENAME", "LINK"})) return true;
      if (operations_[k] == "OPEN" && arguments().find("name") != nullptr) return true;
    }
    return false;
  }

  /// The file that became the current one, if the reply tells its handle.
  [[nodiscard]] std::optional<std::uint32_t> told_by_next_handle() {
    for (std::size_t k = at_ + 1; k < operations_.size(); ++k) {
      if (operations_[k] == "GETFH") {
        std::map<std::string, int> counts = result_counts_;
        const std::string handle = text_in(result(), numbered(counts, "handle"));
        if (handle.empty()) return std::nullopt;
        return history_.file(timing_.server, handle,
                             operations_[at_].starts_with("PUT") ? "" : record_.object);
      }
      if (is_one_of(operations_[k],
                    {"PUTFH", "PUTROOTFH", "RESTOREFH", "LOOKUP", "LOOKUPP", "OPEN", "CREATE"}))
        return std::nullopt;
    }
    return std::nullopt;
  }

  void get_attributes() {
    // Of two, it is not known which attributes are whose.
    if (!succeeded_ || std::count(operations_.begin(), operations_.end(), "GETATTR") > 1 || file() == nullptr)
      return;
    const AttributesTold told = attributes_in(result());
    const auto change = natural_in(result(), "change");
    note_type(*file(), result());
    add_size(*file(), call_, told, {});
    const auto changed = changed_.find(*current_);
    if (changed == changed_.end()) {
      add_mtime(*file(), call_, told, Touch::none);
      if (change) file()->change.push_back({call_, true, {{GrowingStamp::Kind::tell, *change}}});
      return;
    }
    const Touch touch = changed->second.times  ? Touch::sets
                        : changed->second.data ? Touch::changes
                                               : Touch::none;
    add_mtime(*file(), call_, told, touch);
    add_advance(file()->change, call_, std::nullopt, change);
    changed_.erase(changed);
  }

  /// A change after which the compound has no attributes of the file.
  void close_change(std::uint32_t number, const Changes& changes) {
    NfsFile& file = history_.files[number];
    if (changes.times) {
      add_mtime(file, call_, {}, Touch::sets);
    } else if (changes.data) {
      file.mtime.push_back({call_, sure_, {{GrowingStamp::Kind::change, 0}}});
    }
    file.change.push_back({call_, sure_, {{GrowingStamp::Kind::change, 0}}});
  }

  /// A directory of which the call changes names, or may: a change attribute before and after.
  void touch_directory(std::uint32_t number, std::string_view member, bool sure) {
    NfsFile& directory = history_.files[number];
    directory.is_directory = true;
    const Fields* told = succeeded_ ? fields_in(result(), member) : nullptr;
    const auto before = told == nullptr ? std::nullopt : natural_in(*told, "before");
    const auto after = told == nullptr ? std::nullopt : natural_in(*told, "after");
    const bool atomic = told != nullptr && is_true(*told, "atomic");
    // Where before and after were not taken together with the change, they say little.
    if (before && after && atomic && *before == *after && !sure) {
      directory.change.push_back({call_, true, {{GrowingStamp::Kind::tell, *before}}});
      return;
    }
    if (atomic && sure) {
      add_advance(directory.change, call_, before, after);
    } else {
      directory.change.push_back({call_, false, {{GrowingStamp::Kind::lend, 0}}});
    }
    directory.mtime.push_back({call_, false, {{GrowingStamp::Kind::lend, 0}}});
  }

  void look_up(const std::string& operation) {
    const auto parent = current_;
    current_ = told_by_next_handle();
    if (operation != "LOOKUP") return;
    const std::string name = text_in(arguments(), next_argument("name"));
    if (!parent || !succeeded_) return;
    history_.files[*parent].is_directory = true;
    history_.directories.add(call_, true, DirectoryHistory::Kind::finds, *parent, name, current_);
  }

  void open_or_create(const std::string& operation) {
    const std::string claim = text_in(arguments(), "claim");
    const bool has_name =
        operation == "CREATE" || is_one_of(claim, {"NULL", "DELEGATE_CUR", "DELEGATE_PREV"});
    const auto parent = current_;
    if (has_name) {
      const std::string name = text_in(arguments(), next_argument("name"));
      current_ = told_by_next_handle();
      if (parent) open_name(operation, *parent, name);
    }
    if (operation == "OPEN") open_file(claim);
  }

  void open_name(const std::string& operation, std::uint32_t parent, const std::string& name) {
    using Kind = DirectoryHistory::Kind;
    history_.files[parent].is_directory = true;
    const bool creates = operation == "CREATE" || arguments().find("how") != nullptr;
    if (!creates) {
      if (succeeded_) history_.directories.add(call_, true, Kind::finds, parent, name, current_);
      return;
    }
    const bool anew = operation == "CREATE" || text_in(arguments(), "how") == "GUARDED";
    history_.directories.add(call_, succeeded_, anew ? Kind::makes : Kind::creates, parent, name, current_);
    touch_directory(parent, "directory", anew && succeeded_);
    if (!current_) return;
    NfsFile& made = history_.files[*current_];
    add_mtime(made, call_, {}, Touch::sets);
    made.change.push_back({call_, false, {{GrowingStamp::Kind::lend, 0}}});
    const Fields* set = fields_in(arguments(), "set");
    if (set == nullptr || set->find("size") == nullptr) return;
    made.size.push_back({call_, true, {{FileSize::Kind::disturb, 0}}});
    made.shrinks = true;
    made.data.push_back({call_, DataAccess::Kind::write, 0, ~std::uint64_t{0}, {}, true});
  }

  void open_file(const std::string& claim) {
    if (!succeeded_ || file() == nullptr) return;
    const std::uint64_t access = natural_in(arguments(), "share_access").value_or(0);
    constexpr std::uint64_t kWrite = 2;
    // A client that opens by what it holds already takes nothing from others.
    if (is_one_of(claim, {"NULL", "FH"})) delegate(DelegationKind::open, (access & kWrite) != 0, true);
    const std::string delegation = text_in(result(), "delegation");
    if (delegation == "read" || delegation == "write")
      delegate(DelegationKind::grant, delegation == "write", true);
  }

  void delegate(DelegationKind kind, bool writes, bool required) {
    file()->delegations.push_back({call_, required, {{kind, {timing_.actor, writes}}}});
  }

  void change_names(const std::string& operation) {
    if (operation == "LINK") {
      const std::string to = text_in(arguments(), next_argument("to"));
      if (!current_) return;
      history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::makes, *current_, to, saved_);
      touch_directory(*current_, "to_directory", succeeded_);
      return;
    }
    const std::string name = text_in(arguments(), next_argument("name"));
    if (operation == "REMOVE") {
      if (!current_) return;
      history_.directories.add(call_, succeeded_, DirectoryHistory::Kind::removes, *current_, name);
      touch_directory(*current_, "directory", succeeded_);
      return;
    }
    const std::string to = text_in(arguments(), next_argument("to"));
    if (!current_ || !saved_) return;
    history_.directories.move(call_, succeeded_, *saved_, name, *current_, to);
    touch_directory(*saved_, "directory", false);
    if (*saved_ != *current_) touch_directory(*current_, "to_directory", false);
  }

  void transfer(const std::string& operation) {
    const auto times = std::count_if(operations_.begin(), operations_.end(), [](const std::string& name) {
      return is_one_of(name, {"READ", "WRITE", "COMMIT", "LOCK", "LOCKU"});
    });
    if (file() == nullptr) return;
    if (operation == "SETATTR") return set_attributes();
    if (times > 1) {
      file()->is_untracked = true;
      return;
    }
    const std::uint64_t offset = natural_in(arguments(), "offset").value_or(0);
    const std::uint64_t length = natural_in(arguments(), "length").value_or(0);
    if (operation == "READ") {
      if (succeeded_) read_data(offset);
    } else if (operation == "WRITE") {
      write(offset, length);
    } else if (succeeded_) {
      file()->data.push_back({call_, DataAccess::Kind::commit, offset, length, {}, true});
      history_.verifiers.add(timing_.server, text_in(result(), "verifier"), call_);
    }
  }

  void read_data(std::uint64_t offset) {
    const std::uint64_t count = natural_in(result(), "value").value_or(0);
    ObjectCall<FileSize::Step> size{call_, true, {}};
    if (count > 0) size.steps.push_back({FileSize::Kind::at_least, offset + count});
    if (is_true(result(), "eof")) size.steps.push_back({FileSize::Kind::at_most, offset + count});
    if (!size.steps.empty()) file()->size.push_back(std::move(size));
    file()->data.push_back({call_, DataAccess::Kind::read, offset, count, text_in(result(), "data"), true});
  }

  void write(std::uint64_t offset, std::uint64_t length) {
    const std::uint64_t count =
        succeeded_ ? std::min(length, natural_in(result(), "value").value_or(length)) : length;
    std::string bytes = text_in(arguments(), "data");
    if (bytes.size() > count) bytes.resize(count);
    const std::string& how =
        text_in(succeeded_ ? result() : arguments(), succeeded_ ? "committed" : "stable");
    file()->data.push_back({call_,
                            how == "UNSTABLE" ? DataAccess::Kind::write_unstable : DataAccess::Kind::write,
                            offset, count, std::move(bytes), succeeded_});
    file()->size.push_back({call_, succeeded_, {{FileSize::Kind::extend, count == 0 ? 0 : offset + count}}});
    changed_[*current_].data = true;
    delegate(DelegationKind::open, true, succeeded_);
    if (succeeded_) history_.verifiers.add(timing_.server, text_in(result(), "verifier"), call_);
  }

  void set_attributes() {
    const Fields* set = fields_in(arguments(), "set");
    if (set == nullptr) return;
    Changes& changes = changed_[*current_];
    changes.times = changes.times || set->find("mtime") != nullptr;
    const auto size = natural_in(*set, "size");
    if (!size) return;
    changes.data = true;
    file()->shrinks = true;
    file()->size.push_back({call_, succeeded_, {{FileSize::Kind::set, *size}}});
    file()->data.push_back({call_, DataAccess::Kind::cut_off, *size, 0, {}, succeeded_});
  }

  void change_state(const std::string& operation) {
    if (file() == nullptr) return;
    if (operation == "READDIR") {
      file()->is_directory = true;
    } else if (operation == "DELEGRETURN") {
      delegate(DelegationKind::give_up, false, succeeded_);
    } else if (operation == "CLOSE") {
      HeldLocks::Lock lock;
      lock.client = timing_.actor;
      file()->locks.push_back({call_, false, {{LockKind::expire, lock}}});
    } else {
      change_lock(operation);
    }
  }

  void change_lock(const std::string& operation) {
    HeldLocks::Lock lock;
    lock.client = timing_.actor;
    lock.first = natural_in(arguments(), "offset").value_or(0);
    const std::uint64_t length = natural_in(arguments(), "length").value_or(0);
    constexpr std::uint64_t kEnd = ~std::uint64_t{0};
    lock.behind = length > kEnd - lock.first ? kEnd : lock.first + length;
    constexpr std::uint64_t kWrite = 2, kWriteWaiting = 4;
    const std::uint64_t type = natural_in(arguments(), "type").value_or(kWrite);
    lock.writes = type == kWrite || type == kWriteWaiting;
    lock.owner = lock_owner(operation);
    file()->locks.push_back(
        {call_, succeeded_, {{operation == "LOCK" ? LockKind::lock : LockKind::unlock, lock}}});
  }

  /// Of LOCK the owner is told, or was when the stateid was got.
  std::uint32_t lock_owner(const std::string& operation) {
    std::string owner = text_in(arguments(), "owner");
    if (operation == "LOCKU" || owner.empty()) {
      const std::string given = text_in(arguments(), operation == "LOCKU" ? "stateid" : "lock_stateid");
      const auto known = history_.lock_owners.find(lasting_part(given));
      if (known != history_.lock_owners.end()) return known->second;
      owner = "the holder of " + given;
    }
    const std::uint32_t number = calls_.names().number_of(owner);
    if (operation == "LOCK" && succeeded_)
      history_.lock_owners.try_emplace(lasting_part(text_in(result(), "stateid")), number);
    return number;
  }

  void fail(const std::string& operation) {
    using Kind = DirectoryHistory::Kind;
    if (!current_) return;
    const std::string name = text_in(arguments(), next_argument("name"));
    if (error_ == "NFS4ERR_NOENT" && is_one_of(operation, {"LOOKUP", "REMOVE"}))
      history_.directories.add(call_, true, Kind::misses, *current_, name);
    if (error_ == "NFS4ERR_EXIST" && is_one_of(operation, {"CREATE", "OPEN"}))
      history_.directories.add(call_, true, Kind::finds, *current_, name);
    // A part of it may have been done.
    if (!is_one_of(error_,
                   {"NFS4ERR_IO", "NFS4ERR_NOSPC", "NFS4ERR_DQUOT", "NFS4ERR_FBIG", "NFS4ERR_SERVERFAULT"}))
      return;
    if (operation == "WRITE" || operation == "SETATTR") transfer(operation);
  }

  void expire_client() {
    const std::vector<std::int64_t>& contacts = history_.contacts[timing_.actor];
    const std::int64_t before = contacts.size() > 1 ? contacts[contacts.size() - 2] : timing_.start;
    history_.expiries.push_back({timing_.actor, std::min(before, timing_.start), timing_.end});
  }

  NfsHistory& history_;
  const Record& record_;
  std::uint32_t call_;
  MessageCalls& calls_;
  const MessageCall timing_;
  std::vector<std::string> operations_;
  std::size_t at_ = 0;
  std::string error_;
  std::string failed_;
  bool answered_ = false;
  bool sure_ = false;       ///< it is known which operations were carried out
  bool succeeded_ = false;  ///< the operation that is being read
  std::optional<std::uint32_t> current_;
  std::optional<std::uint32_t> saved_;
  std::map<std::string, int> argument_counts_;
  std::map<std::string, int> result_counts_;
  std::map<std::uint32_t, Changes> changed_;  ///< files of which no attributes were told since
};

}  // namespace

void add_compound(NfsHistory& history, const Record& record, std::uint32_t call, MessageCalls& calls) {
  CompoundReading(history, record, call, calls).read();
}

void add_callback(NfsHistory& history, const Record& record, std::uint32_t call, MessageCalls& calls) {
  const std::string handle = text_in(record.arguments, "handle");
  if (handle.empty()) return;
  const MessageCall timing = calls[call];
  NfsFile& file = history.files[history.file(timing.actor, handle, record.object)];
  if (record.operation.find("CB_GETATTR") != std::string::npos) file.is_untracked = true;
  if (record.operation.find("CB_RECALL") == std::string::npos) return;
  // A server may take back what is not given back within a lease; leases are hardly shorter than this.
  constexpr std::int64_t kShortestLease = 10 * recording::kNanosecondsPerSecond;
  const bool refused = !text_in(record.result, "error").empty();
  const std::int64_t start = timing.start + (refused ? 0 : kShortestLease);
  file.revocations.push_back({start, kNever, {DelegationKind::expire, {timing.server, false}}});
}

}  // namespace braid::conformance
