// tshark -T json: an array of packets, with or without --no-duplicate-keys.
#include "braid/tracer/import/printed/tshark_json.h"

#include <string>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/printed/tshark_source.h"

namespace braid::import {
namespace {

using printed::JsonObjects;
using printed::TsharkJsonParser;

class JsonSource final : public printed::TsharkSource {
 public:
  JsonSource(Input input, std::uint64_t source, const ImportOptions& options, Ledger& ledger)
      : TsharkSource(source, options, ledger), objects_(std::move(input)) {}

 protected:
  bool advance() override {
    std::string_view text;
    const JsonObjects::Outcome outcome = objects_.next(text);
    if (outcome == JsonObjects::Outcome::end) return finish();
    ledger_.read_unit();
    if (outcome == JsonObjects::Outcome::object) {
      read(text);
    } else if (outcome == JsonObjects::Outcome::too_long) {
      skip("packets that are too long", objects_.line(), text);
    } else {
      skip(outcome == JsonObjects::Outcome::cut_off ? "packets that are cut off" : "text that is no packet",
           objects_.line(), text);
    }
    return true;
  }

 private:
  void read(std::string_view text) {
    if (parser_.read(text, packet_) != TsharkJsonParser::Outcome::packet)
      return skip("objects that are no packet", objects_.line(), text);
    add(objects_.line(), text);
  }

  JsonObjects objects_;
  TsharkJsonParser parser_;
};

int recognises(std::string_view head, std::string_view /*file_name*/) {
  const std::size_t begin = head.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || head[begin] != '[') return 0;
  const auto has = [head](std::string_view text) { return head.find(text) != std::string_view::npos; };
  return has("\"_source\"") && has("\"layers\"") ? 95 : 0;
}

std::unique_ptr<RecordSource> open(std::vector<Input> inputs, const ImportOptions& options, Ledger& ledger) {
  return open_each<JsonSource>(std::move(inputs), options, ledger);
}

}  // namespace

const Format& tshark_json_format() {
  static const Format format{"tshark-json", "tshark -T json, of NFS and AFS", recognises, open};
  return format;
}

}  // namespace braid::import
