// Writes remote procedure calls for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "written_capture.h"

namespace braid::import::test {

/// XDR: the size, the bytes, and padding.
[[nodiscard]] std::string opaque(std::string_view bytes);

/// A call without credential, or with AUTH_SYS for `uid`, if that is not negative.
[[nodiscard]] std::string rpc_call(std::uint32_t xid, std::uint32_t program, std::uint32_t version,
                                   std::uint32_t procedure, std::string_view arguments, int uid = -1);
/// `status`: accept_stat.
[[nodiscard]] std::string rpc_reply(std::uint32_t xid, std::string_view results, std::uint32_t status = 0);

/// With a record mark, for TCP.
[[nodiscard]] std::string record(std::string_view message);

/// A conversation over TCP between 10.0.0.1:900 and a server 10.0.0.2:2049, with right sequence numbers.
class WrittenConversation {
 public:
  WrittenConversation& call(std::string_view message) { return from_client(record(message)); }
  WrittenConversation& reply(std::string_view message) { return from_server(record(message)); }
  WrittenConversation& from_client(std::string_view bytes, std::uint8_t flags = kAck);
  WrittenConversation& from_server(std::string_view bytes, std::uint8_t flags = kAck);
  /// Bytes that are not captured.
  WrittenConversation& lose_from_client(std::size_t size);
  [[nodiscard]] const std::string& bytes() const { return capture_.bytes(); }

 private:
  WrittenCapture capture_;
  std::uint32_t client_ = 0xffffff00;
  std::uint32_t server_ = 5000;
};

}  // namespace braid::import::test
