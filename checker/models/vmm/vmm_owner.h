// Whose a machine frame is.
#pragma once

#include <cstdint>

namespace braid::models {

/// One of these, or kVmmFirstMachine + a VM's number.
enum class VmmOwner : std::uint32_t { free, monitor, shared };
inline constexpr std::uint32_t kVmmFirstMachine = 3;

}  // namespace braid::models
