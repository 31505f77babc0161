// Contents of parts of files, by number.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace braid::conformance {

using ContentId = std::uint32_t;
inline constexpr ContentId kUnknownContent = 0;
/// Zero bytes, as many as the part has.
inline constexpr ContentId kZeros = 1;

/// Invariant: the same bytes have the same number.
class Contents {
 public:
  [[nodiscard]] ContentId id_of(std::string_view bytes);

  /// For people, quoted; the first bytes where there are many.
  [[nodiscard]] std::string text_of(ContentId id) const;

 private:
  std::unordered_map<std::string, ContentId> ids_;
  std::vector<const std::string*> bytes_;  ///< keys of the map, which do not move; from kZeros + 1
};

}  // namespace braid::conformance
