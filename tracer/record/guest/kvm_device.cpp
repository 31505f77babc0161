#include "braid/tracer/record/guest/kvm_device.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>

#include <cerrno>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/descriptor.h"

namespace braid::record::guest {

void require_kvm(const std::string& device) {
  const Descriptor kvm(::open(device.c_str(), O_RDWR | O_CLOEXEC));
  if (!kvm.is_open()) {
    const int error = errno;
    throw InputError(
        device, {}, fmt::format("KVM cannot be used: {}", std::generic_category().message(error)),
        error == EACCES ? "root may use it, and often the group kvm"
                        : "the module kvm_intel or kvm_amd makes it, where the processor can do it");
  }
  if (::ioctl(kvm.number(), KVM_GET_API_VERSION, 0UL) != KVM_API_VERSION)
    throw InputError(device, {}, fmt::format("it is no KVM of version {}", KVM_API_VERSION));
}

}  // namespace braid::record::guest
