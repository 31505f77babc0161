#include "braid/checker/report/schedule_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"

namespace braid::report {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class ScheduleParser {
 public:
  ScheduleParser(std::string_view source, std::string_view text, std::uint32_t label_count)
      : source_(source), text_(text), label_count_(label_count) {}

  explore::Schedule run() {
    const bool commas = label_count_ > kMostDigitLabels || text_.find(',') != std::string_view::npos;
    skip_space();
    while (at_ < text_.size()) {
      schedule_.push_back(label(commas));
      skip_space();
      if (!commas || at_ == text_.size()) continue;
      if (text_[at_] != ',') fail(fmt::format("expected a comma after step {}", schedule_.size()));
      ++at_;
      skip_space();
      if (at_ == text_.size()) fail("the schedule ends in a comma");
    }
    return std::move(schedule_);
  }

 private:
  std::uint32_t label(bool commas) {
    const std::size_t begin = at_;
    std::uint64_t label = 0;
    while (at_ < text_.size() && is_digit(text_[at_]) && (commas || at_ == begin)) {
      label =
          std::min<std::uint64_t>(label * 10 + static_cast<std::uint64_t>(text_[at_] - '0'), label_count_);
      ++at_;
    }
    const std::size_t step = schedule_.size() + 1;
    if (at_ == begin) {
      fail(fmt::format("step {}: expected a number, found {}", step, quote(text_.substr(at_, 1))));
    }
    if (label >= label_count_) {
      fail(fmt::format("step {}: there is no actor {}", step,
                       text_.substr(begin, std::min<std::size_t>(at_ - begin, 20))));
    }
    return static_cast<std::uint32_t>(label);
  }

  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  [[noreturn]] void fail(std::string_view cause) const {
    const std::string accepted =
        label_count_ == 0 ? "this trace has no actors, so that its only schedule is empty"
        : label_count_ > kMostDigitLabels
            ? fmt::format("a schedule here is numbers from 0 to {}, separated by commas", label_count_ - 1)
            : fmt::format("a schedule here is a string of digits from 0 to {}", label_count_ - 1);
    throw InputError(source_, {}, cause, accepted);
  }

  std::string_view source_;
  std::string_view text_;
  std::uint32_t label_count_;
  std::size_t at_ = 0;
  explore::Schedule schedule_;
};

}  // namespace

std::string to_text(const explore::Schedule& schedule, std::uint32_t label_count) {
  return to_short_text(schedule, label_count, schedule.size());
}

std::string to_short_text(const explore::Schedule& schedule, std::uint32_t label_count, std::size_t most) {
  const bool commas = label_count > kMostDigitLabels;
  std::string text;
  const std::size_t shown = std::min(schedule.size(), most);
  for (std::size_t i = 0; i < shown; ++i) {
    if (commas && i > 0) text += ',';
    text += std::to_string(schedule[i]);
  }
  if (shown < schedule.size()) text += fmt::format("... ({} steps)", schedule.size());
  return text;
}

explore::Schedule parse_schedule(std::string_view source, std::string_view text, std::uint32_t label_count) {
  return ScheduleParser(source, text, label_count).run();
}

bool looks_like_schedule(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return is_digit(c) || is_space(c) || c == ','; });
}

}  // namespace braid::report
