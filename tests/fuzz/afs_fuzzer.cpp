// `braid afs` on arbitrary arguments: the bytes between zero bytes. It must end with exit status 0, 1 or 2;
// 2 has a message, 0 has none.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <ostream>
#include <sstream>
#include <streambuf>
#include <string_view>
#include <vector>

#include "braid/checker/command/afs.h"

namespace {

constexpr std::size_t kMostInput = 1 << 14;

/// Refuses text beyond a limit, so that a long run ends early.
class LimitedBuffer : public std::streambuf {
 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    (void)text;
    if (size > room_) return 0;
    room_ -= size;
    return size;
  }
  int_type overflow(int_type) override { return traits_type::eof(); }

 private:
  std::streamsize room_ = 1 << 20;
};

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> arguments;
  while (!text.empty()) {
    const std::size_t end = text.find('\0');
    arguments.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return arguments;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > kMostInput) return 0;
  LimitedBuffer buffer;
  std::ostream out(&buffer);
  std::ostringstream err;
  const auto arguments = split({reinterpret_cast<const char*>(data), size});
  const int status = braid::command::run_afs(arguments, out, err);
  const bool with_message = !err.str().empty();
  if (status < 0 || status > 2 || (status == 2 && !with_message) || (status == 0 && with_message))
    std::abort();
  return 0;
}
