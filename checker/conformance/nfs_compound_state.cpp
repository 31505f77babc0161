// NFS 4: operations on data, opens, delegations and locks.
#include "braid/checker/conformance/nfs_attributes.h"
#include "braid/checker/conformance/nfs_compound.h"

namespace braid::conformance {
namespace {

/// What stays of a stateid while its sequence number grows.
std::string lasting_part(const std::string& stateid) {
  const std::size_t point = stateid.find('.');
  return point == std::string::npos ? stateid : stateid.substr(point + 1);
}

}  // namespace

void CompoundReading::open_file(const std::string& claim) {
  if (!succeeded_ || file() == nullptr) return;
  const std::uint64_t access = natural_in(arguments(), "share_access").value_or(0);
  constexpr std::uint64_t kWrite = 2;
  // A client that opens by what it holds already takes nothing from others.
  if (is_one_of(claim, {"NULL", "FH"})) delegate(HeldDelegations::Kind::open, (access & kWrite) != 0, true);
  const std::string delegation = text_in(result(), "delegation");
  if (delegation == "read" || delegation == "write")
    delegate(HeldDelegations::Kind::grant, delegation == "write", true);
}

void CompoundReading::delegate(HeldDelegations::Kind kind, bool writes, bool required) {
  file()->delegations.push_back({call_, required, {{kind, {timing_.actor, writes}}}});
}

void CompoundReading::transfer(const std::string& operation) {
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
    file()->data.push_back({call_, DataAccess::Kind::commit, offset, length, {}, true, told_verifier()});
  }
}

void CompoundReading::read_data(std::uint64_t offset) {
  const std::uint64_t count = natural_in(result(), "value").value_or(0);
  ObjectCall<FileSize::Step> size{call_, true, {}};
  if (count > 0) size.steps.push_back({FileSize::Kind::at_least, offset + count});
  if (is_true(result(), "eof")) size.steps.push_back({FileSize::Kind::at_most, offset + count});
  if (!size.steps.empty()) file()->size.push_back(std::move(size));
  file()->data.push_back({call_, DataAccess::Kind::read, offset, count, text_in(result(), "data"), true});
}

void CompoundReading::write(std::uint64_t offset, std::uint64_t length) {
  const std::uint64_t count =
      succeeded_ ? std::min(length, natural_in(result(), "value").value_or(length)) : length;
  std::string bytes = text_in(arguments(), "data");
  if (bytes.size() > count) bytes.resize(count);
  const std::string& how = text_in(succeeded_ ? result() : arguments(), succeeded_ ? "committed" : "stable");
  file()->data.push_back({call_,
                          how == "UNSTABLE" ? DataAccess::Kind::write_unstable : DataAccess::Kind::write,
                          offset, count, std::move(bytes), succeeded_, told_verifier()});
  file()->size.push_back({call_, succeeded_, {{FileSize::Kind::extend, count == 0 ? 0 : offset + count}}});
  changed_[*current_].data = true;
  delegate(HeldDelegations::Kind::open, true, succeeded_);
}

std::uint32_t CompoundReading::told_verifier() {
  return history_.verifiers.add(timing_.server, succeeded_ ? text_in(result(), "verifier") : "", call_);
}

void CompoundReading::set_attributes() {
  const recording::Fields* set = fields_in(arguments(), "set");
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

void CompoundReading::change_state(const std::string& operation) {
  if (file() == nullptr) return;
  if (operation == "READDIR") {
    file()->is_directory = true;
  } else if (operation == "DELEGRETURN") {
    delegate(HeldDelegations::Kind::give_up, false, succeeded_);
  } else if (operation == "CLOSE") {
    HeldLocks::Lock lock;
    lock.client = timing_.actor;
    file()->locks.push_back({call_, false, {{HeldLocks::Kind::expire, lock}}});
  } else {
    change_lock(operation);
  }
}

void CompoundReading::change_lock(const std::string& operation) {
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
      {call_, succeeded_, {{operation == "LOCK" ? HeldLocks::Kind::lock : HeldLocks::Kind::unlock, lock}}});
}

std::uint32_t CompoundReading::lock_owner(const std::string& operation) {
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

}  // namespace braid::conformance
