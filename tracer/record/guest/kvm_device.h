// Linux's virtual machines: whether they can be used here.
#pragma once

#include <string>

namespace braid::record::guest {

/// Throws InputError where `device` is no KVM that this process may use.
void require_kvm(const std::string& device = "/dev/kvm");

}  // namespace braid::record::guest
