#include "braid/tracer/import/line_reader.h"

#include <algorithm>
#include <cstring>

namespace braid::import {
namespace {

constexpr std::size_t kFirstBuffer = std::size_t{1} << 18;

}  // namespace

LineReader::LineReader(Input input) : input_(std::move(input)), buffer_(kFirstBuffer + kPadding) {}

bool LineReader::fill() {
  if (begin_ > 0) {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ + kPadding == buffer_.size()) buffer_.resize((end_ * 2) + kPadding);
  const std::size_t room = buffer_.size() - kPadding - end_;
  const std::size_t count = input_.read(std::span(buffer_).subspan(end_, room));
  end_ += count;
  return count > 0;
}

bool LineReader::next(std::string_view& line) {
  too_long_ = unfinished_ = false;
  std::size_t searched = 0;
  while (true) {
    const char* from = buffer_.data() + begin_ + searched;
    const void* feed = std::memchr(from, '\n', end_ - begin_ - searched);
    if (feed != nullptr) {
      const auto size = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) - begin_;
      line = take(begin_, size);
      begin_ += size + 1;
      return true;
    }
    searched = end_ - begin_;
    if (searched > kMostLine) {
      const std::size_t first = begin_;
      drop_rest_of_line();
      too_long_ = true;
      line = take(first, kMostLine);
      return true;
    }
    if (fill()) continue;
    if (searched == 0) return false;
    line = take(begin_, searched);
    buffer_[end_] = '\0';  // what was there may look like more of the line to who reads beyond it
    begin_ = end_;
    unfinished_ = true;
    return true;
  }
}

std::string_view LineReader::take(std::size_t first, std::size_t size) {
  ++number_;
  std::string_view line(buffer_.data() + first, size);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// What is kept of the line stays where it is; what follows it is read behind that.
void LineReader::drop_rest_of_line() {
  const std::size_t kept = begin_ + kMostLine;
  while (true) {
    const void* feed = std::memchr(buffer_.data() + kept, '\n', end_ - kept);
    if (feed != nullptr) {
      begin_ = static_cast<std::size_t>(static_cast<const char*>(feed) - buffer_.data()) + 1;
      return;
    }
    if (kept + kPadding >= buffer_.size()) buffer_.resize(kept + kFirstBuffer + kPadding);
    const std::size_t count = input_.read(std::span(buffer_).subspan(kept, buffer_.size() - kPadding - kept));
    end_ = kept + count;
    if (count == 0) {
      begin_ = end_;
      unfinished_ = true;
      return;
    }
  }
}

}  // namespace braid::import
