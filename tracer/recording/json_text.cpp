#include "braid/tracer/recording/json_text.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>
#include <system_error>

namespace braid::recording {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

bool continues(std::string_view bytes, std::size_t at) {
  return at < bytes.size() && (byte_at(bytes, at) & 0xC0U) == 0x80U;
}

/// The length of the UTF-8 sequence at `at`, 0 where there is none.
std::size_t sequence_length(std::string_view bytes, std::size_t at) {
  const std::uint8_t first = byte_at(bytes, at);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4 || !continues(bytes, at + 1)) return 0;
  if (first < 0xE0) return 2;
  const std::uint8_t second = byte_at(bytes, at + 1);
  if (!continues(bytes, at + 2)) return 0;
  if (first < 0xF0) return (first == 0xE0 && second < 0xA0) || (first == 0xED && second > 0x9F) ? 0 : 3;
  if (!continues(bytes, at + 3)) return 0;
  return (first == 0xF0 && second < 0x90) || (first == 0xF4 && second > 0x8F) ? 0 : 4;
}

/// Which bytes are ASCII and stand for themselves in a JSON string.
constexpr auto kPlain = [] {
  std::array<bool, 256> plain{};
  for (std::size_t byte = 0x20; byte < 0x7F; ++byte) plain[byte] = byte != '"' && byte != '\\';
  return plain;
}();

/// How many such bytes begin at `at`.
std::size_t plain_run(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && kPlain[byte_at(text, end)]) ++end;
  return end - at;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  const auto byte = static_cast<std::uint8_t>(c);
  out += "\\u00";
  out += kHexDigits[byte >> 4U];
  out += kHexDigits[byte & 15U];
}

/// The number that four hexadecimal digits at the front of `text` are; nothing where there are none.
std::optional<std::uint32_t> take_code_unit(std::string_view& text) {
  constexpr std::size_t kDigits = 4;
  if (text.size() < kDigits) return std::nullopt;
  std::uint32_t unit = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + kDigits, unit, 16);
  if (error != std::errc() || end != text.data() + kDigits) return std::nullopt;
  text.remove_prefix(kDigits);
  return unit;
}

/// What \u stands for, by the digits at the front of `text` and perhaps a second escape (RFC 8259, section
/// 7).
std::optional<std::uint32_t> take_code_point(std::string_view& text) {
  const auto unit = take_code_unit(text);
  if (!unit || *unit < 0xD800 || *unit > 0xDFFF) return unit;
  if (*unit > 0xDBFF || !text.starts_with("\\u")) return std::nullopt;
  text.remove_prefix(2);
  const auto low = take_code_unit(text);
  if (!low || *low < 0xDC00 || *low > 0xDFFF) return std::nullopt;
  return 0x10000 + ((*unit - 0xD800) << 10U) + (*low - 0xDC00);
}

/// Appends a code point in UTF-8 (RFC 3629, section 3).
void append_code_point(std::string& out, std::uint32_t point) {
  const auto continuation = [&](unsigned shift) {
    out += static_cast<char>(0x80U | ((point >> shift) & 0x3FU));
  };
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xC0U | (point >> 6U));
    continuation(0);
  } else if (point < 0x10000) {
    out += static_cast<char>(0xE0U | (point >> 12U));
    continuation(6);
    continuation(0);
  } else {
    out += static_cast<char>(0xF0U | (point >> 18U));
    continuation(12);
    continuation(6);
    continuation(0);
  }
}

/// Appends what the escape at the front of `text`, behind its backslash, stands for, and takes it.
bool take_escape(std::string& out, std::string_view& text) {
  if (text.empty()) return false;
  const char kind = text.front();
  text.remove_prefix(1);
  if (kind == 'u') {
    const auto point = take_code_point(text);
    if (point) append_code_point(out, *point);
    return point.has_value();
  }
  constexpr std::string_view kKinds = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const std::size_t which = kKinds.find(kind);
  if (which == std::string_view::npos) return false;
  out += kMeanings[which];
  return true;
}

}  // namespace

bool is_utf8(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size()) {
    std::uint64_t word = 0;
    if (bytes.size() - at >= sizeof word) {
      std::memcpy(&word, bytes.data() + at, sizeof word);
      if ((word & 0x8080808080808080U) == 0) {
        at += sizeof word;
        continue;
      }
    }
    const std::size_t length = sequence_length(bytes, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t run = plain_run(text, at);
    out.append(text, at, run);
    at += run;
    if (at == text.size()) break;
    if (byte_at(text, at) >= 0x80) {
      out += text[at];
    } else {
      append_escape(out, text[at]);
    }
    ++at;
  }
  out += '"';
}

void append_json_name(std::string& out, std::string_view bytes) {
  if (is_utf8(bytes)) return append_json_string(out, bytes);
  std::string text;
  for (std::size_t at = 0; at < bytes.size();) {
    if (const std::size_t length = sequence_length(bytes, at); length > 0) {
      text.append(bytes, at, length);
      at += length;
      continue;
    }
    text += "\\x";
    text += kHexDigits[byte_at(bytes, at) >> 4U];
    text += kHexDigits[byte_at(bytes, at) & 15U];
    ++at;
  }
  append_json_string(out, text);
}

bool append_unescaped(std::string& out, std::string_view text) {
  while (true) {
    const std::size_t backslash = text.find('\\');
    out.append(text.substr(0, backslash));
    if (backslash == std::string_view::npos) return true;
    text.remove_prefix(backslash + 1);
    if (!take_escape(out, text)) return false;
  }
}

void append_base64(std::string& out, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const std::size_t count = bytes.size() - at < 3 ? bytes.size() - at : 3;
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) group = (group << 8U) | (k < count ? byte_at(bytes, at + k) : 0U);
    for (std::size_t k = 0; k < 4; ++k)
      out += k <= count ? kBase64Digits[(group >> (18 - 6 * k)) & 63U] : '=';
  }
}

bool read_base64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::uint32_t group = 0;
    std::size_t digits = 0;
    for (std::size_t k = 0; k < 4; ++k) {
      const std::size_t value = kBase64Digits.find(text[at + k]);
      const bool padding = text[at + k] == '=' && at + 4 == text.size() && k >= 2;
      if (value == std::string_view::npos ? !padding : digits != k) return false;
      digits += padding ? 0 : 1;
      group = (group << 6U) | static_cast<std::uint32_t>(padding ? 0 : value);
    }
    for (std::size_t k = 0; k + 1 < digits; ++k) bytes += static_cast<char>((group >> (16 - 8 * k)) & 255U);
  }
  return true;
}

}  // namespace braid::recording
