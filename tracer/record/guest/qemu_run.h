// Runs the MIPS guest of software_tlb.S under QEMU, which logs its traps.
#pragma once

#include <filesystem>
#include <string_view>

#include "braid/tracer/record/anonymous_file.h"
#include "braid/tracer/record/child_process.h"

namespace braid::record::guest {

/// Where qemu-system-mipsel is, by a PATH. Throws InputError that says how to get it where it is not there.
[[nodiscard]] std::filesystem::path find_qemu(std::string_view search_path);

/// Runs the guest to its end, a tenth of a second; QEMU writes what it did to `log`, the same at each run. A
/// signal ends it: false. Throws InputError where QEMU fails or logs nothing.
[[nodiscard]] bool run_under_qemu(const std::filesystem::path& qemu, const AnonymousFile& log);

}  // namespace braid::record::guest
