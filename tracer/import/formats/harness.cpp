// Histories that a workload program wrote of its own calls: JSON, one call a line.
//
// `client`, `seq`, `op`, `path`, `fd`, `off`, `len`, `data`, `flags`, `size`, `mtime`, `ino`, `to`, `t0` and
// `t1` (nanoseconds since the epoch), `ret` (-1 for a failure), `err` (`ENOENT`). Unknown members are kept as
// arguments.
#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/reorder_window.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

using recording::Fields;
using recording::Record;
using recording::Value;
namespace json = simdjson::ondemand;

constexpr int kNanosecondDecimals = 9;

/// A number as it is written, or a text; nothing for what a history has not: lists and objects.
struct Scalar {
  std::string_view text;
  bool is_text = false;
  bool is_scalar = false;
};

Scalar scalar(json::value value) {
  switch (value.type()) {
    case json::json_type::string:
      return {value.get_string(), true, true};
    case json::json_type::number:
    case json::json_type::boolean:
    case json::json_type::null: {
      std::string_view token = value.raw_json_token();
      const std::size_t last = token.find_last_not_of(" \t\r\n");
      return {token.substr(0, last + 1), false, true};
    }
    default:
      return {};
  }
}

Value value_of(const Scalar& scalar) {
  if (scalar.is_text) return scalar.text;
  if (const auto number = read_number<std::int64_t>(scalar.text)) return *number;
  if (const auto number = read_number<std::uint64_t>(scalar.text)) return *number;
  if (scalar.text == "true" || scalar.text == "false") return scalar.text == "true";
  return scalar.text;
}

struct Call {
  Record record;
  std::optional<std::string_view> data;  ///< these are the parser's, until the next line
  std::string_view error;
  std::optional<std::int64_t> returned;
};

std::optional<recording::Time> nanoseconds(const Scalar& scalar) {
  const auto count = read_number<std::int64_t>(scalar.text);
  if (!count) return std::nullopt;
  return recording::Time{*count, kNanosecondDecimals};
}

void add_once(Fields& fields, std::string_view name, Value value) {
  if (fields.find(name) == nullptr) fields.add(name, std::move(value));
}

/// False where the member is not what a history has.
bool read_member(std::string_view name, const Scalar& scalar, Call& call) {
  Record& record = call.record;
  if (name == "client")
    record.actor = scalar.text;
  else if (name == "op")
    record.operation = scalar.text;
  else if (name == "path")
    record.object = scalar.text;
  else if (name == "t0")
    record.start = nanoseconds(scalar);
  else if (name == "t1")
    record.end = nanoseconds(scalar);
  else if (name == "err")
    call.error = scalar.text;
  else if (name == "ret")
    call.returned = read_number<std::int64_t>(scalar.text);
  else if (name == "data")
    call.data = scalar.text;
  else if (name == "fd")
    add_once(record.arguments, "descriptor", value_of(scalar));
  else if (name == "off")
    add_once(record.arguments, "offset", value_of(scalar));
  else if (name == "len")
    add_once(record.arguments, "length", value_of(scalar));
  else if (name == "size" || name == "mtime")
    add_once(record.result, name, value_of(scalar));
  else if (name == "ino")
    add_once(record.result, "inode", value_of(scalar));
  else if (name != "seq")
    add_once(record.arguments, name, value_of(scalar));
  return scalar.is_scalar;
}

class HarnessSource final : public QueuedSource {
 public:
  HarnessSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : lines_(std::move(input)), source_(source), options_(options), ledger_(ledger), window_(ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = "posix";
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) return drain();
    ledger_.read_unit();
    if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
    ledger_.found();
    Call call;
    if (lines_.too_long()) {
      ledger_.skip("lines that are too long", lines_.number(), line, source_);
    } else if (!read(line, call)) {
      ledger_.skip(lines_.unfinished() ? "lines that are cut off" : "lines that are no call", lines_.number(),
                   line, source_);
    } else {
      give(std::move(call));
    }
    return true;
  }

 private:
  bool read(std::string_view line, Call& call) {
    // The reader leaves room behind every line, so that nothing is copied.
    const simdjson::padded_string_view padded(line, line.size() + simdjson::SIMDJSON_PADDING);
    try {
      json::document document = parser_.iterate(padded);
      for (json::field field : document.get_object()) {
        const std::string_view name = field.unescaped_key();
        if (!read_member(name, scalar(field.value()), call)) return false;
      }
      if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return false;  // more behind it
    } catch (const simdjson::simdjson_error&) {
      return false;
    }
    const Record& record = call.record;
    const bool ordered = !record.end || *record.start <= *record.end;
    return !record.actor.empty() && !record.operation.empty() && record.start.has_value() && ordered;
  }

  void give(Call call) {
    Record& record = call.record;
    record.source = source_;
    record.line = lines_.number();
    const bool reads = record.operation == "read";
    if (call.data && !reads) add_data(record.arguments, *call.data, false, options_, ledger_);
    if (!call.error.empty() || call.returned == -1) {
      record.result.clear();
      record.result.add("error", call.error.empty() ? std::string_view("unknown") : call.error);
    } else {
      if (call.returned) record.result.add("value", *call.returned);
      if (call.data && reads) add_data(record.result, *call.data, false, options_, ledger_);
    }
    ledger_.event();
    if (!record.end) {
      record.result.clear();
      unreturned_.push_back(std::move(record));
    } else if (auto next = window_.exchange(std::move(record))) {
      emit(std::move(*next));
    }
  }

  bool drain() {
    if (auto next = window_.take()) {
      emit(std::move(*next));
      return true;
    }
    std::stable_sort(unreturned_.begin(), unreturned_.end(),
                     [](const Record& a, const Record& b) { return *a.start < *b.start; });
    for (Record& record : unreturned_) emit(std::move(record));
    return false;
  }

  LineReader lines_;
  std::uint64_t source_;
  ImportOptions options_;
  Ledger& ledger_;
  ReorderWindow window_;
  std::vector<Record> unreturned_;
  json::parser parser_;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  const std::string_view line = head.substr(0, head.find('\n'));
  const auto has = [line](std::string_view member) { return line.find(member) != std::string_view::npos; };
  const bool history = line.starts_with('{') && has("\"client\"") && has("\"op\"") && has("\"t0\"");
  return history ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<HarnessSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& harness_format() {
  static const Format format{"harness", "a workload program's own history, JSON, a call a line", recognises,
                             open};
  return format;
}

}  // namespace braid::import
