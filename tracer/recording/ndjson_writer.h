// Writes recordings as NDJSON: a header, a line an event, a footer.
#pragma once

#include <ostream>
#include <string>

#include "braid/tracer/recording/record.h"

namespace braid::recording {

/// The version of the format that is written, and the only one that is read. recording.schema.json has it
/// too.
inline constexpr std::uint64_t kFormatVersion = 1;

/// Lines are valid UTF-8. Bytes that are not are written as {"base64": ...} in values, and in names (actors,
/// objects) as \xNN. Integers beyond 2^53 are strings of digits. Memory: one buffer of about a megabyte.
class NdjsonWriter {
 public:
  /// Borrows `out`, whose errors are its owner's business.
  explicit NdjsonWriter(std::ostream& out) : out_(out) {}

  void header(const Header& header);
  void event(const Record& record);
  /// Ends the recording; writes what is still held.
  void footer(const Footer& footer);
  /// Writes what is still held, without ending the recording.
  void flush();

 private:
  void end_line();

  std::ostream& out_;
  std::string buffer_;
};

/// The event's line, without a line feed.
void append_event(std::string& out, const Record& record);

}  // namespace braid::recording
