// The headers of remote procedure calls and their replies (RFC 5531).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace braid::import::rpc {

/// What protects a body (RFC 2203, 5.3.1): RPCSEC_GSS may sign or encrypt it.
enum class Protection : std::uint8_t { none, integrity, privacy };

struct CallHeader {
  std::uint32_t xid = 0;
  std::uint32_t program = 0;
  std::uint32_t version = 0;
  std::uint32_t procedure = 0;
  std::optional<std::uint32_t> uid;  ///< of AUTH_SYS
  Protection protection = Protection::none;
  bool control = false;   ///< RPCSEC_GSS makes or ends a context: the body is its own
  std::string_view body;  ///< arguments
};

enum class ReplyStatus : std::uint8_t {
  success,
  program_unavailable,
  program_mismatch,
  procedure_unavailable,
  garbage_arguments,
  system_error,
  rpc_mismatch,
  authentication_error,
};

/// `PROG_UNAVAIL`, as RFC 5531 writes it.
[[nodiscard]] std::string_view name_of(ReplyStatus status);

struct ReplyHeader {
  std::uint32_t xid = 0;
  ReplyStatus status = ReplyStatus::success;
  std::uint32_t authentication_status = 0;  ///< auth_stat, where that is the error
  std::string_view body;                    ///< results
};

/// The number of a message, or nothing where `bytes` cannot be one: too short, or neither call nor reply.
enum class Direction : std::uint32_t { call = 0, reply = 1 };
[[nodiscard]] std::optional<Direction> direction_of(std::string_view bytes);

/// Nothing where the header is malformed or not complete.
[[nodiscard]] std::optional<CallHeader> read_call(std::string_view bytes);
[[nodiscard]] std::optional<ReplyHeader> read_reply(std::string_view bytes);

/// Takes the wrapping of RPCSEC_GSS's integrity service off a body (RFC 2203, 5.3.2.2: the sequence number,
/// then what was signed); nothing where it is malformed. `cut`: the message had more than was captured.
[[nodiscard]] std::optional<std::string_view> signed_body(std::string_view body, bool cut);

/// How surely a record of RFC 5531's record marking begins at the start of `bytes`. certain: a call of a
/// program of NFS. likely: a call of another program, or a reply. None of it: no, or too few bytes.
enum class Likelihood : std::uint8_t { no, likely, certain };
[[nodiscard]] Likelihood begins_record(std::string_view bytes);

/// Portmap, NFS, MOUNT, NLM, NSM, NFSACL, or a callback's (RFC 5531, 8.1: transient programs).
[[nodiscard]] bool is_known_program(std::uint32_t program);

inline constexpr std::uint32_t kMostRecord = std::uint32_t{1} << 24;

}  // namespace braid::import::rpc
