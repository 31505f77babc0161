#include "braid/checker/command/run_options.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iostream>

#include "braid/checker/command/quantities.h"
#include "braid/checker/report/number_text.h"
#include "braid/tracer/diagnostic.h"

namespace braid::command {
namespace {

constexpr unsigned kMostThreads = 1024;
constexpr double kMostCells = 1e11;
constexpr double kBytesOfCell = 500;  // a cell with one state and its weights, roughly

/// What the machine has, or the control group allows, whichever is less. Source: Linux cgroup-v2, memory.max.
std::uint64_t available_memory() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_size = sysconf(_SC_PAGESIZE);
  std::uint64_t bytes = std::uint64_t{1} << 32;
  if (pages > 0 && page_size > 0)
    bytes = static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(page_size);
  std::ifstream group("/sys/fs/cgroup/memory.max");
  std::uint64_t allowed = 0;
  if (group >> allowed) bytes = std::min(bytes, allowed);
  return bytes;
}

bool is_terminal(const std::ostream& err) {
  return &err == &std::cerr && isatty(STDERR_FILENO) == 1;
}

}  // namespace

void add_run_options(OptionTable& table) {
  add_value(table, "threads");
  add_value(table, "memory");
  add_value(table, "time");
  add_value(table, "archive");
}

RunOptions read_run_options(const OptionValues& values, const explore::Limits::Options& budget) {
  RunOptions options;
  const std::int64_t hardware = std::min(explore::Executor::hardware_workers(), kMostThreads);
  options.threads = static_cast<unsigned>(number_of(values, "threads", 1, kMostThreads).value_or(hardware));
  const auto memory = value_of(values, "memory");
  options.memory =
      memory ? parse_memory("--memory", *memory) : budget.memory.value_or(available_memory() / 5 * 4);
  const auto time = value_of(values, "time");
  options.time = time ? parse_duration("--time", *time) : budget.time;
  options.steps = budget.steps;
  options.archive = value_of(values, "archive");
  if (options.archive && options.archive->empty()) {
    throw CommandLineError("--archive is empty; `memory` or a directory is needed");
  }
  return options;
}

void refuse_the_hopeless(const Trace& trace, const std::optional<models::Forecast>& forecast,
                         const RunOptions& options) {
  if (trace.actors.size() <= 1 || options.time || !forecast) return;
  if (forecast->cells >= kMostCells) {
    throw InputError(trace.source, {},
                     fmt::format("too big: the clients' positions alone combine to {:.2g} cells of states",
                                 forecast->cells),
                     "shorten the trace, or set --time to see how far that gets");
  }
  const double bytes = forecast->widest_rank_cells * kBytesOfCell;
  if (bytes > static_cast<double>(options.memory)) {
    throw InputError(
        trace.source, {},
        fmt::format("too big: the widest rank needs more than {}, and --memory is {}",
                    report::short_bytes(bytes), report::short_bytes(static_cast<double>(options.memory))),
        "shorten the trace, raise --memory, or set --time to see how far that gets");
  }
}

RunSession::RunSession(const RunOptions& options, std::ostream& err)
    : options_(options), err_(err), start_(std::chrono::steady_clock::now()), executor_(options.threads) {}

void RunSession::run(const std::optional<models::Forecast>& forecast,
                     const std::function<void(const models::Run&)>& body) {
  explore::Limits::Options limit;
  limit.memory = options_.memory;
  limit.steps = options_.steps;
  if (options_.time) {
    const auto used =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start_);
    limit.time = std::max(*options_.time - used, std::chrono::milliseconds(0));
  }
  explore::Limits limits(limit);
  limits.watch(&Interrupt::flag());

  std::optional<explore::Archive> archive;
  if (options_.archive == "memory") {
    archive.emplace();
  } else if (options_.archive) {
    archive.emplace(*options_.archive, limits);
  }
  std::optional<Progress> progress;
  if (is_terminal(err_)) progress.emplace(err_, limits, forecast);
  body({executor_, limits, progress ? &*progress : nullptr, archive ? &*archive : nullptr});
}

std::optional<explore::Rank> last_rank(const std::optional<models::Forecast>& forecast) {
  if (!forecast || forecast->cells_by_rank.empty()) return std::nullopt;
  return static_cast<explore::Rank>(forecast->cells_by_rank.size()) - 1;
}

}  // namespace braid::command
