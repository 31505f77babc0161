#include "braid/checker/report/xml_text.h"

#include <algorithm>

#include "braid/checker/report/utf8_character.h"

namespace braid::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

/// XML 1.0, section 2.2: production Char.
bool is_allowed(std::string_view character) {
  if (character.size() == 1) {
    const auto byte = static_cast<unsigned char>(character.front());
    return byte >= 0x20 || byte == '\t' || byte == '\n' || byte == '\r';
  }
  return character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";  // U+FFFE, U+FFFF
}

std::string_view escape_of(char character) {
  switch (character) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    case '\'':
      return "&#39;";
    default:
      return {};
  }
}

/// Takes the first character, or the first byte of what is none.
std::string_view take_character(std::string_view& text) {
  const std::string_view character = text.substr(0, std::max<std::size_t>(1, character_size(text)));
  text.remove_prefix(character.size());
  return character;
}

}  // namespace

std::string xml_text(std::string_view text) {
  std::string written;
  while (!text.empty()) {
    const bool is_text = character_size(text) > 0;
    const std::string_view character = take_character(text);
    const std::string_view escape = escape_of(character.front());
    if (!is_text || !is_allowed(character)) {
      written += kReplacement;
    } else {
      written += escape.empty() ? character : escape;
    }
  }
  return written;
}

std::string shortened(std::string_view text, std::size_t most) {
  if (character_count(text) <= most) return std::string(text);
  std::string kept;
  for (std::size_t i = 1; i < most; ++i) kept += take_character(text);
  return kept + "\xE2\x80\xA6";  // an ellipsis, U+2026
}

std::size_t character_count(std::string_view text) {
  std::size_t count = 0;
  for (; !text.empty(); ++count) take_character(text);
  return count;
}

}  // namespace braid::report
