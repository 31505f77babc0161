// Bytes as capture tools print them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace braid::import::printed {

/// The bytes of `0a1b` or `0a:1b`; nothing where it is something else.
[[nodiscard]] std::optional<std::string> read_hexadecimal(std::string_view text);

/// `0a:1b` as `0a1b`, and in small letters.
[[nodiscard]] std::string plain_hexadecimal(std::string_view text);

/// `0x1f` or `31`.
[[nodiscard]] std::optional<std::uint64_t> read_field_number(std::string_view text);

}  // namespace braid::import::printed
