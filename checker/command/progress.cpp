#include "braid/checker/command/progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "braid/checker/report/number_text.h"

namespace braid::command {
namespace {

constexpr auto kPeriod = std::chrono::milliseconds(200);
constexpr auto kWindow = std::chrono::seconds(5);
constexpr double kLeastTime = 0.5;  // seconds; a speed from less is noise

}  // namespace

// What one worker has seen; a cache line of its own.
struct alignas(64) Progress::Counter {
  std::atomic<std::uint64_t> states = 0;
};

Progress::Progress(std::ostream& out, const explore::Limits& limits,
                   const std::optional<models::Forecast>& forecast)
    : out_(out),
      limits_(limits),
      cells_by_rank_(forecast ? forecast->cells_by_rank : std::vector<double>()),
      remaining_(cells_by_rank_),
      next_(Clock::now() + kPeriod) {}

Progress::~Progress() {
  if (shown_) out_ << "\r\x1b[K" << std::flush;
}

void Progress::begin(unsigned workers) {
  ++sweeps_;
  workers_ = workers;
  counters_ = std::make_unique<Counter[]>(workers);
  rank_ = 0;
  done_ = {Clock::now(), 0};
  samples_ = {done_};
}

void Progress::visit(unsigned worker, const explore::CellView& cell) {
  counters_[worker].states.fetch_add(cell.count, std::memory_order_relaxed);
  if (worker == 0) print_if_due();
}

void Progress::rank_done(const explore::RankSummary& summary) {
  const Sample now = sample(Clock::now());
  if (sweeps_ == 1) remaining_.rank_done(summary.rank, now.states - done_.states);
  rank_ = summary.rank;
  done_ = now;
  print_if_due();
}

Progress::Sample Progress::sample(Clock::time_point now) const {
  Sample sample{now, 0};
  for (unsigned worker = 0; worker < workers_; ++worker) {
    sample.states += counters_[worker].states.load(std::memory_order_relaxed);
  }
  return sample;
}

void Progress::print_if_due() {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + kPeriod;
  print(now);
}

void Progress::print(Clock::time_point now) {
  constexpr std::size_t kColumns = 79;
  const Sample latest = sample(now);
  samples_.push_back(latest);
  while (samples_.size() > 2 && now - samples_.front().time > kWindow) samples_.pop_front();
  const double seconds = std::chrono::duration<double>(now - samples_.front().time).count();
  const auto states = static_cast<double>(latest.states - samples_.front().states);

  std::string line = sweeps_ > 1 ? "witnesses: " : "";
  line += fmt::format("rank {}", rank_);
  if (!cells_by_rank_.empty()) line += fmt::format(" of {}", cells_by_rank_.size() - 1);
  line += fmt::format("  {} states", report::short_number(static_cast<double>(latest.states)));
  if (seconds >= kLeastTime) line += fmt::format("  {} states/s", report::short_number(states / seconds));
  line += fmt::format("  {}", report::short_bytes(static_cast<double>(limits_.memory_in_use())));
  const std::optional<double> remaining = sweeps_ == 1 ? remaining_.estimate() : std::nullopt;
  if (remaining && seconds >= kLeastTime && states > 0) {
    const double left = std::max(0.0, *remaining - static_cast<double>(latest.states - done_.states));
    line += fmt::format("  about {} left", report::short_duration(left * seconds / states));
  }
  out_ << "\r\x1b[K" << line.substr(0, kColumns) << std::flush;
  shown_ = true;
}

}  // namespace braid::command
