// How often the environment may do what: the `faults` line of a trace.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "braid/tracer/trace.h"

namespace braid::models {

/// What can go wrong, or recur, between machines. Nothing, unless the trace grants it.
enum class Fault : std::uint8_t {
  loss,            ///< a message vanishes
  duplicate,       ///< a callback is delivered twice
  retransmit,      ///< a message that was lost is sent again
  server_crash,    ///< the server stops, and starts again without its volatile state
  client_crash,    ///< a client stops, and boots again without its volatile state
  partition,       ///< a client is cut off, and comes back
  address_change,  ///< a client that is cut off comes back under another address
  tick,            ///< time passes
  host_check,      ///< a server that has given up on a client asks whether it is back
  evict,           ///< a client drops a block, or a file, that it could read again
  machine_switch,  ///< a CPU leaves a process before its end and goes over to another
};
inline constexpr std::size_t kFaults = 11;

[[nodiscard]] std::string_view name_of(Fault fault);
[[nodiscard]] std::string_view meaning_of(Fault fault);

/// The greatest budget of one fault: positions and deadlines stay small.
inline constexpr std::uint64_t kGreatestFaultBudget = 255;

/// Budgets of all faults, 0 for those that a trace does not name.
class FaultBudgets {
 public:
  /// Throws InputError for faults that are not among `known`, naming these, and for budgets that are too
  /// large.
  FaultBudgets(const Trace& trace, std::span<const Fault> known);

  [[nodiscard]] std::uint32_t of(Fault fault) const { return limits_[static_cast<std::size_t>(fault)]; }
  /// Whether the environment can do anything at all.
  [[nodiscard]] bool any() const;

 private:
  std::uint32_t limits_[kFaults] = {};
};

}  // namespace braid::models
