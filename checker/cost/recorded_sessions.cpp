#include "braid/checker/cost/recorded_sessions.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

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
  if (record.operation == "create") return Operation::create;
  if (record.operation == "unlink") return Operation::remove;
  if (record.operation == "rename") return Operation::rename;
  if (record.operation == "truncate") return Operation::truncate;
  return std::nullopt;
}

/// What can be done to files that nobody has open.
bool is_by_name(Operation operation) {
  return operation == Operation::stat || operation == Operation::create || operation == Operation::remove ||
         operation == Operation::rename;
}

/// Empty where there is none.
std::string_view text_of(const recording::Fields& fields, std::string_view name) {
  const recording::Value* value = fields.find(name);
  return value == nullptr || value->text() == nullptr ? std::string_view() : std::string_view(*value->text());
}

bool has_flag(const Record& record, std::string_view flag) {
  return text_of(record.arguments, "flags").find(flag) != std::string_view::npos;
}

/// What it is called, where recordings tell that apart from which file it is.
const std::string& path_of(const Record& record) {
  const recording::Value* name = record.arguments.find("name");
  return name == nullptr || name->text() == nullptr ? record.object : *name->text();
}

Makes makes_of(const Record& open) {
  if (!has_flag(open, "O_CREAT")) return Makes::nothing;
  return has_flag(open, "O_EXCL") ? Makes::always : Makes::what_is_missing;
}

/// Why the models have nothing like it, as people call that; empty if they may have.
std::string_view beyond_models(const Record& record, Operation operation) {
  if (operation == Operation::truncate && recording::natural_field(record.arguments, "length") != 0)
    return "truncate to a length";
  if (operation == Operation::rename && has_flag(record, "RENAME_EXCHANGE")) return "rename that exchanges";
  if (operation == Operation::rename && text_of(record.arguments, "to").empty()) return "rename";
  return {};
}

/// Whether a call that failed says that no file has the object's name.
bool tells_missing(const Record& record) {
  if (text_of(record.result, "error") != "ENOENT") return false;
  if (recording::natural_field(record.arguments, "descriptor")) return false;
  return record.operation == "open" || record.operation == "stat" || record.operation == "access" ||
         record.operation == "unlink";
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
  const auto operation = operation_of(record);
  if (recording::has_failed(record)) {
    ++left_out_["failed " + record.operation];
    if (tells_missing(record)) tell(record, Says::missing);
  } else if (record.operation == "exit") {
    end_process({client_of(record.actor), record.process});
  } else if (recording::has_unknown_outcome(record)) {
    ++left_out_["unfinished " + record.operation];
  } else if (record.operation == "dup") {
    duplicate(record);
  } else if (!operation || record.object.empty()) {
    ++left_out_[record.operation];
    if (record.operation == "mkdir") tell(record, Says::new_folder);
  } else if (const std::string_view kind = beyond_models(record, *operation); !kind.empty()) {
    ++left_out_[std::string(kind)];
  } else {
    use(record, *operation);
  }
}

void RecordedSessions::tell(const Record& record, Says says) {
  RecordedUse told{record.object, path_of(record), {}};
  told.says = says;
  give_(told);
}

void RecordedSessions::use_by_name(const Record& record, Operation operation) {
  RecordedUse told{record.object, path_of(record), {}};
  told.use.operation = operation;
  told.use.client = client_of(record.actor);
  if (operation == Operation::stat) told.use.size = recording::natural_field(record.result, "size");
  if (operation == Operation::rename) told.renamed = record.arguments.find("to")->text();
  give_(told);
  if (operation == Operation::create || operation == Operation::remove) forget_opens(record.object);
  if (operation == Operation::rename) forget_opens(*told.renamed);
}

/// The name will mean another file: who has it open has the old one open.
void RecordedSessions::forget_opens(const std::string& file) {
  open_.erase(open_.lower_bound({file, 0}),
              open_.upper_bound({file, std::numeric_limits<std::uint32_t>::max()}));
}

void RecordedSessions::use(const Record& record, Operation operation) {
  ++operations_;
  const bool opens = operation == Operation::open;
  const auto told_descriptor = descriptor_of(record, opens);
  if (is_by_name(operation) || (operation == Operation::truncate && !told_descriptor)) {
    use_by_name(record, operation);
    return;
  }
  const Process process = {client_of(record.actor), record.process};
  const std::uint64_t descriptor = told_descriptor.value_or(stand_in(record.object));
  Descriptors& descriptors = held_[process];
  auto held = descriptors.find(descriptor);
  if (held != descriptors.end() && (opens || sessions_.at(held->second).file != record.object)) {
    close(descriptors, held);
    ++added_closes_;
    held = descriptors.end();
  }
  if (opens) {
    open(record, process, descriptor, true);
    return;
  }
  if (held == descriptors.end()) {
    open(record, process, descriptor, false);
    ++added_opens_;
    held = descriptors.find(descriptor);
  }
  if (operation != Operation::close) {
    use_opened(record, operation, held->second);
    return;
  }
  close(descriptors, held);
  if (descriptors.empty()) held_.erase(process);
}

void RecordedSessions::use_opened(const Record& record, Operation operation, std::uint64_t session) {
  RecordedUse told{record.object, path_of(record), {}};
  told.use.operation = operation;
  told.use.client = client_of(record.actor);
  told.use.session = session;
  if (operation == Operation::read || operation == Operation::write) {
    told.use.offset = recording::natural_field(record.arguments, "offset");
    told.use.length = recording::bytes_moved(record);
    // At the end of the file: nothing is asked for.
    if (told.use.length == 0 && tells_length(record)) return;
    told.use.length = std::max<std::uint64_t>(told.use.length, 1);
  }
  give_(told);
}

/// `recorded`: the call is the open itself, else what shows that there was one.
void RecordedSessions::open(const Record& record, const Process& process, std::uint64_t descriptor,
                            bool recorded) {
  const std::string& file = record.object;
  const Makes makes = recorded ? makes_of(record) : Makes::nothing;
  if (makes == Makes::always) forget_opens(file);
  std::vector<std::uint64_t>& open = open_[{file, process.first}];
  if (open.size() >= kMostSessions) {
    ++joined_opens_;
    ++sessions_.at(open.back()).descriptors;
    held_[process][descriptor] = open.back();
    return;
  }
  const std::uint64_t session = next_session_++;
  open.push_back(session);
  sessions_.emplace(session, Session{file, process.first, 1});
  held_[process][descriptor] = session;
  RecordedUse told{file, path_of(record), {}};
  told.use.client = process.first;
  told.use.session = session;
  told.makes = makes;
  told.use.truncates = recorded && has_flag(record, "O_TRUNC");
  const bool purpose =
      record.arguments.find("flags") != nullptr || record.arguments.find("share_access") != nullptr;
  if (recorded && purpose) told.use.writes = recording::opens_for_writing(record);
  give_(told);
}

void RecordedSessions::close(Descriptors& descriptors, Descriptors::iterator held) {
  const auto at = sessions_.find(held->second);
  descriptors.erase(held);
  if (--at->second.descriptors > 0) return;
  const std::uint64_t number = at->first;
  const Session session = std::move(at->second);
  sessions_.erase(at);
  const auto open = open_.find({session.file, session.client});
  if (open != open_.end() && std::erase(open->second, number) > 0 && open->second.empty()) open_.erase(open);
  RecordedUse told{session.file, session.file, {}};
  told.use.operation = Operation::close;
  told.use.client = session.client;
  told.use.session = number;
  give_(told);
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
