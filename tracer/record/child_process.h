// Starts other programs.
#pragma once

#include <sys/types.h>

#include <csignal>
#include <filesystem>
#include <span>
#include <string>

namespace braid::record {

/// How a program ended.
struct ProgramEnd {
  bool by_signal = false;
  int number = 0;  ///< its exit status, or the signal
};

/// What status waitpid(2) gave means.
[[nodiscard]] ProgramEnd program_end(int status);

/// What a program's standard input and standard error are; -1: this process's own.
struct Streams {
  int input = -1;
  int error = -1;
};

/// Starts a program with these words (the first is its name), the signals `mask` blocked, SIGPIPE and SIGCHLD
/// as by default. Throws InputError where the system cannot start it.
[[nodiscard]] pid_t start_program(const std::filesystem::path& path, std::span<const std::string> words,
                                  const sigset_t& mask, Streams streams = {});

/// Waits for the end of a process that this one started.
[[nodiscard]] ProgramEnd wait_for(pid_t process);

}  // namespace braid::record
