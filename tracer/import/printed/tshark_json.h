// tshark's packets in JSON: -T json (an array of objects) and -T ek (an object a line).
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/import/input.h"
#include "braid/tracer/import/printed/tshark_packet.h"

namespace braid::import::printed {

/// The objects of an array, or objects one after another, as text: they are told apart by their braces alone.
/// Of an object larger than kMost the rest is dropped. Memory: one object and a buffer.
class JsonObjects {
 public:
  static constexpr std::size_t kMost = std::size_t{1} << 24;

  enum class Outcome : std::uint8_t {
    object,
    too_long,
    other,    ///< something that is none, up to the next object
    cut_off,  ///< the input ends within it
    end,
  };

  explicit JsonObjects(Input input) : input_(std::move(input)), buffer_(std::size_t{1} << 16) {}

  /// The next object; `text` is valid until the next call, and has room behind it for simdjson.
  [[nodiscard]] Outcome next(std::string_view& text);

  /// Where the last one begins.
  [[nodiscard]] std::uint64_t line() const { return begin_line_; }

 private:
  [[nodiscard]] bool refill();
  [[nodiscard]] bool pass_over_punctuation();
  [[nodiscard]] bool take_other();
  [[nodiscard]] bool take_object();

  Input input_;
  std::vector<char> buffer_;
  std::string_view left_;
  std::string object_;
  bool too_long_ = false;
  std::uint64_t line_ = 1;
  std::uint64_t begin_line_ = 1;
};

/// Reads objects of packets. Not thread-safe.
class TsharkJsonParser {
 public:
  TsharkJsonParser();
  ~TsharkJsonParser();
  TsharkJsonParser(TsharkJsonParser&&) noexcept;
  TsharkJsonParser& operator=(TsharkJsonParser&&) noexcept;

  enum class Outcome : std::uint8_t {
    packet,
    no_packet,  ///< an object without layers, as the lines before packets in -T ek are
    broken,
  };

  /// REQUIRES that kPadding (see LineReader) bytes behind `object` may be read.
  [[nodiscard]] Outcome read(std::string_view object, TsharkPacket& packet);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace braid::import::printed
