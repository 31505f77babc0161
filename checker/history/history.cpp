#include "braid/checker/history/history.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "braid/checker/history/file_parts.h"
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

std::optional<std::uint64_t> natural_field(const Fields& fields, std::string_view name) {
  const Value* value = fields.find(name);
  return value == nullptr ? std::nullopt : value->natural();
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
      untracked_.insert(record.object);
    }
  }

  History finish() {
    for (const std::string& file : untracked_)
      leave_out_group(file, fmt::format("{}: it is renamed, removed, truncated or made anew", file));
    parts_.finish(history_);
    settle_initial_values();
    check_uniqueness();
    std::stable_sort(history_.operations.begin(), history_.operations.end(),
                     [](const Operation& a, const Operation& b) { return a.start < b.start; });
    for (const auto& [what, count] : left_out_) {
      history_.left_out.push_back(count > 1 ? fmt::format("{} {}", count, what) : what);
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
    auto descriptor = natural_field(record.arguments, "descriptor");
    if (!descriptor) descriptor = natural_field(record.result, "value");
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
    const auto entry = open_sessions_.find(key_of(record, natural_field(record.arguments, "descriptor")));
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
    const auto descriptor = natural_field(record.arguments, "descriptor");
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
      leave_out(fmt::format("{}: it is appended to", record.object));
      untracked_.insert(record.object);
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
      leave_out(fmt::format("{}s of which the value is not recorded", record.operation));
      return false;
    }
    operation.object = is_file
                           ? parts_.object_of(history_, groups_.number_of(record.object), record, *content)
                           : whole_object(record.object);
    operation.value = value_number(*content);
    return true;
  }

  std::uint32_t whole_object(const std::string& name) {
    return parts_.whole_object(history_, groups_.number_of(name.empty() ? "register" : name));
  }

  ValueId value_number(const std::string& content) { return values_.number_of(content); }

  /// The values of reads are in the result, if there is one, else the operations are those that were asked.
  bool add_parts(const Record& record, Operation& operation) {
    const Value* done = record.result.find("operations");
    const Value* asked = record.arguments.find("operations");
    const Value* list = done != nullptr ? done : asked;
    if (list == nullptr || list->list() == nullptr) {
      leave_out("transactions of which the operations are not recorded");
      return false;
    }
    operation.first_part = static_cast<std::uint32_t>(history_.parts.size());
    for (const Value& item : *list->list()) {
      const Fields* fields = item.fields();
      const auto name = fields == nullptr ? std::nullopt : text_of(fields->find("operation"));
      const auto kind = kind_called(name.value_or(std::string()));
      const auto object = fields == nullptr ? std::nullopt : text_of(fields->find("object"));
      const auto value = fields == nullptr ? std::nullopt : text_of(fields->find("value"));
      if (!kind || !object || *kind == OperationKind::transaction ||
          *kind == OperationKind::compare_and_set) {
        leave_out("transactions with operations that are not known");
        history_.parts.erase(history_.parts.begin() + operation.first_part, history_.parts.end());
        return false;
      }
      if (!value) continue;  // a read of which nobody knows the value says nothing
      history_.parts.push_back({*kind, whole_object(*object), value_number(*value)});
    }
    operation.part_count = static_cast<std::uint32_t>(history_.parts.size()) - operation.first_part;
    return true;
  }

  void leave_out(const std::string& what) { ++left_out_[what]; }

  void leave_out_group(const std::string& file, const std::string& why) {
    const std::uint32_t group = groups_.number_of(file);
    const std::size_t before = history_.operations.size();
    std::erase_if(history_.operations, [&](const Operation& operation) {
      return operation.kind != OperationKind::transaction && history_.group_of[operation.object] == group;
    });
    if (history_.operations.size() < before) leave_out(why);
  }

  /// A value that is read but never written is the initial one, the first such of each object.
  void settle_initial_values() {
    std::vector<std::set<ValueId>> written(history_.objects.size());
    std::vector<std::optional<ValueId>> initial(history_.objects.size());
    const auto given = initial_ ? std::optional(values_.number_of(*initial_)) : std::nullopt;
    for (auto& value : initial) value = given;
    for_each_effect([&](OperationKind kind, std::uint32_t object, ValueId& value) {
      if (kind != OperationKind::read) written[object].insert(value);
    });
    // A text that appends made is no initial one: the checks of appends begin with the empty text.
    const bool appends =
        std::any_of(history_.operations.begin(), history_.operations.end(),
                    [](const auto& operation) { return operation.kind == OperationKind::append; });
    std::set<std::string> assumed;
    for_each_effect([&](OperationKind kind, std::uint32_t object, ValueId& value) {
      if (kind != OperationKind::read || written[object].count(value) > 0) return;
      if (appends && !history_.values[value].empty()) return;
      if (!initial[object]) {
        initial[object] = value;
        assumed.insert(history_.values[value]);
      }
    });
    for_each_effect([&](OperationKind, std::uint32_t object, ValueId& value) {
      if (initial[object] == value) value = kInitial;
    });
    for (Operation& operation : history_.operations) {
      if (operation.kind == OperationKind::compare_and_set && initial[operation.object] == operation.expected)
        operation.expected = kInitial;
    }
    for (const auto& value : initial) history_.initial_known.push_back(appends || value.has_value());
    if (initial_) history_.values[kInitial] = *initial_;
    for (const std::string& value : assumed) {
      history_.values[kInitial] = value;
      history_.assumptions.push_back(
          fmt::format("\"{}\", which is read but never written, is what objects hold at first", value));
    }
  }

  template <class Visit>
  void for_each_effect(Visit visit) {
    for (Operation& operation : history_.operations) {
      if (operation.kind != OperationKind::transaction) {
        visit(operation.kind, operation.object, operation.value);
        continue;
      }
      for (std::uint32_t k = 0; k < operation.part_count; ++k) {
        TransactionPart& part = history_.parts[operation.first_part + k];
        visit(part.kind, part.object, part.value);
      }
    }
  }

  void check_uniqueness() {
    std::set<std::pair<std::uint32_t, ValueId>> written;
    for (const Operation& operation : history_.operations) {
      if (operation.kind == OperationKind::read) continue;
      const bool is_write = operation.kind == OperationKind::write;
      if (!is_write || operation.value == kInitial ||
          !written.emplace(operation.object, operation.value).second)
        history_.unique_writes = false;
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
  std::set<std::string> untracked_;
  std::map<std::string, std::uint64_t> left_out_;
};

}  // namespace

History read_history(recording::NdjsonReader& reader, const std::optional<std::string>& initial) {
  HistoryReader history_reader(initial);
  const recording::Header& header = reader.header();
  if (header.kind != recording::Kind::operations) {
    throw InputError(header.files.empty() ? "the recording" : header.files.front(), {},
                     fmt::format("it is a recording of {}", recording::name_of(header.kind)),
                     "consistency is checked of recorded operations: of a strace or a history");
  }
  recording::Record record;
  while (reader.next(record)) history_reader.add(record);
  History history = history_reader.finish();
  history.clock = header.clock;
  history.files = header.files;
  return history;
}

std::string describe(const History& history, const Operation& operation) {
  constexpr const char* kVerbs[] = {"read", "write", "compare-and-set", "append", "transaction"};
  std::string place;
  if (operation.line > 0) {
    const bool several = history.files.size() > 1 && operation.source < history.files.size();
    place = several ? fmt::format(" ({}:{})", history.files[operation.source], operation.line)
                    : fmt::format(" (line {})", operation.line);
  }
  const std::string what = operation.kind == OperationKind::transaction
                               ? std::string()
                               : fmt::format(" of {}", history.objects[operation.object]);
  return fmt::format("{}'s {}{}{}", history.clients[operation.client],
                     kVerbs[static_cast<std::size_t>(operation.kind)], what, place);
}

}  // namespace braid::history
