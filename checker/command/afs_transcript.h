// What the homework simulator writes to standard output, and how it ends early.
#pragma once

#include <fmt/format.h>

#include <cstddef>
#include <exception>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

namespace braid::command {

/// The simulator stops before the schedule's end, with exit status 1.
class EarlyExit : public std::exception {
 public:
  /// The simulator's own refusal: `text` goes to standard output.
  [[nodiscard]] static EarlyExit with_output(std::string text) { return {std::move(text), {}}; }

  /// The simulator's check failed: the line `ABORT:: cause` goes to standard output.
  [[nodiscard]] static EarlyExit abort(std::string_view cause) {
    return with_output(fmt::format("ABORT:: {}\n", cause));
  }

  /// The original fails here by a Python exception: `cause` goes to standard error.
  [[nodiscard]] static EarlyExit with_error(std::string cause) { return {{}, std::move(cause)}; }

  [[nodiscard]] const std::string& output() const { return output_; }
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] const char* what() const noexcept override {
    return error_.empty() ? output_.c_str() : error_.c_str();
  }

 private:
  EarlyExit(std::string output, std::string error) : output_(std::move(output)), error_(std::move(error)) {}

  std::string output_;
  std::string error_;
};

/// Collects text and hands it to a stream in large pieces. What was written is in the stream only after
/// flush().
class Transcript {
 public:
  explicit Transcript(std::ostream& out) : out_(out) {}

  template <class... Values>
  void print(fmt::format_string<Values...> format, Values&&... values) {
    text(fmt::format(format, std::forward<Values>(values)...));
  }

  void text(std::string_view text) {
    text_.append(text.data(), text.data() + text.size());
    flush_if_large();
  }

  /// One column of 28 spaces for the server and one for each client before number `client`.
  void indent(std::size_t client);

  /// Throws EarlyExit if the stream does not take the text.
  void flush();

 private:
  static constexpr std::size_t kLarge = 1 << 16;

  void flush_if_large() {
    if (text_.size() >= kLarge) flush();
  }

  std::ostream& out_;
  fmt::memory_buffer text_;
};

}  // namespace braid::command
