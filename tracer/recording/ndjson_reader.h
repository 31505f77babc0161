// Reads recordings from NDJSON, event by event.
#pragma once

#include <memory>
#include <optional>

#include "braid/tracer/import/input.h"
#include "braid/tracer/recording/record.h"

namespace braid::recording {

/// Reads a stream in bounded memory: what is longer than a line's limit is refused. Every mistake throws
/// InputError with the file, the line, and the line's text: what is no JSON, an unknown version (both are
/// named), a missing or unknown member, a wrong type, an event that ends before it starts, a footer that
/// counts other than was read, anything behind the footer.
class NdjsonReader {
 public:
  /// Reads the header.
  explicit NdjsonReader(import::Input input);
  ~NdjsonReader();
  NdjsonReader(NdjsonReader&&) noexcept;

  [[nodiscard]] const Header& header() const;

  /// The next event, or false behind the last.
  [[nodiscard]] bool next(Record& record);

  /// The line that the last event was on, from 1.
  [[nodiscard]] std::uint64_t line() const;

  /// The footer, once next() was false; nothing where the recording has none, and may be cut off.
  [[nodiscard]] const std::optional<Footer>& footer() const;

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

/// Whether a text is NDJSON of a recording, by its first line: an object with a member `format`.
[[nodiscard]] bool looks_like_recording(std::string_view head);

}  // namespace braid::recording
