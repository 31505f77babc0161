// Logs of Jepsen: lines in which jepsen.util logs an operation, as
// `INFO  jepsen.util - PROCESS :TYPE :FUNCTION VALUE [ERROR]`, with tabs or blanks between, and in later
// versions `DATE{GMT} INFO [jepsen worker N] jepsen.util: PROCESS ...`, `INFO [DATE] jepsen worker N -
// jepsen.util PROCESS ...` (jepsen.util/log-op).
#include <algorithm>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/edn/reader.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/histories/history.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

constexpr std::string_view kLogger = "jepsen.util";

/// What follows the logger's name; nothing where another logger wrote the line.
std::optional<std::string_view> logged(std::string_view line) {
  const std::size_t at = line.find(kLogger);
  if (at == std::string_view::npos) return std::nullopt;
  line.remove_prefix(at + kLogger.size());
  if (line.starts_with(':')) line.remove_prefix(1);
  std::string_view text = line;
  if (take_word(text) != "-") text = line;
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == 0 || begin == std::string_view::npos) return std::nullopt;
  return text.substr(begin);
}

std::string_view take_keyword(std::string_view& text) {
  const std::string_view word = take_word(text);
  return word.size() > 1 && word.starts_with(':') ? word.substr(1) : std::string_view();
}

/// The values behind the function: the operation's, and perhaps an error.
struct Values {
  edn::Value value;
  edn::Value error;
  int count = 0;
};

/// False where they are no EDN, or more.
bool read_values(std::string_view text, Values& values) {
  edn::Reader reader(text, "a value");
  edn::Value value;
  try {
    while (true) {
      const edn::Reader::Outcome outcome = reader.next(value);
      if (outcome == edn::Reader::Outcome::cut_off || values.count > 2) return false;
      if (outcome == edn::Reader::Outcome::end) return true;
      (values.count == 0 ? values.value : values.error) = std::move(value);
      ++values.count;
    }
  } catch (const InputError&) {
    return false;
  }
}

class JepsenSource final : public QueuedSource {
 public:
  JepsenSource(Input input, std::uint64_t source, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger), history_(source, ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = "register";
    header.clock = recording::Clock::position;
    header.facts.add("position", "line");
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) {
      for (recording::Record& record : history_.finish()) emit(std::move(record));
      return false;
    }
    ledger_.read_unit();
    if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
    const auto text = logged(line);
    if (!text) {
      skip("lines of other loggers", line);
    } else {
      read(*text, line);
    }
    return true;
  }

 private:
  void read(std::string_view text, std::string_view line) {
    HistoryEntry entry;
    entry.process = take_word(text);
    const auto type = entry_type(take_keyword(text));
    entry.function = take_keyword(text);
    if (!type || entry.function.empty()) return skip("lines that are no operation", line);
    if (!read_number<std::uint64_t>(entry.process)) {
      return skip(entry.process == ":nemesis" ? "operations of the nemesis" : "lines that are no operation",
                  line);
    }
    Values values;
    if (lines_.too_long() || !read_values(text, values))
      return skip("operations with a value that is no EDN", line);
    entry.type = *type;
    entry.value = values.count > 0 ? &values.value : nullptr;
    entry.error = values.count > 1 ? &values.error : nullptr;
    entry.position = entry.line = lines_.number();
    if (auto record = history_.add(entry, line)) emit(std::move(*record));
  }

  void skip(std::string_view kind, std::string_view line) {
    ledger_.found();
    ledger_.skip(kind, lines_.number(), line, source_);
  }

  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  History history_;
};

bool is_operation(std::string_view text) {
  return read_number<std::uint64_t>(take_word(text)) && entry_type(take_keyword(text));
}

int recognises(std::string_view head, std::string_view /*file_name*/) {
  constexpr int kMostLines = 1000;  // a test begins with what is known of its machines
  for (int i = 0; i < kMostLines && !head.empty(); ++i) {
    const std::string_view line = head.substr(0, head.find('\n'));
    head.remove_prefix(std::min(head.size(), line.size() + 1));
    const auto text = logged(line);
    if (text && is_operation(*text)) return 90;
  }
  return 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<JepsenSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& jepsen_format() {
  static const Format format{"jepsen", "operations in logs of Jepsen", recognises, open};
  return format;
}

}  // namespace braid::import
