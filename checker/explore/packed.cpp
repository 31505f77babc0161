#include "braid/checker/explore/packed.h"

namespace braid::explore {

Field Layout::add(unsigned width) {
  if (width == 0) return {};
  constexpr unsigned kUsable = 63;  // the top bit stays 0, so that no state is all ones
  if (used_ + width > kUsable) {
    ++word_;
    used_ = 0;
  }
  const Field field{word_, static_cast<std::uint8_t>(used_), static_cast<std::uint8_t>(width)};
  used_ += width;
  bits_ += width;
  return field;
}

}  // namespace braid::explore
