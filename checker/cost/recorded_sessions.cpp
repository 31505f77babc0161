#include "braid/checker/cost/recorded_sessions.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/recording/access.h"

namespace braid::cost {
namespace {

using recording::Access;
using recording::Record;

/// What stands for a descriptor where a recording has none: a process then has a file open once. Real ones
/// are smaller.
std::uint64_t stand_in(const std::string& file) {
  return std::hash<std::string>{}(file) | std::uint64_t{1} << 63;
}

std::optional<std::uint64_t> descriptor_of(const Record& record, bool opens) {
  const auto descriptor = recording::natural_field(record.arguments, "descriptor");
  if (descriptor || !opens) return descriptor;
  return recording::natural_field(record.result, "value");
}

std::optional<Operation> operation_of(const Record& record) {
  switch (recording::access_of(record)) {
    case Access::open:
      return Operation::open;
    case Access::close:
      return Operation::close;
    case Access::read:
      return Operation::read;
    case Access::write:
      return Operation::write;
    case Access::none:
      break;
  }
  if (record.operation == "stat") return Operation::stat;
  if (record.operation == "fsync") return Operation::fsync;
  return std::nullopt;
}

bool tells_length(const Record& record) {
  return record.result.find("value") != nullptr || record.result.find("data") != nullptr ||
         record.arguments.find("data") != nullptr || record.arguments.find("length") != nullptr;
}

}  // namespace

std::uint32_t RecordedSessions::client_of(const std::string& name) {
  const auto [known, fresh] = client_numbers_.emplace(name, static_cast<std::uint32_t>(clients_.size()));
  if (fresh) clients_.push_back(name);
  return known->second;
}

void RecordedSessions::take(const Record& record) {
  if (recording::has_failed(record)) {
    ++left_out_["failed " + record.operation];
  } else if (record.operation == "exit") {
    end_process({client_of(record.actor), record.process});
  } else if (recording::has_unknown_outcome(record)) {
    ++left_out_["unfinished " + record.operation];
  } else if (record.operation == "dup") {
    duplicate(record);
  } else if (const auto operation = operation_of(record); operation && !record.object.empty()) {
    use(record, *operation);
  } else {
    ++left_out_[record.operation];
  }
}

void RecordedSessions::give(const std::string& file, std::uint32_t client, Operation operation,
                            std::uint64_t session) {
  FileUse use;
  use.operation = operation;
  use.client = client;
  use.session = session;
  give_(file, use);
}

void RecordedSessions::use(const Record& record, Operation operation) {
  const Process process = {client_of(record.actor), record.process};
  ++operations_;
  if (operation == Operation::stat) {
    FileUse use;
    use.operation = operation;
    use.client = process.first;
    use.size = recording::natural_field(record.result, "size");
    give_(record.object, use);
    return;
  }
  const bool opens = operation == Operation::open;
  const std::uint64_t descriptor = descriptor_of(record, opens).value_or(stand_in(record.object));
  Descriptors& descriptors = held_[process];
  auto held = descriptors.find(descriptor);
  if (held != descriptors.end() && (opens || sessions_.at(held->second).file != record.object)) {
    close(descriptors, held);
    ++added_closes_;
    held = descriptors.end();
  }
  if (opens) {
    const bool told =
        record.arguments.find("flags") != nullptr || record.arguments.find("share_access") != nullptr;
    open(record.object, process, descriptor,
         told ? std::optional(recording::opens_for_writing(record)) : std::nullopt);
    return;
  }
  if (held == descriptors.end()) {
    open(record.object, process, descriptor, std::nullopt);
    ++added_opens_;
    held = descriptors.find(descriptor);
  }
  if (operation == Operation::close) {
    close(descriptors, held);
    if (descriptors.empty()) held_.erase(process);
    return;
  }
  FileUse use;
  use.operation = operation;
  use.client = process.first;
  use.session = held->second;
  use.offset = recording::natural_field(record.arguments, "offset");
  if (operation != Operation::fsync) {
    use.length = recording::bytes_moved(record);
    if (use.length == 0 && tells_length(record)) return;  // at the end of the file: nothing is asked for
    use.length = std::max<std::uint64_t>(use.length, 1);
  }
  give_(record.object, use);
}

std::uint64_t RecordedSessions::open(const std::string& file, const Process& process,
                                     std::uint64_t descriptor, std::optional<bool> writes) {
  std::vector<std::uint64_t>& open = open_[{file, process.first}];
  if (open.size() >= kMostSessions) {
    ++joined_opens_;
    ++sessions_.at(open.back()).descriptors;
    held_[process][descriptor] = open.back();
    return open.back();
  }
  const std::uint64_t session = next_session_++;
  open.push_back(session);
  sessions_.emplace(session, Session{file, process.first, 1});
  held_[process][descriptor] = session;
  FileUse use;
  use.operation = Operation::open;
  use.client = process.first;
  use.session = session;
  use.writes = writes;
  give_(file, use);
  return session;
}

void RecordedSessions::close(Descriptors& descriptors, Descriptors::iterator held) {
  const auto at = sessions_.find(held->second);
  descriptors.erase(held);
  if (--at->second.descriptors > 0) return;
  const std::uint64_t number = at->first;
  const Session session = std::move(at->second);
  sessions_.erase(at);
  const auto open = open_.find({session.file, session.client});
  std::erase(open->second, number);
  if (open->second.empty()) open_.erase(open);
  give(session.file, session.client, Operation::close, number);
}

void RecordedSessions::duplicate(const Record& record) {
  const auto from = recording::natural_field(record.arguments, "descriptor");
  const auto to = recording::natural_field(record.result, "value");
  const auto descriptors = held_.find({client_of(record.actor), record.process});
  if (!from || !to || *from == *to || descriptors == held_.end()) return;
  const auto held = descriptors->second.find(*from);
  const auto replaced = descriptors->second.find(*to);
  if (held == descriptors->second.end()) return;
  ++sessions_.at(held->second).descriptors;
  const std::uint64_t session = held->second;
  if (replaced != descriptors->second.end()) close(descriptors->second, replaced);
  descriptors->second[*to] = session;
}

void RecordedSessions::end_process(const Process& process) {
  const auto descriptors = held_.find(process);
  if (descriptors == held_.end()) return;
  while (!descriptors->second.empty()) close(descriptors->second, descriptors->second.begin());
  held_.erase(descriptors);
}

void RecordedSessions::finish() {
  while (!held_.empty()) {
    added_closes_ += held_.begin()->second.size();
    const Process process = held_.begin()->first;
    end_process(process);
  }
}

std::vector<std::string> RecordedSessions::remarks() const {
  std::vector<std::string> remarks;
  std::string skipped;
  for (const auto& [kind, count] : left_out_)
    skipped += fmt::format("{}{} {}", skipped.empty() ? "" : ", ", count, kind);
  if (!skipped.empty()) remarks.push_back("not priced: " + skipped);
  if (added_opens_ > 0)
    remarks.push_back(fmt::format("{} opens are added, of files opened before", added_opens_));
  if (added_closes_ > 0)
    remarks.push_back(fmt::format("{} closes are added, that the recording lacks", added_closes_));
  if (joined_opens_ > 0) {
    remarks.push_back(fmt::format("{} opens are not priced, of files that the client had open {} times",
                                  joined_opens_, kMostSessions));
  }
  return remarks;
}

}  // namespace braid::cost
