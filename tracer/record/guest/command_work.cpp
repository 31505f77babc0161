#include "braid/tracer/record/guest/command_work.h"

#include <signal.h>
#include <sys/wait.h>

#include <cerrno>
#include <system_error>

namespace braid::record::guest {

CommandWork::CommandWork(std::filesystem::path program, std::vector<std::string> words)
    : program_(std::move(program)), words_(std::move(words)) {}

void CommandWork::abandon() {
  if (process_ >= 0 && !end_) ::kill(process_, SIGTERM);
}

void CommandWork::start(const sigset_t& mask) {
  process_ = start_program(program_, words_, mask);
}

void CommandWork::take(const HeldSignals::Signal& signal) {
  if (!end_ && !signal.from_terminal) ::kill(process_, signal.number);
}

bool CommandWork::ended() {
  if (end_) return true;
  int status = 0;
  const pid_t ended = ::waitpid(process_, &status, WNOHANG);
  if (ended < 0 && errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
  if (ended == process_) end_ = program_end(status);
  return end_.has_value();
}

}  // namespace braid::record::guest
