#include "braid/checker/models/vmm/vmm_options.h"

namespace braid::models {

VmmOptions vmm_options(const Trace& trace) {
  const OptionValues values(trace, vmm_option_table());
  VmmOptions options;
  options.run = values.as<RunOn>("run");
  options.paging = values.as<Paging>("paging");
  options.second_level = values["software-tlb"] != 0;
  options.at_switch = values.as<SwitchTlb>("switch");
  options.install = values.as<InstallAs>("install");
  options.hardware = values.as<ShowHardware>("hardware");
  options.invalidation = values.as<Invalidation>("invalidate");
  options.free = values.as<FreeWhen>("free");
  options.shootdown = values.as<ShootdownReach>("shootdown");
  options.flushes_second_level = values["software-tlb-flush"] == 0;
  options.guest_flushes_second_level = values["guest-flush"] == 0;
  options.check = values.as<FaultCheck>("check");
  options.zero = values.as<ZeroPages>("zero");
  options.clears = values.as<WhoClears>("clear");
  options.idle = values.as<IdleCpu>("idle");
  options.copy = values.as<CopyWhen>("copy");
  options.compare = values.as<CopyWhen>("compare");
  options.unshare = values.as<ShareLock>("unshare");
  options.fetch = values.as<RequestFetch>("fetch");
  options.emulate = values.as<Emulation>("emulate");
  options.log_clear = values.as<LogClear>("log-clear");
  options.age = values.as<AgeEntry>("age");
  options.at_arrival = values.as<ArrivalTlb>("move");
  options.dying = values.as<DyingMachine>("dying");
  options.handler = values.as<TrapHandler>("handler");
  options.trap_record = values.as<TrapRecord>("trap-record");
  options.mode = values.as<ReturnMode>("mode");
  options.registers = values.as<Registers>("registers");
  options.supervisor_mode = values["supervisor"] == 0;
  options.kernel_memory = values.as<KernelMemory>("kernel-memory");
  options.table_writes = values.as<TableWrites>("table-writes");
  options.table_sync = values.as<TableSync>("table-sync");
  options.write_fault = values.as<WriteFault>("write-fault");
  options.shadow_key = values.as<ShadowKey>("shadow-key");
  options.roots = values.as<ShadowRoots>("roots");
  options.zap = values.as<ZapLoop>("zap");
  options.zap_yield = values.as<ZapYield>("zap-yield");
  options.resync = values.as<Resync>("resync");
  options.references = values.as<References>("reference");
  options.pin = values.as<WritePin>("pin");
  options.transfer_flush = values.as<TransferFlush>("transfer-flush");
  options.split = values.as<SplitCheck>("split");
  options.join = values.as<JoinLock>("join");
  options.updates = values.as<TableUpdates>("updates");
  options.type = values.as<TypeWhen>("type");
  options.stamp = values.as<FlushStamps>("stamp");
  options.fast_path = values.as<FastPath>("fast-path");
  options.build = values.as<DeviceBuild>("build");
  options.upper = values.as<UpperFlush>("upper");
  const bool native = options.run == RunOn::machine;
  const auto refuse = [&](std::string_view option, const char* cause) {
    throw InputError(trace.source, values.position(option), cause, "leave the option out", trace.text);
  };
  if (native && options.second_level)
    refuse("software-tlb", "a native run has no monitor that keeps a software TLB");
  if (native && options.install == InstallAs::raw)
    refuse("install", "in a native run the guest installs its frames itself");
  for (const OptionSpec& spec : vmm_option_table()) {
    const bool of_machines =
        spec.name == "run" || spec.name == "paging" || spec.name == "switch" || spec.name == "hardware";
    if (native && !of_machines && values[spec.name] != 0) refuse(spec.name, "a native run has no monitor");
  }
  for (const std::string_view option :
       {"table-writes", "table-sync", "write-fault", "shadow-key", "roots", "zap", "zap-yield", "resync"}) {
    if (!options.walks() && values[option] != 0)
      refuse(option, "there are no shadow page tables (paging=hardware)");
  }
  if (!options.walks() && options.at_switch == SwitchTlb::early)
    refuse("switch", "where software refills the TLB, no interrupt fills it behind the monitor's back");
  if (options.takes_roots() && options.at_switch != SwitchTlb::flushed)
    refuse("roots", "without a flush when a CPU goes over, its TLB keeps what a root had that is given back");
  if (options.walks() && options.second_level)
    refuse("software-tlb", "where the hardware walks page tables, the monitor keeps shadow page tables");
  if (options.walks() && options.install == InstallAs::raw)
    refuse("install", "where the hardware walks page tables, guests install nothing");
  if (options.walks() && options.hardware == ShowHardware::shown)
    refuse("hardware", "where the hardware walks page tables, that is part of the instruction");
  for (const std::string_view option : {"type", "stamp", "fast-path", "build", "upper"}) {
    if (!options.asked() && values[option] != 0)
      refuse(option, "without `updates=hypercall` the monitor knows nothing of the guests' page tables");
  }
  if (options.walks() && options.asked())
    refuse("updates",
           "where the hardware walks page tables, the monitor traces what guests write into theirs");
  if (!options.second_level && !options.guest_flushes_second_level)
    refuse("guest-flush", "there is no software TLB");
  if (options.supervisor_mode && options.kernel_memory == KernelMemory::left)
    refuse("kernel-memory", "with a supervisor mode no guest's memory is opened");
  if (!options.second_level && !options.flushes_second_level)
    refuse("software-tlb-flush", "there is no software TLB");
  if (!native && options.hardware == ShowHardware::shown) {
    refuse("hardware", "on the monitor the hardware has no steps of its own");
  }
  return options;
}

}  // namespace braid::models
