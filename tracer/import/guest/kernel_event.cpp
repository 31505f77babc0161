#include "braid/tracer/import/guest/kernel_event.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "braid/tracer/import/guest/descriptions.h"
#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

struct Entry {
  std::string_view event;
  Describe describe;
};

// By name.
constexpr std::array kEvents = {
    Entry{"fast_page_fault", describe_fast_page_fault},
    Entry{"kvm_cr", describe_control_register},
    Entry{"kvm_emulate_insn", describe_emulated_instruction},
    Entry{"kvm_entry", describe_entry},
    Entry{"kvm_exit", describe_exit},
    Entry{"kvm_hypercall", describe_hypercall},
    Entry{"kvm_inj_exception", describe_injected_exception},
    Entry{"kvm_inj_virq", describe_injected_interrupt},
    Entry{"kvm_mmio", describe_mmio},
    Entry{"kvm_mmu_get_page", describe_shadow_page},
    Entry{"kvm_mmu_pagetable_walk", describe_walk},
    Entry{"kvm_mmu_paging_element", describe_walk_step},
    Entry{"kvm_mmu_prepare_zap_page", describe_zap},
    Entry{"kvm_mmu_set_accessed_bit", describe_accessed_bit},
    Entry{"kvm_mmu_set_dirty_bit", describe_dirty_bit},
    Entry{"kvm_mmu_set_spte", describe_shadow_entry},
    Entry{"kvm_mmu_spte_requested", describe_requested_entry},
    Entry{"kvm_mmu_walker_error", describe_walker_error},
    Entry{"kvm_mmu_zap_all_fast", describe_zap_all},
    Entry{"kvm_msr", describe_msr},
    Entry{"kvm_page_fault", describe_page_fault},
    Entry{"kvm_pio", describe_port},
    Entry{"kvm_tdp_mmu_spte_changed", describe_changed_entry},
    Entry{"kvm_unmap_hva_range", describe_unmap},
    Entry{"kvm_userspace_exit", describe_userspace_exit},
    Entry{"mm_page_alloc", describe_allocation},
    Entry{"mm_page_free", describe_freeing},
    Entry{"sched_switch", describe_switch},
    Entry{"sys_ioctl", describe_ioctl},
    Entry{"tlb_flush", describe_flush},
};

static_assert(std::is_sorted(kEvents.begin(), kEvents.end(),
                             [](const Entry& a, const Entry& b) { return a.event < b.event; }));

bool begins_word(std::string_view text, std::size_t at) {
  return at == 0 || text[at - 1] == ' ' || text[at - 1] == '(';
}

}  // namespace

EventText::EventText(std::string_view text) : text_(text) {
  constexpr std::string_view kUnformatted = "[FAILED TO PARSE] ";
  if (!text.starts_with(kUnformatted)) return;
  text_.remove_prefix(kUnformatted.size());
  unformatted_ = true;
}

std::string_view EventText::behind(std::string_view label) const {
  for (std::size_t at = text_.find(label); at != std::string_view::npos; at = text_.find(label, at + 1)) {
    if (!begins_word(text_, at)) continue;
    std::string_view rest = text_.substr(at + label.size());
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    const auto* const end =
        std::find_if(rest.begin(), rest.end(), [](char c) { return c == ' ' || c == ',' || c == ')'; });
    return rest.substr(0, static_cast<std::size_t>(end - rest.begin()));
  }
  return {};
}

std::optional<std::uint64_t> EventText::number(std::string_view label, int base) const {
  std::string_view word = behind(label);
  if (base == 16 && word.starts_with("0x")) word.remove_prefix(2);
  return read_number<std::uint64_t>(word, base);
}

bool EventText::has_word(std::string_view word) const {
  for (std::string_view rest = text_; !rest.empty();) {
    if (take_word(rest) == word) return true;
  }
  return false;
}

std::string hexadecimal(std::uint64_t number) {
  return fmt::format("{:#x}", number);
}

Describe description_of(std::string_view event) {
  const auto* found = std::lower_bound(kEvents.begin(), kEvents.end(), event,
                                       [](const Entry& a, std::string_view b) { return a.event < b; });
  return found != kEvents.end() && found->event == event ? found->describe : nullptr;
}

}  // namespace braid::import::guest
