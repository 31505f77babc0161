// Characters of UTF-8.
#pragma once

#include <cstddef>
#include <string_view>

namespace braid::report {

/// The bytes of the well-formed UTF-8 character (RFC 3629) that `text` begins with; 0 if it begins with none.
[[nodiscard]] std::size_t character_size(std::string_view text);

}  // namespace braid::report
