// tshark -T ek: lines for Elasticsearch, of each packet one that names the index and one with its fields.
#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/tshark_json.h"
#include "braid/tracer/import/printed/tshark_source.h"

namespace braid::import {
namespace {

using printed::TsharkJsonParser;

class EkSource final : public printed::TsharkSource {
 public:
  EkSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : TsharkSource(source, options, ledger), lines_(std::move(input)) {}

 protected:
  bool advance() override {
    std::string_view line;
    if (!lines_.next(line)) return finish();
    ledger_.read_unit();
    if (line.find_first_not_of(" \t") == std::string_view::npos || line.starts_with("{\"index\""))
      return true;
    if (lines_.too_long() || parser_.read(line, packet_) != TsharkJsonParser::Outcome::packet) {
      skip("lines that are no packet", lines_.number(), line);
      return true;
    }
    add(lines_.number(), line);
    return true;
  }

 private:
  LineReader lines_;
  TsharkJsonParser parser_;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  const std::size_t end = head.find('\n');
  const std::string_view first = head.substr(0, end);
  const bool index = first.starts_with("{\"index\"");
  const std::string_view packet = index && end != std::string_view::npos ? head.substr(end + 1) : head;
  const bool layers =
      packet.starts_with("{\"timestamp\"") && packet.find("\"layers\"") != std::string_view::npos;
  return layers ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<EkSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& tshark_ek_format() {
  static const Format format{"tshark-ek", "tshark -T ek, of NFS and AFS", recognises, open};
  return format;
}

}  // namespace braid::import
