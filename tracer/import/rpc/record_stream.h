// Takes the messages out of a stream: record marking (RFC 5531, 11).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "braid/tracer/import/packets/tcp_stream.h"

namespace braid::import::rpc {

/// A call or a reply, as bytes.
struct Message {
  std::string_view bytes;
  bool cut = false;          ///< there was more, which was not captured
  std::uint64_t packet = 0;  ///< in which it begins
  recording::Time time;      ///< of that packet
};

/// Takes what a RecordStream finds.
class MessageSink {
 public:
  virtual ~MessageSink() = default;
  /// False if it is no message: the stream is then searched for the next one that is.
  virtual bool message(const Message& message) = 0;
  /// Whether a reply is expected that has the number with which `bytes` begin.
  [[nodiscard]] virtual bool expects_reply(std::string_view bytes) const = 0;
  /// A packet of the stream that belongs to no message.
  virtual void useless(const packets::Segment& segment) = 0;
  /// A message that began in that packet and has no end, or no sense.
  virtual void broken(std::uint64_t packet) = 0;
  /// Bytes that are not in the capture.
  virtual void gap() = 0;
};

/// Messages may be split into fragments and segments anywhere. A message with a hole is given out as what was
/// before the hole. Where the stream does not begin with a message, and behind holes that hide where the next
/// one begins, a message is looked for: anywhere, if it is certainly one (a call of a known program, a reply
/// that is expected), else at the start of a packet. Memory: one message of at most kMostRecord.
class RecordStream final : public packets::StreamSink {
 public:
  explicit RecordStream(MessageSink& sink) : sink_(sink) {}

  void bytes(const packets::Segment& segment) override;
  void hole(std::uint64_t size) override;
  void restart() override;

  /// The stream ends: gives out what there is of a message.
  void finish();

  [[nodiscard]] std::size_t held_bytes() const { return message_.capacity(); }

 private:
  void take(std::string_view bytes, const packets::Segment& segment);
  void search(const packets::Segment& segment);
  [[nodiscard]] bool find_record(std::string_view& bytes);
  void drop_beginning();
  [[nodiscard]] bool take_mark(std::string_view& bytes, const packets::Segment& segment);
  void take_fragment(std::string_view& bytes);
  void end_message(std::string_view whole);
  void lose();

  MessageSink& sink_;
  bool synchronised_ = false;
  /// Not synchronised: the beginning of a packet, or of several, too short to tell whether a message begins
  /// there.
  std::string beginning_;
  packets::Segment beginning_of_;  ///< without bytes
  bool used_ = false;              ///< whether the present segment had a part of a message
  std::string mark_;               ///< up to four bytes
  std::uint32_t fragment_ = 0;     ///< bytes that are still to come
  bool in_fragment_ = false;
  bool last_ = false;
  std::string message_;
  bool cut_ = false;
  std::uint64_t packet_ = 0;  ///< in which the message begins; 0: there is none
  recording::Time time_;
};

}  // namespace braid::import::rpc
