#include "braid/checker/models/vmm/vmm_options.h"

#include <array>

namespace braid::models {
namespace {

const std::array kOptions = {
    OptionSpec{
        "run",
        {"monitor", "machine"},
        "on the monitor, or each VM natively on a machine of its own, whose frames are its physical pages",
        "OSTEP appendix B, tables B.1 to B.5"},
    OptionSpec{"software-tlb",
               {"no", "yes"},
               "whether the monitor keeps what guests have tried to install, and looks there first on a miss",
               "Bugnion, Devine and Rosenblum 1997, Disco (second-level TLB)"},
    OptionSpec{
        "switch",
        {"flush", "tagged", "keep"},
        "what becomes of the TLB when a CPU goes over to another process: flushed; its entries are tagged by "
        "process; or neither",
        "Disco 1997; Intel SDM 28.4 (tagged)"},
    OptionSpec{"install",
               {"translated", "raw"},
               "whether the monitor puts machine frames into the TLB, or the guest's numbers as they are",
               "OSTEP B.5"},
    OptionSpec{"hardware",
               {"folded", "shown"},
               "whether what the hardware does at a native system call is part of the others' steps",
               "OSTEP table B.1"}};

constexpr std::array kBudgets = {Fault::machine_switch};

}  // namespace

std::span<const OptionSpec> vmm_option_table() {
  return kOptions;
}
std::span<const Fault> vmm_budgets() {
  return kBudgets;
}

VmmOptions vmm_options(const Trace& trace) {
  const OptionValues values(trace, kOptions);
  VmmOptions options;
  options.run = values.as<RunOn>("run");
  options.second_level = values["software-tlb"] != 0;
  options.at_switch = values.as<SwitchTlb>("switch");
  options.install = values.as<InstallAs>("install");
  options.hardware = values.as<ShowHardware>("hardware");
  const bool native = options.run == RunOn::machine;
  const auto refuse = [&](std::string_view option, const char* cause) {
    throw InputError(trace.source, values.position(option), cause, "leave the option out", trace.text);
  };
  if (native && options.second_level)
    refuse("software-tlb", "a native run has no monitor that keeps a software TLB");
  if (native && options.install == InstallAs::raw)
    refuse("install", "in a native run the guest installs its frames itself");
  if (!native && options.hardware == ShowHardware::shown) {
    refuse("hardware", "on the monitor the hardware has no steps of its own");
  }
  return options;
}

}  // namespace braid::models
