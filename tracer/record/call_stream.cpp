#include "braid/tracer/record/call_stream.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace braid::record {
namespace {

struct Frame {
  CallFacts facts;
  std::uint64_t data_size = 0;
};

}  // namespace

bool send_call(int pipe, const MadeCall& call) {
  const Frame frame{call, call.data.size()};
  std::string bytes(sizeof frame, '\0');
  std::memcpy(bytes.data(), &frame, sizeof frame);
  bytes += call.data;
  for (std::string_view left = bytes; !left.empty();) {
    const ssize_t count = ::write(pipe, left.data(), left.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return false;
    left.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

bool CallReader::receive(int pipe) {
  constexpr std::size_t kBuffer = std::size_t{1} << 16;
  std::array<char, kBuffer> buffer;
  const ssize_t count = ::read(pipe, buffer.data(), buffer.size());
  if (count < 0) return errno == EINTR || errno == EAGAIN;
  bytes_.erase(0, std::exchange(taken_, 0));
  bytes_.append(buffer.data(), static_cast<std::size_t>(count));
  return count > 0;
}

std::optional<MadeCall> CallReader::next() {
  Frame frame;
  if (bytes_.size() - taken_ < sizeof frame) return std::nullopt;
  std::memcpy(&frame, bytes_.data() + taken_, sizeof frame);
  if (bytes_.size() - taken_ - sizeof frame < frame.data_size) return std::nullopt;
  MadeCall call{frame.facts, bytes_.substr(taken_ + sizeof frame, frame.data_size)};
  taken_ += sizeof frame + frame.data_size;
  return call;
}

}  // namespace braid::record
