#include "braid/tracer/record/guest/kvm_recording.h"

#include <fmt/format.h>
#include <poll.h>

#include <csignal>
#include <fstream>
#include <iterator>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/record/guest/buffer_stats.h"
#include "braid/tracer/record/guest/kvm_events.h"
#include "braid/tracer/record/guest/trace_instance.h"

namespace braid::record::guest {
namespace {

constexpr int kPollMilliseconds = 20;

/// Throws InputError for an event that this kernel does not have, with one that it has.
void enable_further(const TraceInstance& instance, const KvmSettings& settings) {
  for (const std::string& event : settings.more_events) {
    if (instance.enable(event)) continue;
    const std::vector<std::string> names =
        events_of_group(settings.trace_file_system, event.substr(0, event.find(':')));
    throw InputError("--event", {}, fmt::format("this kernel has no event {}", quote(event)),
                     did_you_mean(event, {names.begin(), names.end()}));
  }
}

std::vector<std::string> enable_ours(const TraceInstance& instance) {
  std::vector<std::string> missing;
  for (const TraceEvent& event : kvm_events()) {
    if (!instance.enable(event.name, event.filter)) missing.emplace_back(event.name);
  }
  return missing;
}

/// Waits for a signal, but not long.
void wait(const HeldSignals& signals) {
  pollfd waiting = {signals.descriptor(), POLLIN, 0};
  ::poll(&waiting, 1, kPollMilliseconds);
}

void attend(Work& work, TracePipes& pipes, HeldSignals& signals) {
  while (!work.ended()) {
    wait(signals);
    while (const auto signal = signals.take()) {
      if (signal->number != SIGCHLD) work.take(*signal);
    }
    pipes.take();
  }
}

/// The kernel frees a machine after its process has ended. It is done when nothing comes any more: other
/// machines may never be quiet.
void await_quiet(TracePipes& pipes, const HeldSignals& signals) {
  constexpr int kMostWaits = 50;
  constexpr int kQuietWaits = 5;
  int quiet = 0;
  for (int waits = 0; waits < kMostWaits && quiet < kQuietWaits; ++waits) {
    wait(signals);
    quiet = pipes.take() == 0 ? quiet + 1 : 0;
  }
}

std::uint64_t lost_on(const std::filesystem::path& instance, unsigned cpu) {
  const std::filesystem::path path = instance / fmt::format("per_cpu/cpu{}/stats", cpu);
  std::ifstream file(path);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  if (const auto stats = read_buffer_stats(text)) return stats->lost();
  throw InputError(path.string(), {}, "it does not tell how many events were lost");
}

}  // namespace

KvmRecording::KvmRecording(const KvmSettings& settings, Work& work) {
  HeldSignals signals;
  TraceInstance instance(settings.trace_file_system, own_instance_name(), settings.buffer_kilobytes);
  missing_events_ = enable_ours(instance);
  enable_further(instance, settings);
  pipes_ = std::make_unique<TracePipes>(instance.folder());
  try {
    record(instance, work, signals);
  } catch (...) {
    // An instance can only be removed when its pipes are closed, those that processes inherited, too.
    work.abandon();
    pipes_->close();
    throw;
  }
  pipes_->close();
  complaint_ = instance.remove();
}

void KvmRecording::record(const TraceInstance& instance, Work& work, HeldSignals& signals) {
  instance.start();
  work.start(signals.mask_before());
  attend(work, *pipes_, signals);
  await_quiet(*pipes_, signals);
  instance.stop();
  while (pipes_->take() > 0) {
  }
  for (const unsigned cpu : pipes_->cpus()) {
    const std::uint64_t lost = lost_on(instance.folder(), cpu);
    if (lost > 0) stats_ += lost_line(cpu, lost);
    lost_ += lost;
  }
}

std::vector<import::Input> KvmRecording::inputs() const {
  std::vector<import::Input> inputs = pipes_->inputs();
  if (!stats_.empty()) inputs.push_back(import::Input::from_memory("stats", stats_));
  return inputs;
}

}  // namespace braid::record::guest
