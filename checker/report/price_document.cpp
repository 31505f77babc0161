#include "braid/checker/report/price_document.h"

#include <fmt/format.h>

#include <cstdint>

namespace braid::report {

void write_price_json(JsonWriter& json, const cost::Price& price) {
  json.begin_object();
  json.key("calls").number(price.calls());
  json.key("emptyCalls").number(price.empty_calls);
  json.key("bytesToServer").number(price.bytes_to_server());
  json.key("bytesToClient").number(price.bytes_to_client());
  json.key("blocksToServer").number(price.blocks_to_server);
  json.key("blocksToClient").number(price.blocks_to_client);
  json.key("diskAccesses").number(price.disk_accesses);
  json.key("memoryAccesses").number(price.memory_accesses);
  json.key("messages").begin_object();
  for (const cost::MessageCount& of : price.messages) {
    json.key(of.name).begin_object();
    json.key("calls").number(of.calls);
    json.key("bytesToServer").number(of.bytes_to_server);
    json.key("bytesToClient").number(of.bytes_to_client);
    json.end_object();
  }
  json.end_object();
  json.end_object();
}

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

void write_price_csv(std::ostream& out, std::string_view head, const cost::Price& price) {
  const auto line = [&](std::string_view item, std::uint64_t value) {
    out << fmt::format("{},{},{}\r\n", head, csv_field(item), value);
  };
  for (const cost::MessageCount& of : price.messages) line("calls " + of.name, of.calls);
  line("calls", price.calls());
  line("empty calls", price.empty_calls);
  line("bytes to server", price.bytes_to_server());
  line("bytes to client", price.bytes_to_client());
  line("blocks to server", price.blocks_to_server);
  line("blocks to client", price.blocks_to_client);
  line("disk accesses", price.disk_accesses);
  line("memory accesses", price.memory_accesses);
}

}  // namespace braid::report
