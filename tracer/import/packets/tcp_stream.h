// Puts the segments of one direction of a TCP connection in order.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::packets {

/// Bytes that came in one packet.
struct Segment {
  std::string_view bytes;
  std::uint64_t packet = 0;  ///< its number
  recording::Time time;      ///< when it was captured
};

/// Takes what a TcpStream delivers.
class StreamSink {
 public:
  virtual ~StreamSink() = default;
  /// The next bytes, which are not empty.
  virtual void bytes(const Segment& segment) = 0;
  /// So many bytes were never captured.
  virtual void hole(std::uint64_t size) = 0;
  /// What follows has nothing to do with what was before.
  virtual void restart() = 0;
};

/// Delivers every byte once, in the order of sequence numbers, which may wrap around. Segments that come
/// early are held until the gap before them is filled. A gap is given up, and delivered as a hole, when the
/// receiver has acknowledged it, or when more than kMostHeld bytes or kMostSegments segments wait behind it.
/// A capture may begin anywhere in a connection. A segment far away from where the stream is begins a new
/// one.
class TcpStream {
 public:
  static constexpr std::size_t kMostHeld = std::size_t{1} << 22;
  static constexpr std::size_t kMostSegments = 4096;

  enum class Outcome : std::uint8_t {
    delivered,  ///< all or a part of it
    held,       ///< it came early
    repeated,   ///< all of it was there before
  };

  /// A handshake says where the stream begins.
  void begin(std::uint32_t sequence);

  /// `missing` bytes at the segment's end were not captured. REQUIRES bytes, or missing bytes.
  Outcome add(std::uint32_t sequence, const Segment& segment, std::uint32_t missing, StreamSink& sink);

  /// The other side has received everything before `sequence`.
  void acknowledge(std::uint32_t sequence, StreamSink& sink);

  /// Delivers what is still held, and forgets where the stream was.
  void finish(StreamSink& sink);

  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Held {
    std::string bytes;
    std::uint32_t missing = 0;
    std::uint64_t packet = 0;
    recording::Time time;
  };

  [[nodiscard]] std::int64_t distance(std::uint32_t sequence) const;
  void deliver(std::uint64_t position, const Segment& segment, std::uint32_t missing, StreamSink& sink);
  void deliver_held(StreamSink& sink);
  void give_up_gap(StreamSink& sink);
  bool hold(std::uint64_t position, const Segment& segment, std::uint32_t missing);

  bool begun_ = false;
  std::uint64_t next_ = 0;          ///< position of the next byte; its low 32 bits are the sequence number
  std::uint64_t acknowledged_ = 0;  ///< position
  std::map<std::uint64_t, Held> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace braid::import::packets
