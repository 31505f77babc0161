#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "braid/checker/history/file_parts.h"
#include "braid/checker/history/history.h"
#include "braid/checker/history/initial_values.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/recording/access.h"

namespace braid::history {
namespace {

using recording::Access;
using recording::Fields;
using recording::Record;
using recording::Value;

std::optional<std::string> text_of(const Value* value) {
  if (value == nullptr) return std::nullopt;
  if (const std::string* text = value->text()) return *text;
  if (const auto number = value->integer()) return std::to_string(*number);
  if (const auto number = value->natural()) return std::to_string(*number);
  return std::nullopt;
}

/// What was read or written: `data` of files, `value` of registers. Of data that was cut there is the digest,
/// or nothing that tells it apart.
std::optional<std::string> content_of(const Fields& fields) {
  if (fields.find("data") == nullptr) return text_of(fields.find("value"));
  if (fields.find("cut") == nullptr) return text_of(fields.find("data"));
  const auto digest = text_of(fields.find("digest"));
  return digest ? std::optional<std::string>("digest " + *digest) : std::nullopt;
}

std::optional<OperationKind> kind_called(std::string_view name) {
  if (name == "read" || name == "get") return OperationKind::read;
  if (name == "write" || name == "put") return OperationKind::write;
  if (name == "cas") return OperationKind::compare_and_set;
  if (name == "append") return OperationKind::append;
  if (name == "txn") return OperationKind::transaction;
  return std::nullopt;
}

/// Names by number.
class Names {
 public:
  explicit Names(std::vector<std::string>& names) : names_(names) {}

  std::uint32_t number_of(const std::string& name) {
    const auto [entry, added] = numbers_.try_emplace(name, static_cast<std::uint32_t>(names_.size()));
    if (added) names_.push_back(name);
    return entry->second;
  }

 private:
  std::vector<std::string>& names_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

class HistoryReader {
 public:
  explicit HistoryReader(const std::optional<std::string>& initial) : initial_(initial) {
    history_.values.emplace_back();  // the initial one
  }

  void add(const Record& record) {
    const bool failed = recording::has_failed(record);
    switch (recording::access_of(record)) {
      case Access::open:
        if (!failed) open(record);
        return;
      case Access::close:
        close(record, failed);
        return;
      default:
        break;
    }
    if (const auto kind = kind_called(record.operation)) {
      add_operation(record, *kind, failed);
    } else if (changes_files(record.operation) && !failed) {
      const std::string why = "it is renamed, removed, truncated or made anew";
      untracked_.emplace(record.object, why);
      if (const auto other = text_of(record.arguments.find("to"))) untracked_.emplace(*other, why);
    }
  }

  History finish() {
    leave_out_untracked();
    if (everything_is_uncertain_) {
      history_.operations.clear();
      history_.left_out.emplace_back("all, since some transactions' operations are not recorded");
    }
    parts_.finish(history_);
    std::stable_sort(history_.operations.begin(), history_.operations.end(),
                     [](const Operation& a, const Operation& b) { return a.start < b.start; });
    settle_initial_values(history_, initial_);
    history_.unique_writes = has_unique_writes(history_);
    for (const auto& [what, count] : left_out_) {
      history_.left_out.push_back(fmt::format("{} {}", count, what));
    }
    return std::move(history_);
  }

 private:
  static bool changes_files(std::string_view operation) {
    constexpr auto kChanges =
        std::to_array<std::string_view>({"rename", "unlink", "truncate", "create", "link", "symlink"});
    return std::find(kChanges.begin(), kChanges.end(), operation) != kChanges.end();
  }

  using SessionKey = std::tuple<std::string, std::uint64_t, std::uint64_t>;

  static SessionKey key_of(const Record& record, std::optional<std::uint64_t> descriptor) {
    return {record.actor, record.process.value_or(0), descriptor.value_or(0)};
  }

  void open(const Record& record) {
    if (record.object.empty()) return;
    auto descriptor = recording::natural_field(record.arguments, "descriptor");
    if (!descriptor) descriptor = recording::natural_field(record.result, "value");
    Session session;
    session.object_group = groups_.number_of(record.object);
    session.client = clients_.number_of(record.actor);
    session.open_start = record.start ? record.start->nanoseconds : kAlways;
    session.open_end = record.end ? record.end->nanoseconds : kNever;
    session.open_line = record.line;
    open_sessions_[key_of(record, descriptor)] = static_cast<std::uint32_t>(history_.sessions.size());
    history_.sessions.push_back(session);
  }

  void close(const Record& record, bool failed) {
    const auto entry =
        open_sessions_.find(key_of(record, recording::natural_field(record.arguments, "descriptor")));
    if (entry == open_sessions_.end()) return;
    Session& session = history_.sessions[entry->second];
    if (record.start) session.close_start = record.start->nanoseconds;
    if (record.end && !failed) session.close_end = record.end->nanoseconds;
    session.close_line = record.line;
    open_sessions_.erase(entry);
  }

  void add_operation(const Record& record, OperationKind kind, bool failed) {
    ++history_.recorded;
    const auto error = text_of(record.result.find("error"));
    const bool did_nothing = failed && error == "fail";
    const bool only_reads = kind == OperationKind::read;
    if (did_nothing || (failed && only_reads)) return;
    Operation operation;
    operation.kind = kind;
    operation.client = clients_.number_of(record.actor);
    operation.process = process_of(record);
    operation.start = record.start ? record.start->nanoseconds : kAlways;
    const bool unknown = failed || recording::has_unknown_outcome(record);
    if (unknown && only_reads) return;
    operation.end = unknown || !record.end ? kNever : record.end->nanoseconds;
    operation.source = record.source;
    operation.line = record.line;
    find_session(record, operation);
    if (kind == OperationKind::transaction ? !add_parts(record, operation) : !add_values(record, operation))
      return;
    history_.operations.push_back(operation);
  }

  std::uint32_t process_of(const Record& record) {
    const auto key = std::pair(record.actor, record.process.value_or(0));
    return processes_.try_emplace(key, static_cast<std::uint32_t>(processes_.size())).first->second;
  }

  void find_session(const Record& record, Operation& operation) {
    const auto descriptor = recording::natural_field(record.arguments, "descriptor");
    if (!descriptor) return;
    const auto entry = open_sessions_.find(key_of(record, descriptor));
    if (entry == open_sessions_.end()) return;
    operation.session = entry->second;
    if (operation.kind == OperationKind::write) history_.sessions[entry->second].wrote = true;
  }

  bool add_values(const Record& record, Operation& operation) {
    const bool is_read = operation.kind == OperationKind::read;
    const bool is_file =
        record.arguments.find("offset") != nullptr || record.arguments.find("descriptor") != nullptr;
    if (is_file && operation.kind == OperationKind::append) {
      untracked_.emplace(record.object, "it is appended to");
      return false;
    }
    std::optional<std::string> content;
    if (operation.kind == OperationKind::compare_and_set) {
      content = text_of(record.arguments.find("new"));
      const auto expected = text_of(record.arguments.find("expected"));
      if (expected) operation.expected = values_.number_of(*expected);
      if (!expected) content.reset();
    } else {
      content = content_of(is_read ? record.result : record.arguments);
    }
    if (!content) {
      if (is_read) {
        ++left_out_["reads of which the value is not recorded"];
      } else {
        // Whatever is read of it later may be from there.
        untracked_.emplace(group_name(record.object), "what is written to it is not recorded");
      }
      return false;
    }
    operation.object =
        is_file ? parts_.object_of(history_, groups_.number_of(group_name(record.object)), record, *content)
                : whole_object(record.object);
    operation.value = values_.number_of(*content);
    return true;
  }

  std::uint32_t whole_object(const std::string& name) {
    return parts_.whole_object(history_, groups_.number_of(group_name(name)));
  }

  static std::string group_name(const std::string& object) { return object.empty() ? "register" : object; }

  /// The values of reads are in the result, if there is one, else the operations are those that were asked.
  bool add_parts(const Record& record, Operation& operation) {
    const Value* done = record.result.find("operations");
    const Value* asked = record.arguments.find("operations");
    const Value* list = done != nullptr ? done : asked;
    operation.first_part = static_cast<std::uint32_t>(history_.parts.size());
    bool understood = list != nullptr && list->list() != nullptr;
    if (understood) {
      for (const Value& item : *list->list()) understood = understood && add_part(item.fields());
    }
    operation.part_count = static_cast<std::uint32_t>(history_.parts.size()) - operation.first_part;
    // What it wrote may be read of any object.
    if (!understood) everything_is_uncertain_ = true;
    return understood;
  }

  bool add_part(const Fields* fields) {
    if (fields == nullptr) return false;
    const auto name = text_of(fields->find("operation"));
    const auto kind = kind_called(name.value_or(std::string()));
    const auto object = text_of(fields->find("object"));
    const auto value = text_of(fields->find("value"));
    if (!kind || !object) return false;
    if (*kind == OperationKind::transaction || *kind == OperationKind::compare_and_set) return false;
    if (value) history_.parts.push_back({*kind, whole_object(*object), values_.number_of(*value)});
    return value || kind == OperationKind::read;  // a read of an unknown value says nothing
  }

  void leave_out_untracked() {
    std::vector<bool> is_out(history_.groups.size(), false);
    for (const auto& [file, why] : untracked_) {
      const std::uint32_t group = groups_.number_of(file);
      is_out.resize(history_.groups.size(), false);
      is_out[group] = true;
    }
    std::vector<bool> is_missed(is_out.size(), false);
    const auto misses = [&](std::uint32_t object) -> bool {
      const std::uint32_t group = history_.group_of[object];
      if (is_out[group]) is_missed[group] = true;
      return is_out[group];
    };
    std::erase_if(history_.operations, [&](const Operation& operation) {
      if (operation.kind != OperationKind::transaction) return misses(operation.object);
      bool any = false;
      for (std::uint32_t k = 0; k < operation.part_count; ++k)
        any = misses(history_.parts[operation.first_part + k].object) || any;
      return any;
    });
    for (const auto& [file, why] : untracked_) {
      if (is_missed[groups_.number_of(file)]) history_.left_out.push_back(fmt::format("{}: {}", file, why));
    }
  }

  std::optional<std::string> initial_;
  History history_;
  Names clients_{history_.clients};
  Names groups_{history_.groups};
  Names values_{history_.values};
  FileParts parts_;
  std::map<std::pair<std::string, std::uint64_t>, std::uint32_t> processes_;
  std::map<SessionKey, std::uint32_t> open_sessions_;
  std::map<std::string, std::string> untracked_;  ///< objects, and why no check follows them
  bool everything_is_uncertain_ = false;
  std::map<std::string, std::uint64_t> left_out_;
};

}  // namespace

History read_history(import::RecordingReader& reader, const std::optional<std::string>& initial) {
  HistoryReader history_reader(initial);
  recording::Record record;
  // What the recording is of, the reader may only know once it has seen an event.
  bool more = reader.next(record);
  const recording::Header& header = reader.header();
  if (header.kind != recording::Kind::operations) {
    throw InputError(header.files.empty() ? "the recording" : header.files.front(), {},
                     fmt::format("it is a recording of {}", recording::name_of(header.kind)),
                     "consistency is checked of recorded operations: of a strace or a history");
  }
  for (; more; more = reader.next(record)) history_reader.add(record);
  History history = history_reader.finish();
  history.clock = header.clock;
  history.files = header.files;
  return history;
}

}  // namespace braid::history
