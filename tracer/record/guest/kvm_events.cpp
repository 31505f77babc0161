#include "braid/tracer/record/guest/kvm_events.h"

#include <array>

namespace braid::record::guest {

std::span<const TraceEvent> kvm_events() {
  static constexpr auto kEvents = std::to_array<TraceEvent>({
      {"syscalls:sys_enter_ioctl", "cmd == 0xae80"},  // KVM_RUN
      {"kvm:kvm_userspace_exit"},
      {"kvm:kvm_entry"},
      {"kvm:kvm_exit"},
      {"kvm:kvm_hypercall"},
      {"kvm:kvm_inj_exception"},
      {"kvm:kvm_page_fault"},
      {"kvm:kvm_pio"},
      {"kvm:kvm_mmio"},
      {"kvm:kvm_msr"},
      {"kvm:kvm_cr"},
      {"kvm:kvm_unmap_hva_range"},
      {"kvmmmu:fast_page_fault"},
      {"kvmmmu:kvm_mmu_get_page"},
      {"kvmmmu:kvm_mmu_prepare_zap_page"},
      {"kvmmmu:kvm_mmu_set_spte"},
      {"kvmmmu:kvm_mmu_spte_requested"},
      {"kvmmmu:kvm_mmu_sync_page"},
      {"kvmmmu:kvm_mmu_unsync_page"},
      {"kvmmmu:kvm_mmu_walker_error"},
      {"kvmmmu:kvm_mmu_zap_all_fast"},
      {"kvmmmu:kvm_tdp_mmu_spte_changed"},
      {"kvmmmu:mark_mmio_spte"},
  });
  return kEvents;
}

}  // namespace braid::record::guest
