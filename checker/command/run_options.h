// How an exploration is run: threads, limits, archive, progress.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/progress.h"
#include "braid/checker/models/system.h"

namespace braid::command {

/// The options --threads, --memory, --time, --archive as given, or their defaults.
struct RunOptions {
  unsigned threads = 1;      ///< default: the hardware's
  std::uint64_t memory = 0;  ///< bytes; default: 80 % of what the machine has
  std::optional<std::chrono::milliseconds> time;
  std::optional<std::uint64_t> steps;  ///< no option: tests make runs incomplete by it
  std::optional<std::string> archive;  ///< `memory` or a directory
};

void add_run_options(OptionTable& table);

/// Throws CommandLineError for values that are out of range. `budget` holds besides the options.
[[nodiscard]] RunOptions read_run_options(const OptionValues& values, const explore::Limits::Options& budget);

/// Throws InputError if the exploration cannot be done with these options: 10^11 cells and more without a
/// time limit, or a rank whose cells alone are more than the memory. Never for a trace with one client.
void refuse_the_hopeless(const Trace& trace, const std::optional<models::Forecast>& forecast,
                         const RunOptions& options);

/// Threads, limits and listeners of the runs of one command. The time limit counts from construction, over
/// all runs.
class RunSession {
 public:
  /// Shows progress on `err` if that is a terminal. Borrows `err`.
  RunSession(const RunOptions& options, std::ostream& err);

  /// Calls `body` with what a run needs; the progress line is gone afterwards. Throws InputError if the
  /// archive cannot be made.
  void run(const std::optional<models::Forecast>& forecast,
           const std::function<void(const models::Run&)>& body);

 private:
  RunOptions options_;
  std::ostream& err_;
  std::chrono::steady_clock::time_point start_;
  explore::Executor executor_;
  Interrupt interrupt_;
};

/// The rank at which a complete sweep ends, where the forecast knows.
[[nodiscard]] std::optional<explore::Rank> last_rank(const std::optional<models::Forecast>& forecast);

}  // namespace braid::command
