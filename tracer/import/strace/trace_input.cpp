#include "braid/tracer/import/strace/trace_input.h"

namespace braid::import::strace {
namespace {

/// Whether a line can be the rest of a broken one: no line of its own begins like this.
bool goes_on(std::string_view text) {
  return text.starts_with(", ") || text.starts_with(')') || text.starts_with(" <unfinished") ||
         text.starts_with("<unfinished");
}

}  // namespace

bool TraceInput::read(std::string_view& text) {
  if (held_) {
    text = *held_;
    held_.reset();
    return true;
  }
  return reader_.next(text);
}

bool TraceInput::next() {
  announced_.reset();
  if (!broken_.empty()) return take_broken();
  std::string_view text;
  if (!read(text)) return false;
  take(text, reader_.number());
  return true;
}

/// Joins a broken line with the next. What does not go on is a call whose end comes later, or not at all.
bool TraceInput::take_broken() {
  std::string_view rest;
  joined_ = std::move(broken_);
  broken_.clear();
  if (!read(rest)) {
    take(joined_, broken_number_);
    return true;
  }
  const bool joins = goes_on(rest);
  joined_ += joins ? rest : " <unfinished ...>";
  if (!joins) held_ = rest;
  take(joined_, broken_number_);
  return true;
}

void TraceInput::take(std::string_view text, std::uint64_t number) {
  text_ = text;
  number_ = number;
  line_ = {};
  if (const auto message = attached_message(text)) {
    announced_ = message->process;
    broken_ = message->before;
    broken_number_ = number;
    line_.kind = LineKind::message;
    return;
  }
  if (!summary_) line_ = take_apart(text);
  summary_ = summary_ || line_.kind == LineKind::summary;
  if (summary_) line_.kind = LineKind::summary;
  // What a traced program prints between strace's lines may begin with a number, which is no time.
  if (line_.kind == LineKind::other || line_.kind == LineKind::empty) line_.stamp.reset();
  if (!line_.stamp) return;
  if (const auto time = clock_.time(*line_.stamp)) {
    time_ = *time;
  } else {
    line_.kind = LineKind::other;
  }
}

}  // namespace braid::import::strace
