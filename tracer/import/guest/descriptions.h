// The events of the kernel that are events of a recording, each by the function that reads its text. The
// texts are those of Linux 6.18 (arch/x86/kvm/trace.h, arch/x86/kvm/mmu/mmutrace.h, include/trace/events/);
// see Describe.
#pragma once

#include "braid/tracer/import/guest/kernel_event.h"

namespace braid::import::guest {

// Entries and exits, and what traps were for.
bool describe_ioctl(const EventText& text, recording::Record& record);
bool describe_userspace_exit(const EventText& text, recording::Record& record);
bool describe_entry(const EventText& text, recording::Record& record);
bool describe_exit(const EventText& text, recording::Record& record);
bool describe_page_fault(const EventText& text, recording::Record& record);
bool describe_injected_exception(const EventText& text, recording::Record& record);
bool describe_injected_interrupt(const EventText& text, recording::Record& record);
bool describe_emulated_instruction(const EventText& text, recording::Record& record);
bool describe_hypercall(const EventText& text, recording::Record& record);
bool describe_port(const EventText& text, recording::Record& record);
bool describe_mmio(const EventText& text, recording::Record& record);
bool describe_msr(const EventText& text, recording::Record& record);
bool describe_control_register(const EventText& text, recording::Record& record);

// Shadow page tables.
bool describe_shadow_entry(const EventText& text, recording::Record& record);
bool describe_requested_entry(const EventText& text, recording::Record& record);
bool describe_changed_entry(const EventText& text, recording::Record& record);
bool describe_fast_page_fault(const EventText& text, recording::Record& record);
bool describe_shadow_page(const EventText& text, recording::Record& record);
bool describe_zap(const EventText& text, recording::Record& record);
bool describe_zap_all(const EventText& text, recording::Record& record);
bool describe_unmap(const EventText& text, recording::Record& record);

// The guest's own page tables.
bool describe_walk(const EventText& text, recording::Record& record);
bool describe_walk_step(const EventText& text, recording::Record& record);
bool describe_walker_error(const EventText& text, recording::Record& record);
bool describe_accessed_bit(const EventText& text, recording::Record& record);
bool describe_dirty_bit(const EventText& text, recording::Record& record);

// The host: frames, CPUs.
bool describe_allocation(const EventText& text, recording::Record& record);
bool describe_freeing(const EventText& text, recording::Record& record);
bool describe_switch(const EventText& text, recording::Record& record);
bool describe_flush(const EventText& text, recording::Record& record);

/// Adds what an x86 page fault's error code says (Intel SDM 3A, 4.7): `error_code`, `mode`, `present`,
/// `user`.
void add_fault(recording::Fields& fields, std::uint64_t error_code);

}  // namespace braid::import::guest
