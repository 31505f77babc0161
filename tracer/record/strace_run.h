// Runs a command under strace(1), so that its calls on files are recorded.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/record/anonymous_file.h"
#include "braid/tracer/record/child_process.h"

namespace braid::record {

/// Where strace is, by a PATH. Throws InputError that says how to get it where it is not there.
[[nodiscard]] std::filesystem::path find_strace(std::string_view search_path);

/// Throws InputError where strace cannot trace here (ptrace(2) is refused, or it is too old for what is asked
/// of it), with what strace says of it. Runs a shell that does nothing.
void require_tracing(const std::filesystem::path& strace);

struct StraceRun {
  std::filesystem::path strace;
  std::vector<std::string> command;  ///< not empty: a program and its arguments
  std::uint64_t most_data = 4096;    ///< bytes of each text that strace prints
};

/// Runs the command to its end; strace writes what it did to `output`. Its standard streams are this
/// process's. SIGINT, SIGTERM, SIGHUP and SIGQUIT to this process go to the command instead, which decides
/// what they mean; of what the terminal sends, the command has its own. Throws InputError where strace wrote
/// nothing.
[[nodiscard]] ProgramEnd run_under_strace(const StraceRun& run, const AnonymousFile& output);

}  // namespace braid::record
