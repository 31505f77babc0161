// Rx: packets of a call have its connection's and call's numbers, and flags that tell directions and ends
// (OpenAFS, src/rx/rx.h; the header has 28 bytes).
#include <fmt/format.h>

#include "braid/tracer/import/printed/hexadecimal.h"
#include "braid/tracer/import/printed/rpc_names.h"
#include "braid/tracer/import/printed/tshark_messages.h"

namespace braid::import::printed {
namespace {

using recording::Fields;

constexpr std::uint64_t kData = 1;
constexpr std::uint64_t kAbort = 4;
constexpr std::uint64_t kClientInitiated = 1;
constexpr std::uint64_t kLastPacket = 4;
constexpr std::size_t kHeader = 28;
constexpr std::string_view kFileServerPort = "7000";
constexpr std::uint64_t kCallBack = 204;

/// Big-endian numbers behind the header; nothing behind the payload's end.
class Words {
 public:
  explicit Words(std::string_view printed) : payload_(read_hexadecimal(printed).value_or("")) {}

  [[nodiscard]] std::optional<std::uint32_t> word(std::size_t index) const {
    const std::size_t at = kHeader + (4 * index);
    if (at + 4 > payload_.size()) return std::nullopt;
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i) number = (number << 8) | static_cast<unsigned char>(payload_[at + i]);
    return number;
  }

 private:
  std::string payload_;
};

void add_call_back(Message& message, const Words& words) {
  const std::uint32_t count = words.word(1).value_or(0);
  recording::List files;
  for (std::size_t i = 0; i < count; ++i) {
    const auto volume = words.word(2 + (3 * i));
    const auto vnode = words.word(3 + (3 * i));
    const auto unique = words.word(4 + (3 * i));
    if (!volume || !vnode || !unique) break;
    files.emplace_back(fmt::format("{}.{}.{}", *volume, *vnode, *unique));
  }
  if (files.empty()) return;
  message.object = *files.front().text();
  message.arguments.add("fid", message.object);
  if (files.size() > 1) message.arguments.add("fids", std::move(files));
}

void add_number(Fields& fields, std::string_view name, const TsharkPacket& packet, std::string_view column,
                std::string_view other) {
  const std::string_view value = packet.has(column) ? packet.value(column) : packet.value(other);
  if (const auto number = read_field_number(value)) fields.add(name, *number);
}

void add_call(Message& message, const TsharkPacket& packet) {
  Fields& arguments = message.arguments;
  if (packet.has("afs_fs_fid_volume")) {
    message.object = fmt::format("{}.{}.{}", packet.value("afs_fs_fid_volume"),
                                 packet.value("afs_fs_fid_vnode"), packet.value("afs_fs_fid_uniq"));
    arguments.add("fid", message.object);
  }
  const std::string_view old_name = packet.value("afs_fs_oldname");
  const std::string_view name = old_name.empty() ? packet.value("afs_fs_name") : old_name;
  if (!name.empty()) arguments.add("name", name);
  if (packet.has("afs_fs_newname")) arguments.add("to", packet.value("afs_fs_newname"));
  add_number(arguments, "offset", packet, "afs_fs_offset64", "afs_fs_offset");
  add_number(arguments, "length", packet, "afs_fs_length64", "afs_fs_length");
}

std::optional<Message> call_of(const TsharkPacket& packet, const Way& way, Message message,
                               std::string& kind) {
  const bool callback = way.from_port == kFileServerPort;
  const Words words(packet.value("udp_payload"));
  auto opcode = read_field_number(packet.value(callback ? "afs_cb_opcode" : "afs_fs_opcode"));
  if (!opcode) opcode = words.word(0);
  if (!opcode) {
    kind = "Rx calls of an unknown procedure";
    return std::nullopt;
  }
  message.operation = callback ? afs_callback(*opcode) : afs_procedure(*opcode);
  message.arguments.add("program", callback ? "afs-callback" : "afs");
  if (callback && *opcode == kCallBack) {
    add_call_back(message, words);
  } else {
    add_call(message, packet);
  }
  return message;
}

void add_reply(Message& message, const TsharkPacket& packet, bool aborted) {
  if (!aborted) {
    add_number(message.result, "size", packet, "afs_fs_status_length", "");
    add_number(message.result, "version", packet, "afs_fs_status_dataversion", "");
    return;
  }
  const auto code = Words(packet.value("udp_payload")).word(0);
  const std::string_view printed = packet.value("afs_fs_errcode");
  std::string error =
      printed.empty() && code ? std::to_string(static_cast<std::int32_t>(*code)) : std::string(printed);
  message.result.add("error", error.empty() ? std::string("abort") : "ABORT " + error);
}

}  // namespace

std::optional<Message> rx_message(const TsharkPacket& packet, const Way& way, std::string& kind) {
  const auto type = read_field_number(packet.value("rx_type"));
  const auto flags = read_field_number(packet.value("rx_flags"));
  if (!type || !flags || (*type != kData && *type != kAbort)) {
    kind = fmt::format("Rx packets of type {}", packet.value("rx_type"));
    return std::nullopt;
  }
  const bool from_client = (*flags & kClientInitiated) != 0;
  const bool aborted = *type == kAbort;
  if (from_client && aborted) {
    kind = "aborts by clients";
    return std::nullopt;
  }
  if (from_client ? packet.value("rx_seq") != "1" : !aborted && (*flags & kLastPacket) == 0) {
    kind = "further Rx packets of calls and replies";
    return std::nullopt;
  }
  Message message;
  message.time = way.time;
  message.reply = !from_client;
  message.client = from_client ? way.from : way.to;
  message.server = from_client ? way.to : way.from;
  message.key = fmt::format("{} {} {} {} {} {}", message.client, from_client ? way.from_port : way.to_port,
                            message.server, from_client ? way.to_port : way.from_port, packet.value("rx_cid"),
                            packet.value("rx_callnumber"));
  if (from_client) return call_of(packet, way, std::move(message), kind);
  add_reply(message, packet, aborted);
  return message;
}

}  // namespace braid::import::printed
