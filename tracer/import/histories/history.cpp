#include "braid/tracer/import/histories/history.h"

#include <algorithm>

namespace braid::import {
namespace {

using edn::to_recorded;
using recording::Fields;
using recording::Record;

recording::Time time_of(std::uint64_t position) {
  constexpr std::uint64_t kMost = 8'999'999'999;
  return recording::seconds(static_cast<std::int64_t>(std::min(position, kMost)));
}

std::string text_of(const edn::Value& value) {
  if (value.kind == edn::Kind::keyword || value.kind == edn::Kind::string) return value.text;
  return edn::to_text(value);
}

/// `[:r :x nil]`, `[:read :x nil]`: short names are those of Elle.
std::string name_of_step(const edn::Value& function) {
  const std::string name = text_of(function);
  if (name == "r") return "read";
  if (name == "w") return "write";
  return name;
}

bool is_step(const edn::Value& value) {
  return value.is_sequence() && value.items.size() == 3 && value.items[0].kind == edn::Kind::keyword;
}

/// The operations of a transaction; something else is kept as it is. `with_reads`: with what was read.
recording::Value steps_of(const edn::Value& value, bool with_reads) {
  const bool steps = value.is_sequence() && std::all_of(value.items.begin(), value.items.end(), is_step);
  if (!steps) return to_recorded(value);
  recording::List list;
  for (const edn::Value& item : value.items) {
    Fields step;
    const std::string name = name_of_step(item.items[0]);
    step.add("operation", name);
    step.add("object", text_of(item.items[1]));
    if (name != "read" || with_reads) step.add("value", to_recorded(item.items[2]));
    list.emplace_back(std::move(step));
  }
  return list;
}

bool is_read(std::string_view function) {
  return function == "read" || function == "get";
}

void add_arguments(Fields& arguments, std::string_view function, const edn::Value& value) {
  if (function == "txn") {
    arguments.add("operations", steps_of(value, false));
  } else if (function == "cas" && value.is_sequence() && value.items.size() == 2) {
    arguments.add("expected", to_recorded(value.items[0]));
    arguments.add("new", to_recorded(value.items[1]));
  } else if (!is_read(function)) {
    arguments.add("value", to_recorded(value));
  }
}

void add_result(Fields& result, std::string_view function, const edn::Value& value) {
  if (function == "txn") {
    result.add("operations", steps_of(value, true));
  } else if (is_read(function)) {
    result.add("value", to_recorded(value));
  }
}

/// Why an operation failed or nobody knows: the entry's error, or the keyword in its value's place.
const edn::Value* reason_of(const HistoryEntry& entry) {
  if (entry.error != nullptr) return entry.error;
  const bool reason = entry.value != nullptr && entry.value->kind == edn::Kind::keyword;
  return reason ? entry.value : nullptr;
}

}  // namespace

std::optional<EntryType> entry_type(std::string_view name) {
  if (name == "invoke") return EntryType::invoke;
  if (name == "ok") return EntryType::ok;
  if (name == "fail") return EntryType::fail;
  if (name == "info") return EntryType::info;
  return std::nullopt;
}

std::optional<Record> History::add(const HistoryEntry& entry, std::string_view excerpt) {
  if (entry.type == EntryType::invoke) {
    invoke(entry);
    return std::nullopt;
  }
  const auto place = open_.find(entry.process);
  if (place == open_.end()) {
    skip(entry, "completions without an invocation", excerpt);
    return std::nullopt;
  }
  if (place->second.operation != entry.function) {
    skip(entry, "completions of another operation than was invoked", excerpt);
    return std::nullopt;
  }
  Record record = std::move(place->second);
  const edn::Value* reason = reason_of(entry);
  open_.erase(place);
  if (entry.type == EntryType::info) {
    record.result.add("unknown", reason != nullptr ? text_of(*reason) : "info");
    without_end_.push_back(std::move(record));
    return std::nullopt;
  }
  record.end = time_of(entry.position);
  if (entry.type == EntryType::fail) {
    record.result.add("error", "fail");
    if (reason != nullptr) record.result.add("reason", text_of(*reason));
  } else if (entry.value != nullptr) {
    add_result(record.result, entry.function, *entry.value);
  }
  ledger_.event();
  return record;
}

void History::invoke(const HistoryEntry& entry) {
  ledger_.found();
  Record record;
  record.actor = entry.process;
  record.operation = entry.function;
  if (entry.key != nullptr) record.object = text_of(*entry.key);
  if (entry.value != nullptr) add_arguments(record.arguments, entry.function, *entry.value);
  record.start = time_of(entry.position);
  record.source = source_;
  record.line = entry.line;
  const auto [place, is_new] = open_.try_emplace(record.actor);
  if (!is_new) {
    ledger_.note("operations left open by the next of their process");
    without_end_.push_back(std::move(place->second));
  }
  place->second = std::move(record);
}

void History::skip(const HistoryEntry& entry, std::string_view kind, std::string_view excerpt) {
  ledger_.found();
  ledger_.skip(kind, entry.line, excerpt, source_);
}

std::vector<Record> History::finish() {
  for (auto& [process, open] : open_) without_end_.push_back(std::move(open));
  open_.clear();
  std::stable_sort(without_end_.begin(), without_end_.end(),
                   [](const Record& a, const Record& b) { return *a.start < *b.start; });
  for (std::size_t i = 0; i < without_end_.size(); ++i) ledger_.event();
  return std::move(without_end_);
}

}  // namespace braid::import
