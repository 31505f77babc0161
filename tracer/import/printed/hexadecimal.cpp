#include "braid/tracer/import/printed/hexadecimal.h"

#include "braid/tracer/import/words.h"

namespace braid::import::printed {

std::optional<std::string> read_hexadecimal(std::string_view text) {
  const std::string digits = plain_hexadecimal(text);
  if (digits.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  bytes.reserve(digits.size() / 2);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto byte = read_number<std::uint8_t>(std::string_view(digits).substr(i, 2), 16);
    if (!byte) return std::nullopt;
    bytes += static_cast<char>(*byte);
  }
  return bytes;
}

std::string plain_hexadecimal(std::string_view text) {
  std::string digits;
  digits.reserve(text.size());
  for (const char c : text) {
    if (c != ':') digits += c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return digits;
}

std::optional<std::uint64_t> read_field_number(std::string_view text) {
  if (text.starts_with("0x")) return read_number<std::uint64_t>(text.substr(2), 16);
  return read_number<std::uint64_t>(text);
}

}  // namespace braid::import::printed
