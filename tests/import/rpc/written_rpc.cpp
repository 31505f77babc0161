#include "written_rpc.h"

namespace braid::import::test {

std::string opaque(std::string_view bytes) {
  return big_32(static_cast<std::uint32_t>(bytes.size())).append(bytes) +
         std::string((4 - bytes.size() % 4) % 4, '\0');
}

std::string rpc_call(std::uint32_t xid, std::uint32_t program, std::uint32_t version, std::uint32_t procedure,
                     std::string_view arguments, int uid) {
  const std::string system = big_32(0) + opaque("host") + big_32(static_cast<std::uint32_t>(uid)) + big_64(0);
  const std::string credential = uid < 0 ? big_64(0) : big_32(1) + opaque(system);
  return (big_32(xid) + big_32(0) + big_32(2) + big_32(program) + big_32(version) + big_32(procedure) +
          credential + big_64(0))
      .append(arguments);
}

std::string rpc_reply(std::uint32_t xid, std::string_view results, std::uint32_t status) {
  return (big_32(xid) + big_32(1) + big_32(0) + big_64(0) + big_32(status)).append(results);
}

std::string record(std::string_view message) {
  return big_32(0x80000000U | static_cast<std::uint32_t>(message.size())).append(message);
}

WrittenConversation& WrittenConversation::from_client(std::string_view bytes, std::uint8_t flags) {
  capture_.ip(ipv4(1, 2, 6, tcp(900, 2049, client_, bytes, flags, server_)));
  client_ += static_cast<std::uint32_t>(bytes.size()) + ((flags & kSyn) != 0 ? 1U : 0U);
  return *this;
}

WrittenConversation& WrittenConversation::from_server(std::string_view bytes, std::uint8_t flags) {
  capture_.ip(ipv4(2, 1, 6, tcp(2049, 900, server_, bytes, flags, client_)));
  server_ += static_cast<std::uint32_t>(bytes.size()) + ((flags & kSyn) != 0 ? 1U : 0U);
  return *this;
}

WrittenConversation& WrittenConversation::lose_from_client(std::size_t size) {
  client_ += static_cast<std::uint32_t>(size);
  return *this;
}

}  // namespace braid::import::test
