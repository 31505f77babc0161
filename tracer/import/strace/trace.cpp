#include "braid/tracer/import/strace/trace.h"

#include <algorithm>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

constexpr std::string_view kCutShort = "system calls that are cut short";
constexpr std::string_view kNoLine = "lines that are not strace's";

/// The end of a call that takes part in its interval (strace(1), -T), if strace's clock is fine enough for
/// both: otherwise the next line says when it had ended.
std::optional<recording::Time> end_by_duration(recording::Time start, const Call& call) {
  constexpr std::uint8_t kMicroseconds = 6;
  if (!call.duration || call.duration->decimals < kMicroseconds || start.decimals < kMicroseconds)
    return std::nullopt;
  return start + *call.duration;
}

std::string_view skipped_line(LineKind kind) {
  switch (kind) {
    case LineKind::signal:
      return "signals";
    case LineKind::exit:
    case LineKind::superseded:
      return "exits of processes";
    case LineKind::message:
      return "messages of strace";
    case LineKind::summary:
      return "lines of strace's summary";
    case LineKind::stack:
      return "lines of stack traces";
    case LineKind::dump:
      return "lines of data dumps";
    case LineKind::empty:
      return "empty lines";
    default:
      return kNoLine;
  }
}

std::string_view without_marker(std::string_view body) {
  return body.substr(0, body.rfind('<'));
}

}  // namespace

void Trace::take(const TimedLine& line) {
  const TraceInput& input = line.input;
  switch (input.line().kind) {
    case LineKind::call:
      call(line, process_of(line));
      return;
    case LineKind::unfinished:
      unfinished(line, process_of(line));
      return;
    case LineKind::resumed:
      resumed(line, process_of(line));
      return;
    case LineKind::exit:
      exit(line, process_of(line));
      break;
    case LineKind::superseded:
      superseded(line, process_of(line));
      break;
    case LineKind::message:
      if (input.announced()) processes_.announced(*input.announced());
      break;
    default:
      break;
  }
  skip(line, skipped_line(input.line().kind));
}

void Trace::skip(const TimedLine& line, std::string_view kind) {
  surroundings_.ledger.found();
  if (line.input.too_long()) kind = "lines that are too long";
  surroundings_.ledger.skip(kind, line.input.number(), line.input.text(), line.input.source());
}

void Trace::interpret_text(std::string_view text, Process& process, const Moment& moment,
                           std::string_view otherwise) {
  const auto call = read_call(text);
  if (!call) {
    surroundings_.ledger.skip(otherwise, moment.line, text, moment.source);
    return;
  }
  Moment known = moment;
  if (!known.end && known.start) known.end = end_by_duration(*known.start, *call);
  Scene scene(surroundings_, processes_, process, *call, text, known);
  interpret(scene);
}

void Trace::call(const TimedLine& line, Process& process) {
  drop_pending(process);
  surroundings_.ledger.found();
  Moment moment{actor_, line.input.source(), line.input.number(), line.time, std::nullopt};
  if (line.by_position) moment.end = line.time;
  const std::string_view otherwise = line.input.too_long()  ? "lines that are too long"
                                     : line.input.cut_off() ? kCutShort
                                                            : kNoLine;
  interpret_text(line.input.line().body, process, moment, otherwise);
}

void Trace::unfinished(const TimedLine& line, Process& process) {
  drop_pending(process);
  surroundings_.ledger.found();
  PendingCall pending;
  pending.text = without_marker(line.input.line().body);
  pending.source = line.input.source();
  pending.line = line.input.number();
  pending.start = line.time;
  const bool forks = is_fork(std::string_view(pending.text).substr(0, pending.text.find('(')));
  process.pending = std::move(pending);
  if (forks) processes_.fork_begun(process);
}

void Trace::resumed(const TimedLine& line, Process& process) {
  constexpr std::string_view kBegin = "<... ";
  constexpr std::string_view kEnd = " resumed>";
  const std::string_view body = line.input.line().body;
  const std::size_t end = body.find(kEnd);
  const std::string_view name =
      end == std::string_view::npos ? std::string_view() : body.substr(kBegin.size(), end - kBegin.size());
  const bool same = process.pending && !name.empty() && process.pending->text.starts_with(name) &&
                    process.pending->text.substr(name.size()).starts_with('(');
  if (!same) {
    skip(line, "ends of calls whose beginning is missing");
    return;
  }
  processes_.fork_ended(process);
  PendingCall pending = std::move(*process.pending);
  process.pending.reset();
  pending.text += body.substr(end + kEnd.size());
  const Moment moment{actor_, pending.source, pending.line, pending.start, line.time};
  interpret_text(pending.text, process, moment, kCutShort);
}

void Trace::exit(const TimedLine& /*line*/, Process& process) {
  drop_pending(process);
  processes_.ended(process);
}

void Trace::superseded(const TimedLine& line, Process& leader) {
  constexpr std::string_view kPid = " in pid ";
  const std::string_view body = line.input.line().body;
  const std::size_t pid = body.find(kPid);
  if (pid == std::string_view::npos) return;
  const auto thread = read_integer(body.substr(pid + kPid.size()));
  if (!thread || *thread <= 0) return;
  drop_pending(leader);
  processes_.superseded(leader, static_cast<std::uint64_t>(*thread));
}

/// The pending call never returns.
void Trace::drop_pending(Process& process) {
  if (!process.pending) return;
  processes_.fork_ended(process);
  PendingCall pending = std::move(*process.pending);
  process.pending.reset();
  pending.text += ") = ?";
  const Moment moment{actor_, pending.source, pending.line, pending.start, std::nullopt};
  interpret_text(pending.text, process, moment, kCutShort);
}

void Trace::end() {
  std::vector<Process*> pending;
  for (auto& [key, process] : processes_.all()) {
    if (process.pending) pending.push_back(&process);
  }
  std::sort(pending.begin(), pending.end(), [](const Process* a, const Process* b) {
    return std::tie(a->pending->source, a->pending->line) < std::tie(b->pending->source, b->pending->line);
  });
  for (Process* process : pending) drop_pending(*process);
}

}  // namespace braid::import::strace
