#include "braid/tracer/import/guest/kernel_line.h"

#include "braid/tracer/import/words.h"

namespace braid::import::guest {
namespace {

std::string_view without_blanks_around(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  return text.substr(0, text.find_last_not_of(' ') + 1);
}

/// Takes `2032.720764:`, where the next word is that.
bool take_time(std::string_view& text, recording::Time& time) {
  std::string_view rest = text;
  std::string_view word = take_word(rest);
  if (!word.ends_with(':')) return false;
  word.remove_suffix(1);
  const auto read = recording::parse_time(word);
  if (!read) return false;
  time = *read;
  text = rest;
  return true;
}

/// The place of the next ` [` that a number and `]` follow; takes up to behind it.
struct CpuColumn {
  std::string_view before;
  std::uint32_t cpu;
  std::string_view behind;
};

std::optional<CpuColumn> find_cpu(std::string_view line, std::size_t from) {
  for (std::size_t at = line.find('[', from); at != std::string_view::npos; at = line.find('[', at + 1)) {
    std::size_t end = at + 1;
    while (end < line.size() && line[end] >= '0' && line[end] <= '9') ++end;
    if (end == line.size() || line[end] != ']') continue;
    if (const auto cpu = read_number<std::uint32_t>(line.substr(at + 1, end - at - 1)))
      return CpuColumn{line.substr(0, at), *cpu, line.substr(end + 1)};
  }
  return std::nullopt;
}

/// `vmA-5408    (   5408) `, whose last column may be `(-------)` or not there.
bool read_tracefs_task(std::string_view task, KernelLine& result) {
  task = without_blanks_around(task);
  if (task.ends_with(')')) {
    const std::size_t open = task.rfind('(');
    if (open == std::string_view::npos) return false;
    const std::string_view process = without_blanks_around(task.substr(open + 1, task.size() - open - 2));
    result.process = read_number<std::uint64_t>(process);
    if (!result.process && process.find_first_not_of('-') != std::string_view::npos) return false;
    task = without_blanks_around(task.substr(0, open));
  }
  const std::size_t dash = task.rfind('-');
  if (dash == std::string_view::npos) return false;
  const auto thread = read_number<std::uint64_t>(task.substr(dash + 1));
  if (!thread) return false;
  result.command = task.substr(0, dash);
  result.thread = *thread;
  return true;
}

/// `vmA  7658`, `CPU 0/KVM  7/9`.
bool read_perf_task(std::string_view task, KernelLine& result) {
  task = without_blanks_around(task);
  const std::size_t blank = task.rfind(' ');
  if (blank == std::string_view::npos) return false;
  std::string_view ids = task.substr(blank + 1);
  if (const std::size_t slash = ids.find('/'); slash != std::string_view::npos) {
    result.process = read_number<std::uint64_t>(ids.substr(0, slash));
    if (!result.process) return false;
    ids.remove_prefix(slash + 1);
  }
  const auto thread = read_number<std::uint64_t>(ids);
  if (!thread) return false;
  result.command = without_blanks_around(task.substr(0, blank));
  result.thread = *thread;
  return true;
}

/// `kvm_msr: msr_read ...`, `sys_ioctl(fd: ...)`, `sys_ioctl -> 0x0`.
bool read_event(std::string_view text, KernelLine& result) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  std::size_t end = 0;
  while (end < text.size() && text[end] != ':' && text[end] != '(' && text[end] != ' ') ++end;
  if (end == 0 || end == text.size()) return false;
  result.event = text.substr(0, end);
  if (text[end] != ':') {
    result.text = text.substr(end);
    return result.event.starts_with("sys_");
  }
  result.text = text.substr(end + 1);
  result.text.remove_prefix(std::min(result.text.find_first_not_of(' '), result.text.size()));
  return true;
}

}  // namespace

std::optional<KernelLine> read_tracefs_line(std::string_view line) {
  for (std::size_t from = 0;;) {
    auto column = find_cpu(line, from);
    if (!column) return std::nullopt;
    from = column->before.size() + 1;
    KernelLine result;
    result.cpu = column->cpu;
    std::string_view rest = column->behind;
    if (!read_tracefs_task(column->before, result)) continue;
    // The column of flags is there unless the option irq-info is off.
    if (!take_time(rest, result.time)) {
      (void)take_word(rest);
      if (!take_time(rest, result.time)) continue;
    }
    if (read_event(rest, result)) return result;
  }
}

std::optional<KernelLine> read_perf_line(std::string_view line) {
  for (std::size_t from = 0;;) {
    auto column = find_cpu(line, from);
    if (!column) return std::nullopt;
    from = column->before.size() + 1;
    KernelLine result;
    result.cpu = column->cpu;
    std::string_view rest = column->behind;
    if (!read_perf_task(column->before, result) || !take_time(rest, result.time)) continue;
    std::string_view after = rest;
    const std::string_view event = take_word(after);
    constexpr std::string_view kLost = "PERF_RECORD_LOST";
    if (event == kLost) {
      result.event = event;
      result.text = after;
      return result;
    }
    // A tracepoint is `GROUP:EVENT:`; other events, as `cycles:`, have numbers in front, or one colon.
    const std::size_t colon = event.find(':');
    if (colon == std::string_view::npos || !event.ends_with(':') || colon + 1 == event.size()) continue;
    result.event = event.substr(colon + 1, event.size() - colon - 2);
    result.text = after.substr(std::min(after.find_first_not_of(' '), after.size()));
    if (!result.event.empty()) return result;
  }
}

std::optional<LostEvents> read_lost_events(std::string_view line) {
  constexpr std::string_view kCpu = "CPU:";
  constexpr std::string_view kWritten = "# entries-in-buffer/entries-written: ";
  constexpr std::string_view kStarted = "##### CPU ";
  LostEvents lost;
  if (line.starts_with(kCpu)) {
    line.remove_prefix(kCpu.size());
    lost.cpu = take_number<std::uint32_t>(line);
    if (!lost.cpu || take_word(line) != "[LOST") return std::nullopt;
    std::string_view count = take_word(line);
    if (count != "EVENTS]") {
      lost.count = read_number<std::uint64_t>(count);
      if (!lost.count || take_word(line) != "EVENTS]") return std::nullopt;
    }
    lost.marker = "LOST";
    return lost;
  }
  if (line.starts_with(kStarted)) {
    line.remove_prefix(kStarted.size());
    lost.cpu = take_number<std::uint32_t>(line);
    if (!lost.cpu || take_word(line) != "buffer" || take_word(line) != "started") return std::nullopt;
    lost.marker = "buffer started";
    return lost;
  }
  if (!line.starts_with(kWritten)) return std::nullopt;
  line.remove_prefix(kWritten.size());
  std::string_view numbers = take_word(line);
  const std::size_t slash = std::min(numbers.find('/'), numbers.size());
  const auto held = read_number<std::uint64_t>(numbers.substr(0, slash));
  const auto written = read_number<std::uint64_t>(numbers.substr(std::min(slash + 1, numbers.size())));
  if (!held || !written || *held >= *written) return std::nullopt;
  lost.count = *written - *held;
  lost.marker = "entries-written";
  return lost;
}

}  // namespace braid::import::guest
