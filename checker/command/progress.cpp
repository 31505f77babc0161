#include "braid/checker/command/progress.h"

#include <fmt/format.h>

#include "braid/checker/report/number_text.h"

namespace braid::command {
namespace {

constexpr auto kPeriod = std::chrono::milliseconds(200);
constexpr auto kWindow = std::chrono::seconds(5);
constexpr double kLeastTime = 0.5;  // seconds; a speed from less is noise

}  // namespace

// What one worker has seen; a cache line of its own.
struct alignas(64) Progress::Counter {
  std::atomic<std::uint64_t> cells = 0;
  std::atomic<std::uint64_t> states = 0;
};

Progress::Progress(std::ostream& out, const explore::Limits& limits, std::optional<models::Forecast> forecast)
    : out_(out), limits_(limits), forecast_(std::move(forecast)), next_(Clock::now() + kPeriod) {}

Progress::~Progress() {
  if (shown_) out_ << "\r\x1b[K" << std::flush;
}

void Progress::begin(unsigned workers) {
  ++sweeps_;
  workers_ = workers;
  counters_ = std::make_unique<Counter[]>(workers);
  rank_.store(0, std::memory_order_relaxed);
  samples_ = {{Clock::now(), 0, 0}};
}

void Progress::visit(unsigned worker, const explore::CellView& cell) {
  Counter& counter = counters_[worker];
  counter.cells.fetch_add(1, std::memory_order_relaxed);
  counter.states.fetch_add(cell.count, std::memory_order_relaxed);
  if (worker == 0) print_if_due();
}

void Progress::rank_done(const explore::RankSummary& summary) {
  rank_.store(summary.rank, std::memory_order_relaxed);
  print_if_due();
}

void Progress::print_if_due() {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + kPeriod;
  print(now);
}

void Progress::print(Clock::time_point now) {
  Sample sample{now, 0, 0};
  for (unsigned worker = 0; worker < workers_; ++worker) {
    sample.cells += counters_[worker].cells.load(std::memory_order_relaxed);
    sample.states += counters_[worker].states.load(std::memory_order_relaxed);
  }
  samples_.push_back(sample);
  while (samples_.size() > 2 && now - samples_.front().time > kWindow) samples_.pop_front();
  const Sample& first = samples_.front();
  const double seconds = std::chrono::duration<double>(now - first.time).count();

  std::string line = sweeps_ > 1 ? "witnesses: " : "";
  line += fmt::format("rank {}", rank_.load(std::memory_order_relaxed));
  if (forecast_ && !forecast_->cells_by_rank.empty()) {
    line += fmt::format(" of {}", forecast_->cells_by_rank.size() - 1);
  }
  line += fmt::format("  {} states", report::short_number(static_cast<double>(sample.states)));
  if (seconds >= kLeastTime) {
    line += fmt::format("  {} states/s",
                        report::short_number(static_cast<double>(sample.states - first.states) / seconds));
  }
  line += fmt::format("  {}", report::short_bytes(static_cast<double>(limits_.memory_in_use())));
  const double cells = static_cast<double>(sample.cells - first.cells);
  if (sweeps_ == 1 && forecast_ && seconds >= kLeastTime && cells > 0) {
    const double left = std::max(0.0, forecast_->cells - static_cast<double>(sample.cells));
    line += fmt::format("  about {} left", report::short_duration(left * seconds / cells));
  }
  out_ << "\r\x1b[K" << line.substr(0, 79) << std::flush;
  shown_ = true;
}

}  // namespace braid::command
