// A command, while a recording is made.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "braid/tracer/record/child_process.h"
#include "braid/tracer/record/guest/work.h"

namespace braid::record::guest {

/// Signals go to the command, which decides what they mean; of what the terminal sends, it has its own.
class CommandWork final : public Work {
 public:
  /// `words` are its name and arguments.
  CommandWork(std::filesystem::path program, std::vector<std::string> words);

  void start(const sigset_t& mask) override;
  void take(const HeldSignals::Signal& signal) override;
  [[nodiscard]] bool ended() override;
  void abandon() override;  ///< by SIGTERM

  /// How it ended. REQUIRES that it has.
  [[nodiscard]] ProgramEnd end() const { return *end_; }

 private:
  std::filesystem::path program_;
  std::vector<std::string> words_;
  pid_t process_ = -1;
  std::optional<ProgramEnd> end_;
};

}  // namespace braid::record::guest
