// The design decisions of the virtual machine monitor that a trace's `system` line makes.
#pragma once

#include <cstdint>
#include <span>

#include "braid/checker/models/network/fault_budgets.h"
#include "braid/checker/models/option_table.h"
#include "braid/tracer/trace.h"

namespace braid::models {

enum class RunOn : std::uint8_t { monitor, machine };
enum class SwitchTlb : std::uint8_t { flushed, tagged, kept };
enum class InstallAs : std::uint8_t { translated, raw };
enum class ShowHardware : std::uint8_t { folded, shown };

/// The defaults are the correct design.
struct VmmOptions {
  RunOn run = RunOn::monitor;
  bool second_level = false;  ///< the monitor keeps a software TLB of what guests have tried to install
  SwitchTlb at_switch = SwitchTlb::flushed;
  InstallAs install = InstallAs::translated;
  ShowHardware hardware = ShowHardware::folded;
};

[[nodiscard]] std::span<const OptionSpec> vmm_option_table();
[[nodiscard]] std::span<const Fault> vmm_budgets();

/// Reads a trace's options. Throws InputError for unknown ones, and for combinations without a meaning.
[[nodiscard]] VmmOptions vmm_options(const Trace& trace);

}  // namespace braid::models
