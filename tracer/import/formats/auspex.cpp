// Traces of NFS traffic at Berkeley's Auspex servers of 1993, as text:
// `TIME TYPE ACTION FID: HEX OFF: N SIZE: N HOST: N` (remzi-arpacidusseau/ostep-homework, dist-nfs).
//
// Opens and closes are the tracer's guesses. There are no results and no times of return.
#include <fmt/format.h>

#include <optional>
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/words.h"

namespace braid::import {
namespace {

/// What blocks and attributes are written by, and what changes a directory, the tracer calls RW or WRITE.
/// "" where there is no such type.
std::string_view operation_of(std::string_view type, std::string_view action) {
  const bool reads = action == "READ";
  if (type == "Attr") return reads ? "stat" : "setattr";
  if (type == "Block") return reads ? "read" : "write";
  if (type == "Open") return "open";
  if (type == "Close") return "close";
  if (type == "Dir") return reads ? "readdir" : "change-directory";
  return "";
}

bool read(std::string_view line, recording::Record& record) {
  const auto time = recording::parse_time(take_word(line));
  const std::string_view type = take_word(line);
  const std::string_view action = take_word(line);
  if (!time || take_word(line) != "FID:") return false;
  const std::string_view file = take_word(line);
  if (take_word(line) != "OFF:") return false;
  const auto offset = take_number<std::uint64_t>(line);
  if (take_word(line) != "SIZE:") return false;
  const auto size = take_number<std::uint64_t>(line);
  if (take_word(line) != "HOST:") return false;
  const std::string_view host = take_word(line);
  record.operation = operation_of(type, action);
  if (!offset || !size || file.empty() || host.empty() || action.empty() || !take_word(line).empty())
    return false;
  record.actor = host;
  record.object = file;
  record.start = time;
  record.arguments.add("action", fmt::format("{} {}", type, action));
  if (type == "Block") {
    record.arguments.add("offset", *offset);
    record.arguments.add("length", *size);
  } else {
    record.arguments.add("size", *size);
  }
  return !record.operation.empty();
}

class AuspexSource final : public QueuedSource {
 public:
  AuspexSource(Input input, std::uint64_t source, Ledger& ledger)
      : lines_(std::move(input)), source_(source), ledger_(ledger) {}

  [[nodiscard]] recording::Header header() const override {
    recording::Header header;
    header.system = "nfs2";
    return header;
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) return false;
    ledger_.read_unit();
    if (line.find_first_not_of(" \t") == std::string_view::npos) return true;
    ledger_.found();
    recording::Record record;
    if (!read(line, record)) {
      ledger_.skip("lines that are no request", lines_.number(), line, source_);
      return true;
    }
    if (last_ && *record.start < *last_) ledger_.note("requests earlier than the one before them");
    last_ = record.start;
    record.source = source_;
    record.line = lines_.number();
    ledger_.event();
    emit(std::move(record));
    return true;
  }

 private:
  LineReader lines_;
  std::uint64_t source_;
  Ledger& ledger_;
  std::optional<recording::Time> last_;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  recording::Record record;
  return read(head.substr(0, head.find_first_of("\r\n")), record) ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& /*options*/,
                                   Ledger& ledger) {
  return open_each<AuspexSource>(std::move(inputs), ledger);
}

}  // namespace

const Format& auspex_format() {
  static const Format format{"auspex", "traces of the Auspex NFS servers of 1993, as text", recognises, open};
  return format;
}

}  // namespace braid::import
