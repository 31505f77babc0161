// JSON strings of bytes that may not be UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace braid::recording {

/// Whether it is UTF-8 (RFC 3629: no surrogates, nothing overlong, up to U+10FFFF). O(size), fast for ASCII.
[[nodiscard]] bool is_utf8(std::string_view bytes);

/// Appends a JSON string. REQUIRES is_utf8(text).
void append_json_string(std::string& out, std::string_view text);

/// Appends a JSON string in which bytes that are not UTF-8 are the four characters \xNN.
void append_json_name(std::string& out, std::string_view bytes);

/// Appends what stands between the quotes of a JSON string (RFC 8259, section 7), its escapes resolved. False
/// where an escape is none, or stands for half of a surrogate pair. REQUIRES is_utf8(text).
[[nodiscard]] bool append_unescaped(std::string& out, std::string_view text);

/// Appends the bytes in base64 (RFC 4648, padded), without quotes.
void append_base64(std::string& out, std::string_view bytes);

/// Reads base64 back; false where `text` is none.
[[nodiscard]] bool read_base64(std::string_view text, std::string& bytes);

}  // namespace braid::recording
