// fio's --write_iolog, versions 2 and 3: a line is `[MILLISECONDS] FILE ACTION [OFFSET LENGTH]` (fio's HOWTO,
// "Trace file format").
#include <fmt/format.h>

#include <array>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

constexpr std::string_view kSignature = "fio version ";
constexpr std::string_view kSuffix = " iolog";

constexpr std::array kNoActions = {std::string_view("add"), std::string_view("wait")};
constexpr std::array kFileActions = {std::string_view("open"), std::string_view("close")};
constexpr std::array kTransfers = {std::string_view("read"), std::string_view("write"),
                                   std::string_view("sync"), std::string_view("datasync"),
                                   std::string_view("trim")};

class FioSource final : public QueuedSource {
 public:
  FioSource(Input input, std::uint64_t source, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger) {
    std::string_view line;
    if (!lines_.next(line)) return;
    ledger_.read_unit();
    has_times_ = line == "fio version 3 iolog";
    if (!has_times_ && line != "fio version 2 iolog") {
      throw InputError(lines_.input().name(), {1, 1}, fmt::format("an iolog of an unknown version: {}", line),
                       "versions 2 and 3 are read");
    }
  }

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = "posix";
    header.clock = has_times_ ? recording::Clock::seconds : recording::Clock::position;
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) return false;
    ledger_.read_unit();
    if (line.empty()) return true;
    ledger_.found();
    recording::Record record;
    if (!read(line, record)) {
      ledger_.skip("lines that are no action", lines_.number(), line, source_);
      return true;
    }
    if (is_one_of(record.operation, kNoActions)) {
      ledger_.skip(fmt::format("lines {}", record.operation), lines_.number(), line, source_);
      return true;
    }
    ledger_.event();
    emit(std::move(record));
    return true;
  }

 private:
  bool read(std::string_view line, recording::Record& record) const {
    record.actor = "fio";
    record.source = source_;
    record.line = lines_.number();
    if (has_times_) {
      const auto milliseconds = take_number<std::uint32_t>(line);
      if (!milliseconds) return false;
      record.start = recording::Time{std::int64_t{*milliseconds} * 1'000'000, 3};
    } else {
      record.start = recording::seconds(static_cast<std::int64_t>(lines_.number()));
    }
    record.object = take_word(line);
    record.operation = take_word(line);
    if (is_one_of(record.operation, kNoActions)) return true;
    if (is_one_of(record.operation, kFileActions)) return take_word(line).empty();
    const auto offset = take_number<std::uint64_t>(line);
    const auto length = take_number<std::uint64_t>(line);
    if (!is_one_of(record.operation, kTransfers) || !offset || !length || !take_word(line).empty())
      return false;
    if (record.operation == "sync" || record.operation == "datasync") {
      record.operation = "fsync";
    } else {
      record.arguments.add("offset", *offset);
      record.arguments.add("length", *length);
    }
    return true;
  }

  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  bool has_times_ = false;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  return line.starts_with(kSignature) && line.ends_with(kSuffix) ? 100 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<FioSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& fio_iolog_format() {
  static const Format format{"fio-iolog", "fio --write_iolog, versions 2 and 3", recognises, open};
  return format;
}

}  // namespace braid::import
