#include "braid/tracer/record/child_process.h"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "braid/tracer/diagnostic.h"

namespace braid::record {
namespace {

/// Attributes and actions of posix_spawn(3), freed in the end.
struct SpawnSettings {
  SpawnSettings() {
    posix_spawnattr_init(&attributes);
    posix_spawn_file_actions_init(&actions);
  }
  SpawnSettings(const SpawnSettings&) = delete;
  SpawnSettings& operator=(const SpawnSettings&) = delete;
  ~SpawnSettings() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }

  void set_signals(const sigset_t& mask) {
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    sigaddset(&defaults, SIGCHLD);
    posix_spawnattr_setsigmask(&attributes, &mask);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }

  void set_streams(Streams streams) {
    if (streams.input >= 0) posix_spawn_file_actions_adddup2(&actions, streams.input, STDIN_FILENO);
    if (streams.error >= 0) posix_spawn_file_actions_adddup2(&actions, streams.error, STDERR_FILENO);
  }

  posix_spawnattr_t attributes = {};
  posix_spawn_file_actions_t actions = {};
};

}  // namespace

ProgramEnd program_end(int status) {
  if (WIFSIGNALED(status)) return {true, WTERMSIG(status)};
  return {false, WEXITSTATUS(status)};
}

pid_t start_program(const std::filesystem::path& path, std::span<const std::string> words,
                    const sigset_t& mask, Streams streams) {
  SpawnSettings settings;
  settings.set_signals(mask);
  settings.set_streams(streams);
  std::vector<std::string> owned(words.begin(), words.end());
  std::vector<char*> pointers;
  pointers.reserve(owned.size() + 1);
  for (std::string& word : owned) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t process = -1;
  const int error = ::posix_spawn(&process, path.c_str(), &settings.actions, &settings.attributes,
                                  pointers.data(), environ);
  if (error != 0) {
    throw InputError(path.string(), {},
                     fmt::format("cannot start it: {}", std::generic_category().message(error)));
  }
  return process;
}

ProgramEnd wait_for(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0) {
    if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  }
  return program_end(status);
}

}  // namespace braid::record
