#include "braid/tracer/import/line_reader.h"
#include "braid/tracer/import/printed/tshark_json.h"

namespace braid::import::printed {

bool JsonObjects::refill() {
  if (left_.empty()) left_ = std::string_view(buffer_.data(), input_.read(buffer_));
  return !left_.empty();
}

JsonObjects::Outcome JsonObjects::next(std::string_view& text) {
  object_.clear();
  too_long_ = false;
  if (!pass_over_punctuation()) return Outcome::end;
  begin_line_ = line_;
  const bool begins = left_.front() == '{';
  const bool whole = begins ? take_object() : take_other();
  object_.reserve(object_.size() + LineReader::kPadding);
  text = object_;
  if (!begins) return Outcome::other;
  if (!whole) return Outcome::cut_off;
  return too_long_ ? Outcome::too_long : Outcome::object;
}

// Up to what is an object or something else; false at the end.
bool JsonObjects::pass_over_punctuation() {
  while (refill()) {
    const char c = left_.front();
    if (std::string_view(" \t\r\n,[]").find(c) == std::string_view::npos) return true;
    line_ += c == '\n' ? 1U : 0U;
    left_.remove_prefix(1);
  }
  return false;
}

bool JsonObjects::take_other() {
  while (refill() && left_.front() != '{') {
    line_ += left_.front() == '\n' ? 1U : 0U;
    if (object_.size() < kMost) object_ += left_.front();
    left_.remove_prefix(1);
  }
  return true;
}

bool JsonObjects::take_object() {
  std::size_t depth = 0;
  bool in_string = false;
  bool escaped = false;
  while (refill()) {
    std::size_t taken = 0;
    bool ended = false;
    while (taken < left_.size() && !ended) {
      const char c = left_[taken++];
      if (escaped) {
        escaped = false;
      } else if (c == '\\') {
        escaped = in_string;
      } else if (c == '"') {
        in_string = !in_string;
      } else if (!in_string && c == '{') {
        ++depth;
      } else if (!in_string && c == '}') {
        ended = --depth == 0;
      }
      line_ += c == '\n' ? 1U : 0U;
    }
    too_long_ = too_long_ || object_.size() + taken > kMost;
    if (!too_long_) object_.append(left_.substr(0, taken));
    left_.remove_prefix(taken);
    if (ended) return true;
  }
  return false;
}

}  // namespace braid::import::printed
