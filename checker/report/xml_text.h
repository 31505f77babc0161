// Text in XML documents.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace braid::report {

/// `text` as character data or as an attribute's value between any quotes: markup is escaped, and what no
/// document of XML 1.0 can hold (bytes that are not UTF-8, control characters, U+FFFE, U+FFFF) becomes
/// U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);

/// The first `most` characters of `text`, or if it has more, one less and an ellipsis. Bytes that are not
/// UTF-8 count as a character each. REQUIRES most >= 1.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t most);

/// How many characters `text` has, counted as `shortened` counts.
[[nodiscard]] std::size_t character_count(std::string_view text);

}  // namespace braid::report
