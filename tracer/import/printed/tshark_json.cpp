#include "braid/tracer/import/printed/tshark_json.h"

#include <simdjson.h>

#include <algorithm>

namespace braid::import::printed {
namespace {

namespace json = simdjson::ondemand;

constexpr int kMostDepth = 100;

/// `nfs.opcode`, and in -T ek `nfs_nfs_opcode`, are nfs_opcode.
std::string plain_name(std::string_view name) {
  const std::size_t layer = name.find('_');
  if (layer != std::string_view::npos) {
    const std::string_view rest = name.substr(layer + 1);
    if (rest.starts_with(name.substr(0, layer + 1))) name = rest;
  }
  std::string plain(name);
  std::replace(plain.begin(), plain.end(), '.', '_');
  return plain;
}

void add_scalar(json::value value, const std::string& name, TsharkPacket& packet) {
  if (value.type() == json::json_type::string) {
    packet.add(name, value.get_string());
    return;
  }
  const std::string_view token = value.raw_json_token();
  packet.add(name, token.substr(0, token.find_last_not_of(" \t\r\n") + 1));
}

/// Keys are looked at however deep they are: where tshark puts a field depends on its version and on options.
void gather(json::value value, const std::string& name, TsharkPacket& packet, bool& layers, int depth) {
  if (depth > kMostDepth) throw simdjson::simdjson_error(simdjson::DEPTH_ERROR);
  switch (value.type()) {
    case json::json_type::object:
      for (json::field field : value.get_object()) {
        const std::string key = plain_name(field.unescaped_key());
        layers = layers || key == "layers";
        gather(field.value(), key, packet, layers, depth + 1);
      }
      return;
    case json::json_type::array:
      for (json::value item : value.get_array()) gather(item, name, packet, layers, depth + 1);
      return;
    default:
      if (TsharkPacket::wants(name)) add_scalar(value, name, packet);
  }
}

}  // namespace

struct TsharkJsonParser::Parser {
  json::parser parser;
};

TsharkJsonParser::TsharkJsonParser() : parser_(std::make_unique<Parser>()) {}
TsharkJsonParser::~TsharkJsonParser() = default;
TsharkJsonParser::TsharkJsonParser(TsharkJsonParser&&) noexcept = default;
TsharkJsonParser& TsharkJsonParser::operator=(TsharkJsonParser&&) noexcept = default;

TsharkJsonParser::Outcome TsharkJsonParser::read(std::string_view object, TsharkPacket& packet) {
  packet.clear();
  bool layers = false;
  try {
    json::document document = parser_->parser.iterate(
        simdjson::padded_string_view(object, object.size() + simdjson::SIMDJSON_PADDING));
    for (json::field field : document.get_object()) {
      const std::string key = plain_name(field.unescaped_key());
      layers = layers || key == "layers";
      gather(field.value(), key, packet, layers, 0);
    }
    if (document.current_location().error() != simdjson::OUT_OF_BOUNDS) return Outcome::broken;
  } catch (const simdjson::simdjson_error&) {
    return Outcome::broken;
  }
  return layers ? Outcome::packet : Outcome::no_packet;
}

}  // namespace braid::import::printed
