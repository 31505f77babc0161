#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/printed/hexadecimal.h"
#include "braid/tracer/import/printed/rpc_names.h"
#include "braid/tracer/import/printed/tshark_messages.h"
#include "braid/tracer/import/words.h"

namespace braid::import::printed {
namespace {

using recording::Fields;

constexpr std::uint64_t kNfsProgram = 100003;

/// Procedures of NFS 3 whose replies have attributes of folders first, not of the file (RFC 1813).
constexpr std::array<std::string_view, 4> kOfFolders = {"REMOVE", "RMDIR", "RENAME", "LINK"};

/// Of several messages in a packet the one with `number`.
struct Part {
  const TsharkPacket& packet;
  std::size_t number;
  std::size_t messages;

  [[nodiscard]] bool alone() const { return messages == 1; }

  /// Its value, where each message has equally many.
  [[nodiscard]] std::string_view value(std::string_view name) const {
    const std::size_t count = packet.count(name);
    return count % messages == 0 ? packet.value(name, number * (count / messages)) : std::string_view();
  }
  [[nodiscard]] std::optional<std::uint64_t> natural(std::string_view name) const {
    return read_field_number(value(name));
  }
};

std::vector<std::string> names(const TsharkPacket& packet, std::string_view field,
                               std::string (*name)(std::uint64_t)) {
  std::vector<std::string> all;
  for (const std::string_view value : packet.values(field)) {
    if (const auto number = read_field_number(value)) all.push_back(name(*number));
  }
  return all;
}

/// "" where the message is none of NFS.
std::string operation_of(const Part& part, Fields& arguments) {
  const TsharkPacket& packet = part.packet;
  const std::uint64_t version = part.natural("rpc_programversion").value_or(0);
  const bool callback = packet.has("nfs_cb_operation") && !packet.has("nfs_opcode");
  if (!callback && part.natural("rpc_program").value_or(kNfsProgram) != kNfsProgram) return "";
  if (!callback && version < 4) {
    const auto procedure = part.natural(version == 2 ? "nfs_procedure_v2" : "nfs_procedure_v3");
    if (!procedure) return "";
    arguments.add("program", version == 2 ? "nfs2" : "nfs3");
    return version == 2 ? nfs2_procedure(*procedure) : nfs3_procedure(*procedure);
  }
  arguments.add("program", callback ? "nfs4-callback" : "nfs4");
  if (!callback && part.natural("nfs_procedure_v4") == 0U) return "NULL";
  if (!part.alone()) {
    const auto main = part.natural("nfs_main_opcode");
    return main ? nfs4_operation(*main) : "COMPOUND";
  }
  const std::vector<std::string> all = callback ? names(packet, "nfs_cb_operation", nfs4_callback)
                                                : names(packet, "nfs_opcode", nfs4_operation);
  recording::List list(all.begin(), all.end());
  if (!list.empty()) arguments.add("operations", std::move(list));
  return compound_name(all);
}

void add_number(Fields& fields, std::string_view name, const TsharkPacket& packet,
                std::initializer_list<std::string_view> columns) {
  for (const std::string_view column : columns) {
    const auto number = read_field_number(packet.value(column));
    if (!number) continue;
    fields.add(name, *number);
    return;
  }
}

void add_bytes(Fields& fields, const TsharkPacket& packet, const ImportOptions& options, Ledger& ledger) {
  const std::string_view printed = packet.value("nfs_data");
  if (printed.empty()) return;
  if (const auto data = read_hexadecimal(printed)) {
    add_data(fields, *data, false, options, ledger);
  } else {
    ledger.note("values that are not printed as hexadecimal digits");
  }
}

void add_call(Message& message, const TsharkPacket& packet, const ImportOptions& options, Ledger& ledger) {
  Fields& arguments = message.arguments;
  message.object = plain_hexadecimal(packet.value("nfs_fhandle"));
  if (!message.object.empty()) arguments.add("handle", message.object);
  std::string_view column = "nfs_name";
  if (!packet.has(column)) column = "nfs_pathname_component";
  if (packet.has(column)) arguments.add("name", packet.value(column));
  if (packet.count(column) > 1) arguments.add("to", packet.value(column, 1));
  add_number(arguments, "offset", packet, {"nfs_offset3", "nfs_offset4"});
  add_number(arguments, "length", packet, {"nfs_count3", "nfs_count4", "nfs_write_data_length"});
  add_number(arguments, "stable", packet, {"nfs_write_stable", "nfs_stable_how4"});
  add_number(arguments, "access", packet, {"nfs_open4_share_access"});
  add_bytes(arguments, packet, options, ledger);
}

void add_attributes(Fields& result, const TsharkPacket& packet) {
  add_number(result, "size", packet, {"nfs_fattr3_size", "nfs_fattr4_size"});
  add_number(result, "inode", packet, {"nfs_fattr3_fileid", "nfs_fattr4_fileid"});
  // Where times are printed that are not with a size, they may be those before the call.
  const bool told_apart = packet.count("nfs_mtime_sec") == packet.count("nfs_fattr3_size");
  const auto seconds = read_number<std::uint64_t>(packet.value("nfs_mtime_sec"));
  const auto nanoseconds = read_number<std::uint32_t>(packet.value("nfs_mtime_nsec"));
  if (told_apart && seconds && nanoseconds)
    result.add("mtime", fmt::format("{}.{:09}", *seconds, *nanoseconds));
}

void add_reply(Message& message, const TsharkPacket& packet, std::string_view operation,
               const ImportOptions& options, Ledger& ledger) {
  Fields& result = message.result;
  const std::string handle = plain_hexadecimal(packet.value("nfs_fhandle"));
  if (!handle.empty()) result.add("handle", handle);
  add_number(result, "value", packet, {"nfs_count3", "nfs_count4", "nfs_read_data_length"});
  add_number(result, "delegation", packet, {"nfs_open_delegation_type"});
  const std::string_view end =
      packet.has("nfs_read_eof") ? packet.value("nfs_read_eof") : packet.value("nfs_eof");
  if (!end.empty()) result.add("eof", end == "1" || end == "true");
  if (!is_one_of(operation, kOfFolders)) add_attributes(result, packet);
  add_bytes(result, packet, options, ledger);
}

/// The name of the error; "" where there is none.
std::string error_of(const Part& part) {
  for (const std::string_view column : {"nfs_status3", "nfs_status2"}) {
    if (const auto status = part.natural(column)) return *status == 0 ? "" : nfs3_error(*status);
  }
  const auto status = read_field_number(part.packet.value("nfs_nfsstat4"));
  return part.alone() && status && *status != 0 ? nfs4_error(*status) : "";
}

Message message_of(const Part& part, const Way& way, std::uint64_t xid) {
  Message message;
  message.time = way.time;
  message.reply = part.value("rpc_msgtyp") == "1";
  message.client = message.reply ? way.to : way.from;
  message.server = message.reply ? way.from : way.to;
  message.key = message.reply
                    ? fmt::format("{} {} {} {} {}", way.to, way.to_port, way.from, way.from_port, xid)
                    : fmt::format("{} {} {} {} {}", way.from, way.from_port, way.to, way.to_port, xid);
  return message;
}

}  // namespace

std::vector<Message> nfs_messages(const TsharkPacket& packet, const Way& way, const ImportOptions& options,
                                  Ledger& ledger) {
  std::vector<Message> messages;
  const std::size_t count = packet.count("rpc_xid");
  for (std::size_t number = 0; number < count; ++number) {
    const Part part{packet, number, count};
    const auto xid = part.natural("rpc_xid");
    if (!xid) continue;
    Message message = message_of(part, way, *xid);
    message.operation = operation_of(part, message.arguments);
    if (message.operation.empty()) continue;
    message.arguments.add("xid", *xid);
    const std::string error = message.reply ? error_of(part) : std::string();
    if (!part.alone()) ledger.note("messages that share a packet, of which little is kept");
    if (!error.empty()) {
      message.result.add("error", error);
    } else if (part.alone() && message.reply) {
      add_reply(message, packet, message.operation, options, ledger);
    } else if (part.alone()) {
      add_call(message, packet, options, ledger);
    }
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace braid::import::printed
