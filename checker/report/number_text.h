// Numbers for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "braid/checker/explore/count_weights.h"

namespace braid::report {

/// `1 file`, `2 files`.
[[nodiscard]] std::string counted(std::uint64_t count, std::string_view singular, std::string_view plural);
[[nodiscard]] std::string counted(const explore::BigInteger& count, std::string_view singular,
                                  std::string_view plural);

/// The decimal digits. Quadratic in their number.
[[nodiscard]] std::string digits(const explore::BigInteger& number);

/// The digits, or of more than 100 digits only their magnitude: `~2.6593e+1204`.
[[nodiscard]] std::string short_digits(const explore::BigInteger& number);

/// `part` of `whole` in per cent with two digits, rounded half up: `95.00`; `<0.01` for a part that would be
/// rounded to nothing, `>99.99` for one that would be rounded to all. REQUIRES 0 <= part <= whole, whole > 0.
[[nodiscard]] std::string percentage(const explore::BigInteger& part, const explore::BigInteger& whole);

/// `7/8`, or where that is longer than 24 characters `~1.2346e-05`.
[[nodiscard]] std::string fraction_text(const explore::BigRational& fraction);

/// `3`, `12.3 k`, `4.5 M`, `6.7 G`: three digits and a power of 1000.
[[nodiscard]] std::string short_number(double number);

/// `310 MiB`: bytes with a power of 1024.
[[nodiscard]] std::string short_bytes(double bytes);

/// `2 h 5 min`, `3 min 20 s`, `12 s`, `0.4 s`.
[[nodiscard]] std::string short_duration(double seconds);

}  // namespace braid::report
