// A TCP connection that carries remote procedure calls.
#pragma once

#include <array>

#include "braid/tracer/import/packets/tcp_stream.h"
#include "braid/tracer/import/rpc/conversation.h"

namespace braid::import::rpc {

/// Both directions of a connection. It stays where it is.
class TcpConnection {
 public:
  TcpConnection(const packets::Endpoint& side_0, const packets::Endpoint& side_1, Surroundings surroundings);
  TcpConnection(const TcpConnection&) = delete;
  TcpConnection& operator=(const TcpConnection&) = delete;

  /// A segment from that side. What is no part of a message is counted.
  void take(std::size_t side, const packets::Packet& packet);

  /// Gives out what is not complete, emits calls without reply.
  void finish();

  [[nodiscard]] std::size_t held_bytes() const;

 private:
  class Side final : public MessageSink {
   public:
    Side(TcpConnection& connection, std::size_t number)
        : records(*this), connection_(connection), number_(number) {}

    bool message(const Message& message) override;
    bool expects_reply(std::string_view bytes) const override;
    void useless(const packets::Segment& segment) override;
    void broken(std::uint64_t packet) override;
    void gap() override;

    packets::TcpStream stream;
    RecordStream records;

   private:
    TcpConnection& connection_;
    std::size_t number_;
  };

  void skip(std::string_view kind, std::uint64_t packet);

  Conversation conversation_;
  Surroundings surroundings_;
  std::array<Side, 2> sides_;
  bool calls_ = false;        ///< there was a message
  recording::Time now_;       ///< of the present packet
  std::uint64_t packet_ = 0;  ///< its number
  std::uint64_t source_ = 0;
};

}  // namespace braid::import::rpc
