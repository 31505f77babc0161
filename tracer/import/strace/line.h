// One line as strace prints it: `[pid 7] 13:47:58.375536 [ 257] [00007f7c5b091b1d] openat(...) = 3`.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "braid/tracer/recording/time.h"

namespace braid::import::strace {

/// What a line is, by its first characters (strace(1), "TRACE OUTPUT").
enum class LineKind : std::uint8_t {
  call,        ///< a call and its result
  unfinished,  ///< a call that another process's line interrupts: `read(3,  <unfinished ...>`
  resumed,     ///< its end: `<... read resumed>"x", 1) = 1`
  signal,      ///< `--- SIGCHLD {...} ---`
  exit,        ///< `+++ exited with 0 +++`
  superseded,  ///< `+++ superseded by execve in pid 7 +++`
  message,     ///< `strace: Process 7 attached`
  summary,     ///< the first line of the table of -c or -C
  stack,       ///< a line of -k's stack trace
  dump,        ///< a line of -e read's or write's hexadecimal dump
  empty,
  other,
};

/// When, as it was printed.
struct Stamp {
  enum class Form : std::uint8_t { seconds, time_of_day } form = Form::seconds;
  recording::Time time;  ///< of the day in seconds, where form is time_of_day
};

struct Line {
  LineKind kind = LineKind::other;
  std::optional<std::uint64_t> process;
  std::optional<Stamp> stamp;
  std::string_view body;  ///< without process, time, -n's number and -i's address
};

/// Takes a line apart. The body is a part of `text`.
[[nodiscard]] Line take_apart(std::string_view text);

/// What stands before `strace: Process 7 attached` at the end of a line that strace wrote this message into,
/// the pid of the message, or nothing.
struct Interrupted {
  std::string_view before;  ///< empty where the message has a line of its own
  std::uint64_t process = 0;
};
[[nodiscard]] std::optional<Interrupted> attached_message(std::string_view text);

}  // namespace braid::import::strace
