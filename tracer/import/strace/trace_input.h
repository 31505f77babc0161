// One file that strace wrote, line by line, with times.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/strace/line.h"
#include "braid/tracer/import/strace/stamp_clock.h"

namespace braid::import::strace {

/// Reads ahead by a line. Lines that strace broke by a message of its own are joined again.
class TraceInput {
 public:
  TraceInput(Input input, std::uint64_t source) : reader_(std::move(input)), source_(source) {}

  /// Goes to the next line; false at the end.
  bool next();

  /// The line, valid until next().
  [[nodiscard]] const Line& line() const { return line_; }
  [[nodiscard]] std::string_view text() const { return text_; }
  [[nodiscard]] std::uint64_t number() const { return number_; }
  /// Of whom the line tells, if it is a message of a new process.
  [[nodiscard]] std::optional<std::uint64_t> announced() const { return announced_; }

  /// The line's time; of a line that has none, the time of the line before.
  [[nodiscard]] recording::Time time() const { return time_; }

  [[nodiscard]] std::uint64_t source() const { return source_; }
  [[nodiscard]] const std::string& name() const { return reader_.input().name(); }
  [[nodiscard]] bool too_long() const { return reader_.too_long(); }
  /// How many lines of the file have been read.
  [[nodiscard]] std::uint64_t lines() const { return reader_.number(); }
  /// Whether the line ended with the input.
  [[nodiscard]] bool cut_off() const { return reader_.unfinished(); }

 private:
  bool read(std::string_view& text);
  void take(std::string_view text, std::uint64_t number);
  bool take_broken();

  LineReader reader_;
  std::uint64_t source_;
  StampClock clock_;
  Line line_;
  std::string_view text_;
  std::uint64_t number_ = 0;
  recording::Time time_;
  std::optional<std::uint64_t> announced_;
  bool summary_ = false;  ///< the table of -C has begun, with which the file ends

  std::string broken_;  ///< the part of a line in front of a message
  std::uint64_t broken_number_ = 0;
  std::string joined_;
  std::optional<std::string_view> held_;  ///< a line that was read to look whether it goes on
};

}  // namespace braid::import::strace
