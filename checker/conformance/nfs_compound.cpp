// NFS 4: RFC 7530, RFC 8881. Which operations were carried out, on which files, and attributes.
#include "braid/checker/conformance/nfs_compound.h"

#include "braid/checker/conformance/nfs_attributes.h"

namespace braid::conformance {
namespace {

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

}  // namespace

CompoundReading::CompoundReading(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                                 MessageCalls& calls)
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

void CompoundReading::read() {
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

std::string CompoundReading::numbered(std::map<std::string, int>& counts, const std::string& name) {
  const int number = ++counts[name];
  return number == 1 ? name : name + '_' + std::to_string(number);
}

void CompoundReading::carry_out(const std::string& operation) {
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

bool CompoundReading::names_file() const {
  for (std::size_t k = at_ + 1; k < operations_.size() && operations_[k] != "PUTFH"; ++k) {
    if (is_one_of(operations_[k], {"LOOKUP", "LOOKUPP", "CREATE", "REMOVE", "RENAME", "LINK"})) return true;
    if (operations_[k] == "OPEN" && arguments().find("name") != nullptr) return true;
  }
  return false;
}

std::optional<std::uint32_t> CompoundReading::told_by_next_handle() {
  for (std::size_t k = at_ + 1; k < operations_.size(); ++k) {
    if (operations_[k] == "GETFH") {
      std::map<std::string, int> counts = result_counts_;
      const std::string handle = text_in(result(), numbered(counts, "handle"));
      if (handle.empty()) return std::nullopt;
      return history_.file(timing_.server, handle, operations_[at_].starts_with("PUT") ? "" : record_.object);
    }
    if (is_one_of(operations_[k], {"PUTFH", "PUTROOTFH", "RESTOREFH", "LOOKUP", "LOOKUPP", "OPEN", "CREATE"}))
      return std::nullopt;
  }
  return std::nullopt;
}

void CompoundReading::get_attributes() {
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

void CompoundReading::close_change(std::uint32_t number, const Changes& changes) {
  NfsFile& file = history_.files[number];
  if (changes.times) {
    add_mtime(file, call_, {}, Touch::sets);
  } else if (changes.data) {
    file.mtime.push_back({call_, sure_, {{GrowingStamp::Kind::change, 0}}});
  }
  file.change.push_back({call_, sure_, {{GrowingStamp::Kind::change, 0}}});
}

void CompoundReading::expire_client() {
  const std::vector<std::int64_t>& contacts = history_.contacts[timing_.actor];
  const std::int64_t before = contacts.size() > 1 ? contacts[contacts.size() - 2] : timing_.start;
  history_.expiries.push_back({timing_.actor, std::min(before, timing_.start), timing_.end});
}

void add_compound(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                  MessageCalls& calls) {
  CompoundReading(history, record, call, calls).read();
}

void add_callback(NfsHistory& history, const recording::Record& record, std::uint32_t call,
                  MessageCalls& calls) {
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
  file.revocations.push_back({start, kNever, {HeldDelegations::Kind::expire, {timing.server, false}}});
}

}  // namespace braid::conformance
