#include "braid/tracer/record/guest/buffer_stats.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/import/words.h"

namespace braid::record::guest {
namespace {

/// `LABEL: N`, where it is a line of its own. False where N is no number.
bool read_count(std::string_view text, std::string_view label, std::optional<std::uint64_t>& count) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (!line.starts_with(label)) continue;
    line.remove_prefix(label.size());
    count = import::take_number<std::uint64_t>(line);
    return count.has_value();
  }
  return true;
}

}  // namespace

std::optional<BufferStats> read_buffer_stats(std::string_view text) {
  std::optional<std::uint64_t> overrun;
  std::optional<std::uint64_t> commit_overrun;
  std::optional<std::uint64_t> dropped;
  if (!read_count(text, "overrun:", overrun) || !read_count(text, "commit overrun:", commit_overrun) ||
      !read_count(text, "dropped events:", dropped) || !overrun)
    return std::nullopt;
  return BufferStats{*overrun, commit_overrun.value_or(0), dropped.value_or(0)};
}

std::string lost_line(unsigned cpu, std::uint64_t count) {
  return fmt::format("CPU:{} [LOST {} EVENTS]\n", cpu, count);
}

}  // namespace braid::record::guest
