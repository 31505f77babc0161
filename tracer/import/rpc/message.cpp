#include "braid/tracer/import/rpc/message.h"

#include <array>

#include "braid/tracer/import/packets/xdr_reader.h"

namespace braid::import::rpc {
namespace {

constexpr std::uint32_t kRpcVersion = 2;
constexpr std::uint32_t kAuthSys = 1;
constexpr std::uint32_t kRpcSecGss = 6;
/// RFC 5531, 8.2: opaque_auth has at most 400 bytes.
constexpr std::uint32_t kMostAuthentication = 400;

std::string_view read_authentication(packets::XdrReader& xdr) {
  const std::string_view body = xdr.opaque();
  if (body.size() > kMostAuthentication) xdr.fail();
  return body;
}

std::optional<std::uint32_t> uid_of(std::string_view credential) {
  packets::XdrReader xdr(credential);
  xdr.pass(4);
  xdr.pass_opaque();
  const std::uint32_t uid = xdr.number();
  if (xdr.failed()) return std::nullopt;
  return uid;
}

/// RFC 2203, 5.2.2: version, procedure, sequence number, service, context.
void read_gss_credential(std::string_view credential, CallHeader& call) {
  constexpr std::uint32_t kIntegrity = 2;
  constexpr std::uint32_t kPrivacy = 3;
  packets::XdrReader xdr(credential);
  xdr.pass(4);
  const bool control = xdr.number() != 0;
  xdr.pass(4);
  const std::uint32_t service = xdr.number();
  if (xdr.failed()) return;
  call.control = control;
  if (control) return;
  if (service == kIntegrity) call.protection = Protection::integrity;
  if (service == kPrivacy) call.protection = Protection::privacy;
}

}  // namespace

std::string_view name_of(ReplyStatus status) {
  constexpr std::array kNames = {std::string_view("SUCCESS"),       std::string_view("PROG_UNAVAIL"),
                                 std::string_view("PROG_MISMATCH"), std::string_view("PROC_UNAVAIL"),
                                 std::string_view("GARBAGE_ARGS"),  std::string_view("SYSTEM_ERR"),
                                 std::string_view("RPC_MISMATCH"),  std::string_view("AUTH_ERROR")};
  return kNames[static_cast<std::size_t>(status)];
}

std::optional<Direction> direction_of(std::string_view bytes) {
  packets::XdrReader xdr(bytes);
  xdr.pass(4);
  const std::uint32_t direction = xdr.number();
  if (xdr.failed() || direction > 1) return std::nullopt;
  return static_cast<Direction>(direction);
}

std::optional<CallHeader> read_call(std::string_view bytes) {
  packets::XdrReader xdr(bytes);
  CallHeader call;
  call.xid = xdr.number();
  xdr.pass(4);
  if (xdr.number() != kRpcVersion) return std::nullopt;
  call.program = xdr.number();
  call.version = xdr.number();
  call.procedure = xdr.number();
  const std::uint32_t flavour = xdr.number();
  const std::string_view credential = read_authentication(xdr);
  if (flavour == kAuthSys) call.uid = uid_of(credential);
  if (flavour == kRpcSecGss) read_gss_credential(credential, call);
  xdr.pass(4);
  static_cast<void>(read_authentication(xdr));
  if (xdr.failed()) return std::nullopt;
  call.body = xdr.rest();
  return call;
}

std::optional<ReplyHeader> read_reply(std::string_view bytes) {
  constexpr std::uint32_t kAccepted = 0;
  constexpr std::uint32_t kAuthError = 1;
  packets::XdrReader xdr(bytes);
  ReplyHeader reply;
  reply.xid = xdr.number();
  xdr.pass(4);
  if (xdr.number() == kAccepted) {
    xdr.pass(4);
    static_cast<void>(read_authentication(xdr));
    const std::uint32_t status = xdr.number();
    if (status > static_cast<std::uint32_t>(ReplyStatus::system_error)) return std::nullopt;
    reply.status = static_cast<ReplyStatus>(status);
  } else if (xdr.number() == kAuthError) {
    reply.status = ReplyStatus::authentication_error;
    reply.authentication_status = xdr.number();
  } else {
    reply.status = ReplyStatus::rpc_mismatch;
  }
  if (xdr.failed()) return std::nullopt;
  reply.body = xdr.rest();
  return reply;
}

std::optional<std::string_view> signed_body(std::string_view body, bool cut) {
  packets::XdrReader xdr(body, cut);
  const std::string_view content = xdr.opaque_perhaps_cut().bytes;
  constexpr std::size_t kSequence = 4;
  if (content.size() < kSequence) return std::nullopt;
  return content.substr(kSequence);
}

bool is_known_program(std::uint32_t program) {
  constexpr std::array<std::uint32_t, 6> kPrograms = {100000, 100003, 100005, 100021, 100024, 100227};
  for (const std::uint32_t known : kPrograms) {
    if (program == known) return true;
  }
  return program >= 0x40000000 && program <= 0x5fffffff;
}

namespace {

Likelihood begins_call(packets::XdrReader& xdr) {
  constexpr std::uint32_t kMostVersion = 16;
  constexpr std::uint32_t kMostProcedure = 256;
  if (xdr.number() != kRpcVersion) return Likelihood::no;
  const std::uint32_t program = xdr.number();
  const std::uint32_t version = xdr.number();
  const std::uint32_t procedure = xdr.number();
  const std::uint32_t flavour = xdr.number();
  const std::uint32_t size = xdr.number();
  if (xdr.failed() || version > kMostVersion || procedure > kMostProcedure || size > kMostAuthentication)
    return Likelihood::no;
  constexpr std::uint32_t kMostSmallFlavour = 16;
  if (is_known_program(program) && flavour <= kMostSmallFlavour) return Likelihood::certain;
  constexpr std::uint32_t kLeastProgram = 100000;
  return program >= kLeastProgram && program < 0x60000000 ? Likelihood::likely : Likelihood::no;
}

Likelihood begins_reply(packets::XdrReader& xdr) {
  const std::uint32_t denied = xdr.number();
  if (denied == 1) {
    const std::uint32_t status = xdr.number();
    return !xdr.failed() && status <= 1 ? Likelihood::likely : Likelihood::no;
  }
  if (denied != 0) return Likelihood::no;
  constexpr std::uint32_t kMostSmallFlavour = 16;
  const std::uint32_t flavour = xdr.number();
  if (flavour > kMostSmallFlavour) return Likelihood::no;
  static_cast<void>(read_authentication(xdr));
  const std::uint32_t status = xdr.number();
  return !xdr.failed() && status <= static_cast<std::uint32_t>(ReplyStatus::system_error) ? Likelihood::likely
                                                                                          : Likelihood::no;
}

}  // namespace

Likelihood begins_record(std::string_view bytes) {
  constexpr std::uint32_t kLastFragment = 0x80000000;
  constexpr std::uint32_t kLeastRecord = 20;
  packets::XdrReader xdr(bytes);
  const std::uint32_t mark = xdr.number();
  const std::uint32_t size = mark & ~kLastFragment;
  if (size < kLeastRecord || size > kMostRecord) return Likelihood::no;
  xdr.pass(4);
  const std::uint32_t direction = xdr.number();
  if (xdr.failed() || direction > 1) return Likelihood::no;
  return direction == 0 ? begins_call(xdr) : begins_reply(xdr);
}

}  // namespace braid::import::rpc
