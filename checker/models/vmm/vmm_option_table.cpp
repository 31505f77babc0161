// The options of the virtual machine monitor, with what they mean and where they come from.
#include <array>

#include "braid/checker/models/vmm/vmm_options.h"

namespace braid::models {
namespace {

const std::array kOptions = {
    OptionSpec{
        "run",
        {"monitor", "machine"},
        "on the monitor, or each VM natively on a machine of its own, whose frames are its physical pages",
        "OSTEP appendix B, tables B.1 to B.5"},
    OptionSpec{
        "paging",
        {"software", "hardware"},
        "whether a TLB miss traps, and software refills the TLB, or the hardware walks page tables: on "
        "the monitor, shadow page tables, for which it traces what guests write into theirs",
        "OSTEP appendix B; Adams and Agesen 2006 (hardware)"},
    OptionSpec{"software-tlb",
               {"no", "yes"},
               "whether the monitor keeps what guests have tried to install, and looks there first on a miss",
               "Bugnion, Devine and Rosenblum 1997, Disco (second-level TLB)"},
    OptionSpec{
        "switch",
        {"flush", "tagged", "keep", "flush-early"},
        "what becomes of the TLB when a CPU goes over to another process: flushed; its entries are tagged by "
        "process; neither; or flushed before the CPU leaves the old page table, so that an interrupt in "
        "between may fill it again",
        "Disco 1997; Intel SDM 28.4 (tagged); Xen XSA-292 (flush-early)"},
    OptionSpec{"install",
               {"translated", "raw"},
               "whether the monitor puts machine frames into the TLB, or the guest's numbers as they are",
               "OSTEP B.5"},
    OptionSpec{"hardware",
               {"folded", "shown"},
               "whether what the hardware does at a native system call is part of the others' steps",
               "OSTEP table B.1"},
    OptionSpec{
        "invalidate",
        {"unmap-first", "flush-first"},
        "whether the monitor takes a page out of its pmap and then flushes TLBs, or announces that, flushes, "
        "and then takes it out",
        "Disco 1997; Linux mmu_notifier.h (flush-first)"},
    OptionSpec{
        "free",
        {"acknowledged", "requested", "unflushed"},
        "when a frame that was taken away may be used again: when all CPUs have flushed it, when they have "
        "been asked to, or at once, without",
        "Xen XSA-346, XSA-480; Disco 1997"},
    OptionSpec{"shootdown",
               {"all", "local"},
               "whether all CPUs of the VM flush, or the one that asks only",
               "Disco 1997 (memmap); derived from OSTEP appendix B (local)"},
    OptionSpec{"software-tlb-flush",
               {"yes", "no"},
               "whether a shootdown covers the software TLB",
               "Disco 1997 (second-level TLB)"},
    OptionSpec{"guest-flush",
               {"all", "tlb"},
               "whether the monitor, when a guest drops an entry, drops it from the software TLB too",
               "Disco 1997 (second-level TLB)"},
    OptionSpec{
        "check",
        {"both", "sequence", "count", "late", "none"},
        "what a miss handler checks between looking up a frame and installing it: that no invalidation has "
        "ended since, and none is under way; the first; the second; the first, but since after the "
        "look-up; nothing",
        "Linux 4a42d848db95 (both), e1562cc202c9 (late), edb298c663fc (sequence)"},
    OptionSpec{
        "zero",
        {"before-map", "after-map", "foreign", "never"},
        "when a frame that a VM gets is zeroed; foreign: before it is mapped, but only if another VM had it",
        "OSTEP appendix B; Xen XSA-100, XSA-364"},
    OptionSpec{
        "clear",
        {"guest", "monitor"},
        "who zeroes a page that a guest gives to a process: the guest, though the monitor may just have "
        "done so, or (paravirtual) the guest leaves that to the monitor",
        "OSTEP appendix B (information gap); Disco 1997"},
    OptionSpec{"idle",
               {"spins", "noticed", "yields"},
               "what becomes of a CPU whose process idles while others could run: it idles on; the monitor "
               "notices, and lets it go over to another; or (paravirtual) the process yields it",
               "OSTEP appendix B (information gap); Disco 1997 (low-power mode)"},
    OptionSpec{"copy",
               {"after-flush", "before-flush"},
               "whether a page that moves is copied when nobody can write it any more",
               "Disco 1997 (migration)"},
    OptionSpec{"compare",
               {"after-flush", "before-flush"},
               "whether pages that are to be shared are compared when nobody can write them any more",
               "derived; Xen XSA-401 (the same rule for types)"},
    OptionSpec{"unshare",
               {"locked", "unlocked"},
               "whether one write fault at a time gives a shared page a frame of its own",
               "Xen 6b43e7533c"},
    OptionSpec{
        "fetch",
        {"once", "twice", "again"},
        "whether the monitor reads a guest's request once, and checks and uses its copy; or reads it to "
        "check it, and again to use it; or begins anew with what it has read then, if that is another "
        "request",
        "Xen XSA-155; CVE-2021-29657; CVE-2023-4155 (twice; again, as a handler that calls itself)"},
    OptionSpec{
        "emulate",
        {"logged", "unlogged", "marked-first"},
        "whether the monitor, when it emulates a store, marks the page dirty as it writes it, not at all, "
        "or before it writes it",
        "Linux CVE-2024-35804; derived (marked-first)"},
    OptionSpec{"log-clear",
               {"before-copy", "after-copy"},
               "whether a page's dirty bit is cleared before the page is sent, or when it has been",
               "derived from Linux Documentation/virt/kvm/locking.rst"},
    OptionSpec{
        "age",
        {"atomic", "plain"},
        "whether the monitor, when it notes that a page was used, changes the pmap's entry only if it is "
        "as it has read it, or writes it back as it was",
        "Linux Documentation/virt/kvm/locking.rst"},
    OptionSpec{"move",
               {"flush", "keep"},
               "whether a CPU to which a process moves drops what its TLB still has of the process",
               "CVE-2026-89929; Xen XSA-479 (the same pattern)"},
    OptionSpec{
        "dying", {"refused", "mapped"}, "whether a VM that is being destroyed gets frames", "Xen XSA-410"},
    OptionSpec{
        "handler",
        {"own", "current"},
        "whose trap handler the monitor calls: of the VM that trapped, or of the one that the CPU runs when "
        "the monitor comes to it",
        "derived from OSTEP appendix B (the handler is recorded for each OS)"},
    OptionSpec{"trap-record",
               {"process", "cpu"},
               "whether the monitor notes for each process where its trap came from, or once for each CPU",
               "derived from OSTEP appendix B (machine switch)"},
    OptionSpec{"mode",
               {"computed", "believed"},
               "whether the monitor computes the mode to return to, or takes it from the guest",
               "derived from OSTEP appendix B (return from trap)"},
    OptionSpec{"registers",
               {"saved", "left"},
               "whether a register is saved and restored when a CPU goes over to another process",
               "OSTEP appendix B (machine switch); Xen XSA-52, XSA-267"},
    OptionSpec{"supervisor",
               {"yes", "no"},
               "whether guests have a mode of their own; without, they run in user mode, and the monitor "
               "opens their "
               "memory when it calls them",
               "OSTEP appendix B (MIPS supervisor mode)"},
    OptionSpec{"kernel-memory",
               {"closed", "left"},
               "without a supervisor mode: whether the guest's memory is closed on return to the process",
               "OSTEP appendix B"},
    OptionSpec{
        "table-writes",
        {"locked", "unlocked"},
        "whether the monitor, when it carries out a guest's write to its page table, writes it and drops "
        "the shadow entry under one lock, or drops first, and then writes",
        "derived from Adams and Agesen 2006 (traces)"},
    OptionSpec{
        "table-sync",
        {"dropped", "entered"},
        "whether the monitor, when it carries out a guest's write that puts a page into its page table, "
        "leaves the shadow entry to the next fault, or enters it at once",
        "Adams and Agesen 2006 (traces); Linux kvm_mmu_pte_write (entered)"},
    OptionSpec{
        "write-fault",
        {"locked", "fast", "fast-pinned"},
        "how the monitor lets a process write a read-only page that nobody shares: under the page's lock; "
        "or without, if the shadow entry is as it has read it before; or so, but with a reference to the "
        "frame in between",
        "Linux Documentation/virt/kvm/locking.rst (fast page fault)"},
    OptionSpec{
        "shadow-key",
        {"walk", "last"},
        "whether a shadow page table is for the permissions of the whole walk to it, or shared by walks "
        "whose last steps are the same",
        "Linux b1bd5cba3306 (CVE-2021-38198)"},
    OptionSpec{
        "roots",
        {"kept", "released", "released-early"},
        "whether shadow page tables stay, in memory of the monitor's own, or take a frame of the machine "
        "when a CPU loads them, which is given back when the CPU has loaded another, or before it has",
        "Xen XSA-438 fb0ff49fe9 (released-early)"},
    OptionSpec{"zap",
               {"every", "advance", "valid"},
               "whether the monitor, when it drops a page from shadow page tables, goes over every one; or "
               "advances to the next after it has let others in between, and so may leave one out; or leaves "
               "out those of VMs that are being destroyed",
               "Linux a835429cda91 (CVE-2021-47094, advance); CVE-2021-47639 (valid)"},
    OptionSpec{"zap-yield",
               {"flushed", "unflushed"},
               "whether the monitor lets others work on a page only when what it has dropped is flushed",
               "Linux 33a3164161fc"},
    OptionSpec{
        "resync",
        {"remembered", "forgotten"},
        "whether the monitor remembers that it has dropped a shadow entry, for a guest that has changed "
        "its table, which no TLB has dropped yet; what finds no shadow entries flushes no TLB",
        "Linux a086f6a1ebc9"},
    OptionSpec{
        "reference",
        {"counted", "no-post", "no-grant", "no-mapping", "no-transfer", "no-device"},
        "whether whoever uses a frame holds a counted reference to it: all do; or all but the monitor that "
        "posts, a grant between look-up and mapping, the mapping that a grant makes, a transfer, a device",
        "Xen 0ec9b4ef31 (no-post), XSA-384 (no-grant), XSA-287 (no-transfer); CVE-2021-22543 (no-mapping)"},
    OptionSpec{"pin",
               {"unshared", "shared"},
               "whether a shared page gets a frame of its own before the monitor or a device writes it",
               "Linux CVE-2020-29374"},
    OptionSpec{"transfer-flush",
               {"all", "receiver"},
               "whether the CPUs of the VM that had a page flush it when it is transferred, or those of the "
               "VM that gets it only",
               "Xen XSA-217"},
    OptionSpec{
        "split",
        {"checked", "unchecked"},
        "whether the monitor, before it frees a page's frame, sees that the page could not be split off "
        "its large entry, for want of a frame for a page table",
        "Xen XSA-222"},
    OptionSpec{
        "join",
        {"locked", "unlocked"},
        "whether the monitor, when it makes the parts of a large entry one again and frees their page "
        "table, keeps off everybody who works on one of the pages, or on the one that it was asked for",
        "Xen XSA-345 1ce75e99d7 (unlocked)"},
    OptionSpec{"updates",
               {"trap", "hypercall"},
               "whether guests change their page tables, and try to update the TLB themselves, or ask the "
               "monitor, which checks an entry, enters it, and refills the TLB from their tables",
               "Xen (update_va_mapping); OSTEP appendix B (paravirtualisation)"},
    OptionSpec{
        "type",
        {"before-flush", "after-flush", "judged-late"},
        "whether a page is taken as a page table, so that no entry can make it writable, before TLBs "
        "are flushed of it, or after; or before, but whether they need to be is judged by what the page "
        "has been taken as, not by what it was",
        "Xen XSA-401 8cc5036bc3 (after-flush); XSA-408 a9949efb28 (judged-late)"},
    OptionSpec{"stamp",
               {"none", "exact", "late"},
               "whether a page that nobody can write any more is stamped with the clock of flushes, so that "
               "a CPU that has flushed since needs not do it again: not; when the last entry goes; or with "
               "what the clock was a step before",
               "Xen XSA-241 23a183607a (late)"},
    OptionSpec{"fast-path",
               {"safe-bits", "any-bits"},
               "which flags of an entry a guest may change without a check: those that are safe, or the one "
               "that makes it writable too",
               "Xen XSA-148 fe360c90ea, XSA-182 e1bff4c2ea (any-bits)"},
    OptionSpec{"build",
               {"rechecked", "once"},
               "whether who enters a page in a device's table looks at its type once more when it is there",
               "Xen XSA-285 1f0b0bb777 (once)"},
    OptionSpec{"upper",
               {"flushed", "left"},
               "whether a change of an upper entry of a page table flushes what CPUs have cached of it",
               "Xen XSA-286 16a20963b3 (left)"}};

constexpr std::array kBudgets = {Fault::machine_switch};

}  // namespace

std::span<const OptionSpec> vmm_option_table() {
  return kOptions;
}
std::span<const Fault> vmm_budgets() {
  return kBudgets;
}

}  // namespace braid::models
