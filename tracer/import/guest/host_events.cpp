// Events of the host's frames and CPUs (include/trace/events/kmem.h, sched.h, tlb.h).
#include "braid/tracer/import/guest/descriptions.h"

namespace braid::import::guest {
namespace {

constexpr std::uint64_t kMostOrder = 40;

bool describe_frames(const EventText& text, recording::Record& record) {
  const int base = text.text().find("pfn=0x") != std::string_view::npos ? 16 : 10;
  const auto frame = text.number("pfn=", base);
  const auto order = text.number("order=", 10);
  if (!frame || !order || *order > kMostOrder) return false;
  record.object = hexadecimal(*frame);
  record.arguments.add("machine_frame", *frame);
  record.arguments.add("frames", std::uint64_t{1} << *order);
  return true;
}

}  // namespace

bool describe_allocation(const EventText& text, recording::Record& record) {
  record.operation = "allocate";
  if (!describe_frames(text, record)) return false;
  const std::string_view flags = text.behind("gfp_flags=");
  // What perf cannot print it gives as a number, whose bits differ from kernel to kernel.
  if (!flags.empty() && (flags.front() < '0' || flags.front() > '9'))
    record.arguments.add("zeroed", flags.find("__GFP_ZERO") != std::string_view::npos);
  if (!flags.empty()) record.arguments.add("flags", flags);
  return true;
}

bool describe_freeing(const EventText& text, recording::Record& record) {
  record.operation = "free";
  return describe_frames(text, record);
}

bool describe_switch(const EventText& text, recording::Record& record) {
  // A command may hold blanks: it ends where the next name begins.
  const std::string_view line = text.text();
  constexpr std::string_view kCommand = "next_comm=";
  constexpr std::string_view kProcess = " next_pid=";
  const std::size_t command = line.rfind(kCommand);
  if (command == std::string_view::npos) return false;
  const std::size_t end = line.find(kProcess, command);
  const EventText next(end == std::string_view::npos ? "" : line.substr(end + 1));
  const auto process = next.number("next_pid=", 10);
  if (!process) return false;
  record.operation = "switch";
  recording::Fields& fields = record.arguments;
  fields.add("kind", "machine");
  if (const std::string_view state = text.behind("prev_state="); !state.empty()) fields.add("state", state);
  fields.add("to_process", *process);
  fields.add("to_command", line.substr(command + kCommand.size(), end - command - kCommand.size()));
  return true;
}

bool describe_flush(const EventText& text, recording::Record& record) {
  const std::string_view line = text.text();
  constexpr std::string_view kPages = "pages:";
  constexpr std::string_view kReason = " reason:";
  const std::size_t reason = line.find(kReason);
  const std::size_t code = line.rfind(" (");
  if (!line.starts_with(kPages) || reason == std::string_view::npos || code == std::string_view::npos ||
      code < reason + kReason.size())
    return false;
  record.operation = "flush";
  record.arguments.add("pages", line.substr(kPages.size(), reason - kPages.size()));
  record.arguments.add("kind", line.substr(reason + kReason.size(), code - reason - kReason.size()));
  return true;
}

}  // namespace braid::import::guest
