// tshark -T fields with a line of names (-E header=y): a packet a line, columns between tabs; several
// occurrences of a field between `;` or `,` (-E aggregator).
#include <algorithm>
#include <string>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/tshark_source.h"

namespace braid::import {
namespace {

/// Calls `take` with each part of `text`, also with empty ones.
template <class Take>
void for_each_part(std::string_view text, char separator, const Take& take) {
  while (true) {
    const std::size_t end = text.find(separator);
    take(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// Names of files may have commas.
bool is_name(std::string_view column) {
  return column.find("name") != std::string_view::npos || column.ends_with("component");
}

class FieldsSource final : public printed::TsharkSource {
 public:
  FieldsSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : TsharkSource(source, options, ledger), lines_(std::move(input)) {
    std::string_view line;
    if (!lines_.next(line)) return;
    ledger_.read_unit();
    for_each_part(line, '\t', [this](std::string_view name) {
      std::string column(name);
      std::replace(column.begin(), column.end(), '.', '_');
      columns_.push_back(printed::TsharkPacket::wants(column) ? column : std::string());
    });
    if (std::find(columns_.begin(), columns_.end(), "frame_time_epoch") == columns_.end()) {
      throw InputError(lines_.input().name(), {1, 1}, "no column frame.time_epoch",
                       "tshark -T fields -E header=y -e frame.time_epoch -e ip.src -e ip.dst -e rpc.xid ...");
    }
  }

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) return finish();
    ledger_.read_unit();
    if (line.empty()) return true;
    if (!read(line)) {
      skip("lines of more columns than there are names", lines_.number(), line);
      return true;
    }
    add(lines_.number(), line);
    return true;
  }

 private:
  bool read(std::string_view line) {
    packet_.clear();
    std::size_t column = 0;
    for_each_part(line, '\t', [&](std::string_view cell) {
      if (column < columns_.size() && !columns_[column].empty() && !cell.empty())
        add_values(columns_[column], cell);
      ++column;
    });
    return column <= columns_.size();
  }

  void add_values(const std::string& column, std::string_view cell) {
    const char separator = cell.find(';') != std::string_view::npos || is_name(column) ? ';' : ',';
    for_each_part(cell, separator, [&](std::string_view value) { packet_.add(column, value); });
  }

  LineReader lines_;
  std::vector<std::string> columns_;  ///< "" for those that are not wanted
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  const auto has = [line](std::string_view name) { return line.find(name) != std::string_view::npos; };
  if (!has("\t") || !has("frame.time_epoch")) return 0;
  return has("rpc.xid") || has("rx.type") ? 95 : 60;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<FieldsSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& tshark_fields_format() {
  static const Format format{"tshark-fields", "tshark -T fields -E header=y, of NFS and AFS", recognises,
                             open};
  return format;
}

}  // namespace braid::import
