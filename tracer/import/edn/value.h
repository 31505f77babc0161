// EDN values (extensible data notation, https://github.com/edn-format/edn).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/recording/value.h"

namespace braid::import::edn {

enum class Kind : std::uint8_t {
  nil,
  boolean,
  integer,  ///< that fits 64 bits, signed
  number,   ///< any other: with a fraction, exponent, or too large; `text` has it as written
  character,
  string,
  keyword,
  symbol,
  list,
  vector,
  set,
  map,     ///< `items` are keys and values by turns
  tagged,  ///< `text` is the tag, the only item the value
};

struct Value {
  Kind kind = Kind::nil;
  std::string text;          ///< of a string what it stands for; of a keyword without its colon
  std::int64_t integer = 0;  ///< of a boolean 0 or 1
  std::vector<Value> items;

  /// The value of a keyword in a map, of the first such; null where it is no map or has no such key.
  [[nodiscard]] const Value* find(std::string_view keyword) const;
  [[nodiscard]] bool is_sequence() const { return kind == Kind::list || kind == Kind::vector; }

  friend bool operator==(const Value&, const Value&) = default;
};

/// In EDN, on one line.
[[nodiscard]] std::string to_text(const Value& value);

/// As recordings have it. Numbers, truth values and strings are themselves; lists, vectors and sets are
/// lists; all else is text, as in EDN: `nil`, `:x`, `{:a 1}`.
[[nodiscard]] recording::Value to_recorded(const Value& value);

}  // namespace braid::import::edn
