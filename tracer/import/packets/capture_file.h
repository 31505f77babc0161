// The frames of a capture file, as libpcap reads them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "braid/tracer/import/input.h"
#include "braid/tracer/recording/time.h"

namespace braid::import::packets {

/// What was seen on a link.
struct Frame {
  std::uint64_t number = 0;  ///< in its capture, from 1
  recording::Time time;
  std::string_view bytes;       ///< that were captured; valid until the next frame is read
  std::uint64_t wire_size = 0;  ///< bytes that there were
};

/// Reads pcap and pcapng. Times have nine decimals where the capture's clock counts nanoseconds, else six.
/// Throws InputError where the input is no capture, or breaks the format. Not thread-safe. Memory: a frame
/// and a buffer of a quarter of a megabyte.
class CaptureFile {
 public:
  explicit CaptureFile(Input input);
  CaptureFile(CaptureFile&&) noexcept;
  CaptureFile& operator=(CaptureFile&&) noexcept;
  ~CaptureFile();

  /// The next frame; false at the end.
  [[nodiscard]] bool next(Frame& frame);

  /// Of the last frame; 0 before the first.
  [[nodiscard]] std::uint64_t number() const;

  /// Whether the file ended within a frame. Known once next() has been false.
  [[nodiscard]] bool cut_off() const;

  /// libpcap's number of the link type (DLT_EN10MB, ...).
  [[nodiscard]] int link_type() const;

  [[nodiscard]] const std::string& name() const;

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

/// Whether an input that begins like this is a capture.
[[nodiscard]] bool is_capture(std::string_view head);

}  // namespace braid::import::packets
