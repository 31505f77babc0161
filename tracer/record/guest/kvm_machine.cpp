#include "braid/tracer/record/guest/kvm_machine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/guest/two_processes_code.h"

namespace braid::record::guest {
#if defined(__x86_64__)

namespace {

constexpr const char* kDevice = "/dev/kvm";
constexpr std::size_t kMemorySize = std::size_t{16} << 20;
constexpr std::uint64_t kSharedAddress = kMemorySize;

// The guest's addresses, as two_processes.S has them.
constexpr std::uint64_t kKernel = 0x100000;
constexpr std::uint64_t kUser = 0x101000;
constexpr std::uint64_t kNumbers = 0x101fe0;
constexpr std::uint64_t kRootA = 0x2000;
constexpr std::uint64_t kRootB = 0x12000;
constexpr std::uint64_t kStackA = 0x120000;
constexpr std::uint64_t kStackB = 0x121000;
constexpr std::uint16_t kPortEnd = 0xf4;
constexpr std::uint16_t kPortRelease = 0xf5;
constexpr std::uint16_t kPortPause = 0xf6;

constexpr useconds_t kPause = 10'000;

/// What kvm_cpuid2 is in C: its flexible array has another place, and another size, in C++
/// (DECLARE_FLEX_ARRAY).
struct CpuidLeaves {
  std::uint32_t count = 0;
  std::uint32_t padding = 0;
  std::array<kvm_cpuid_entry2, 200> entries{};
};
constexpr std::size_t kCpuidHeader = offsetof(CpuidLeaves, entries);
constexpr unsigned long kGetSupportedCpuid = _IOC(_IOC_READ | _IOC_WRITE, KVMIO, 0x05, kCpuidHeader);
constexpr unsigned long kSetCpuid = _IOC(_IOC_WRITE, KVMIO, 0x90, kCpuidHeader);

std::string reason(int error) {
  return std::generic_category().message(error);
}

[[noreturn]] void refuse(std::string_view what) {
  throw InputError(kDevice, {}, fmt::format("{} fails: {}", what, reason(errno)));
}

/// ioctl(2) with a number or an address; its result.
template <class Argument>
int ask(const Descriptor& descriptor, unsigned long request, std::string_view name, Argument argument) {
  const int result = ::ioctl(descriptor.number(), request, argument);
  if (result < 0) refuse(name);
  return result;
}

}  // namespace

KvmMachine::KvmMachine(const GuestProgram& program, std::span<std::byte> shared)
    : kvm_(::open(kDevice, O_RDWR | O_CLOEXEC)), memory_(kMemorySize, MAP_PRIVATE) {
  if (!kvm_.is_open()) refuse("open");
  if (memory_.bytes().empty()) refuse("mmap");
  machine_ = Descriptor(ask(kvm_, KVM_CREATE_VM, "KVM_CREATE_VM", 0UL));
  // Intel's processors need three pages of the guest's addresses for themselves (api.rst, 4.35).
  constexpr unsigned long kTaskState = 0xfffbd000;
  ask(machine_, KVM_SET_TSS_ADDR, "KVM_SET_TSS_ADDR", kTaskState);
  // A frame, a mapping: what the host does is told by the page.
  ::madvise(memory_.bytes().data(), kMemorySize, MADV_NOHUGEPAGE);
  add_slot(0, memory_.bytes());
  if (!shared.empty()) add_slot(kSharedAddress, shared);
  load(program);
  make_processor();
  set_registers();
}

void KvmMachine::add_slot(std::uint64_t guest_address, std::span<std::byte> memory) {
  kvm_userspace_memory_region region = {};
  region.slot = static_cast<std::uint32_t>(slots_.size());
  region.guest_phys_addr = guest_address;
  region.memory_size = memory.size();
  region.userspace_addr = reinterpret_cast<std::uintptr_t>(memory.data());
  ask(machine_, KVM_SET_USER_MEMORY_REGION, "KVM_SET_USER_MEMORY_REGION", &region);
  slots_.push_back({guest_address, memory});
}

void KvmMachine::set_word(std::uint64_t guest_address, std::uint64_t value) {
  std::memcpy(memory_.bytes().data() + guest_address, &value, sizeof value);
}

/// Four levels, for the user's addresses from 0x400000 and for the kernel's half.
void KvmMachine::make_page_table(std::uint64_t root, std::uint64_t stack) {
  constexpr std::uint64_t kPresent = 1;
  constexpr std::uint64_t kUserPage = 4 | kPresent;
  constexpr std::uint64_t kUserWritable = 2 | kUserPage;
  constexpr std::uint64_t kKernelWritable = 2 | kPresent;
  constexpr std::uint64_t kLarge = 0x80 | kKernelWritable;
  const auto entry = [](std::uint64_t table, std::uint64_t index) { return table + (8 * index); };
  const std::uint64_t low = root + 0x1000;
  const std::uint64_t directory = root + 0x2000;
  const std::uint64_t user = root + 0x3000;
  const std::uint64_t high = root + 0x4000;
  set_word(entry(root, 0), low | kUserWritable);
  set_word(entry(low, 0), directory | kUserWritable);
  set_word(entry(root, 511), high | kKernelWritable);
  set_word(entry(high, 510), directory | kKernelWritable);
  set_word(entry(directory, 0), kLarge);
  set_word(entry(directory, 2), user | kUserWritable);
  set_word(entry(user, 0), kUser | kUserPage);
  set_word(entry(user, 15), stack | kUserWritable);
}

void KvmMachine::load(const GuestProgram& program) {
  std::byte* const memory = memory_.bytes().data();
  std::memcpy(memory + kKernel, kTwoProcessesKernel.data(), kTwoProcessesKernel.size());
  std::memcpy(memory + kUser, kTwoProcessesUser.data(), kTwoProcessesUser.size());
  make_page_table(kRootA, kStackA);
  make_page_table(kRootB, kStackB);
  const std::uint64_t released = std::min(program.pages / 2, program.pages - 1);
  set_word(kNumbers, program.pages);
  set_word(kNumbers + 8, released);
  set_word(kNumbers + 16, program.shared);
  set_word(kNumbers + 24, program.rounds);
}

void KvmMachine::make_processor() {
  processor_ = Descriptor(ask(machine_, KVM_CREATE_VCPU, "KVM_CREATE_VCPU", 0UL));
  const int size = ask(kvm_, KVM_GET_VCPU_MMAP_SIZE, "KVM_GET_VCPU_MMAP_SIZE", 0UL);
  state_ = MemoryMapping(static_cast<std::size_t>(size), MAP_SHARED, processor_.number());
  if (state_.bytes().empty()) refuse("mmap of a virtual CPU");
  run_ = reinterpret_cast<kvm_run*>(state_.bytes().data());

  const auto leaves = std::make_unique<CpuidLeaves>();
  leaves->count = static_cast<std::uint32_t>(leaves->entries.size());
  ask(kvm_, kGetSupportedCpuid, "KVM_GET_SUPPORTED_CPUID", leaves.get());
  ask(processor_, kSetCpuid, "KVM_SET_CPUID2", leaves.get());
}

/// Long mode, at the kernel's first byte.
void KvmMachine::set_registers() const {
  kvm_sregs system = {};
  ask(processor_, KVM_GET_SREGS, "KVM_GET_SREGS", &system);
  kvm_segment code = {};
  code.limit = 0xffffffff;
  code.selector = 0x10;
  code.type = 11;
  code.present = code.s = code.l = code.g = 1;
  kvm_segment data = code;
  data.selector = 0x18;
  data.type = 3;
  data.l = 0;
  data.db = 1;
  system.cs = code;
  system.ds = system.es = system.fs = system.gs = system.ss = data;
  system.cr0 = 0x80050033;  // PG, AM, WP, NE, ET, MP, PE
  system.cr3 = kRootA;
  system.cr4 = 0x620;   // PAE, OSFXSR, OSXMMEXCPT
  system.efer = 0xd01;  // NXE, LMA, LME, SCE
  ask(processor_, KVM_SET_SREGS, "KVM_SET_SREGS", &system);
  kvm_regs registers = {};
  registers.rip = 0xffffffff80000000 + kKernel;
  registers.rflags = 2;
  ask(processor_, KVM_SET_REGS, "KVM_SET_REGS", &registers);
}

void KvmMachine::run() {
  do {
    ask(processor_, KVM_RUN, "KVM_RUN", 0UL);
    if (run_->exit_reason != KVM_EXIT_IO || run_->io.direction != KVM_EXIT_IO_OUT || run_->io.count != 1)
      refuse_exit();
  } while (serve_port());
}

/// False where the guest has come to its end.
bool KvmMachine::serve_port() {
  std::uint32_t value = 0;
  std::memcpy(&value, state_.bytes().data() + run_->io.data_offset,
              std::min<std::size_t>(run_->io.size, sizeof value));
  switch (run_->io.port) {
    case kPortEnd:
      return false;
    case kPortPause:
      ::usleep(kPause);
      return true;
    case kPortRelease:
      if (value % kPageSize != 0 || value >= kMemorySize) refuse_exit();
      if (::madvise(memory_.bytes().data() + value, kPageSize, MADV_DONTNEED) != 0) refuse("madvise");
      return true;
    default:
      refuse_exit();
  }
}

void KvmMachine::refuse_exit() const {
  kvm_regs registers = {};
  ask(processor_, KVM_GET_REGS, "KVM_GET_REGS", &registers);
  throw InputError(kDevice, {},
                   fmt::format("the guest did not come to its end: exit reason {} at {:#x}, port {:#x}",
                               run_->exit_reason, static_cast<std::uint64_t>(registers.rip),
                               run_->exit_reason == KVM_EXIT_IO ? run_->io.port : 0));
}

#else

KvmMachine::KvmMachine(const GuestProgram&, std::span<std::byte>) {
  throw InputError("/dev/kvm", {}, "the built-in machines are for x86-64",
                   "a command that runs a machine, behind --");
}

void KvmMachine::run() {}

#endif

std::string KvmMachine::memory_map(std::string_view name) const {
  std::string map;
  for (const Slot& slot : slots_)
    map += fmt::format("{} pid {} gpa {:x} size {:x} hva {:#x}\n", name, ::getpid(), slot.guest_address,
                       slot.memory.size(), reinterpret_cast<std::uintptr_t>(slot.memory.data()));
  return map;
}

}  // namespace braid::record::guest
