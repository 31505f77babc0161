#include "braid/tracer/load.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <memory>
#include <string>
#include <system_error>

#include "braid/tracer/notation.h"
#include "braid/tracer/notation_lexer.h"

namespace braid {
namespace {

[[noreturn]] void fail_to_read(std::string_view source, int error) {
  throw InputError(source, {},
                   fmt::format("cannot read the trace: {}", std::generic_category().message(error)));
}

[[noreturn]] void fail_as_too_large(std::string_view source) {
  throw InputError(source, {}, "the trace is too large",
                   fmt::format("a trace's text is at most {} bytes", kLargestTraceText));
}

std::string read_stream(std::string_view source, std::FILE* stream) {
  std::string text;
  std::array<char, 1 << 16> buffer{};
  while (true) {
    const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), stream);
    const int error = errno;
    text.append(buffer.data(), count);
    if (text.size() > kLargestTraceText) fail_as_too_large(source);
    if (count == buffer.size()) continue;
    if (std::ferror(stream) != 0) fail_to_read(source, error);
    return text;
  }
}

std::string read_file(std::string_view source, const std::filesystem::path& path) {
  struct Close {
    void operator()(std::FILE* stream) const { std::fclose(stream); }
  };
  const std::unique_ptr<std::FILE, Close> stream(std::fopen(path.c_str(), "rb"));
  if (!stream) fail_to_read(source, errno);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  // Of what has no size (a pipe, a directory) reading shows what it is.
  if (!error && size > kLargestTraceText) fail_as_too_large(source);
  return read_stream(source, stream.get());
}

}  // namespace

Trace load_trace(const std::filesystem::path& path) {
  const bool is_input = path == "-";
  const std::string source = is_input ? std::string("standard input") : path.string();
  const std::string text = is_input ? read_stream(source, stdin) : read_file(source, path);

  std::string_view begin = text;
  begin.remove_prefix(notation::byte_order_mark_size(begin));
  const std::size_t first = begin.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && begin[first] == '{') {
    throw InputError(source, {}, "NDJSON traces are not read by this version",
                     "write the trace in the notation (traces/README.md)");
  }
  return parse_notation(source, text);
}

}  // namespace braid
