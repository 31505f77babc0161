#include "braid/tracer/load.h"

#include <fmt/format.h>

#include <string>
#include <system_error>

#include "braid/tracer/import/input.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/notation_system.h"
#include "braid/tracer/recording/guest_window.h"

namespace braid {
namespace {

constexpr std::string_view kDefaultSystem = "afs2";
constexpr std::string_view kDefaultGuestSystem = "vmm";

[[noreturn]] void refuse_as_too_large(std::string_view source) {
  throw InputError(source, {}, "the trace is too large",
                   fmt::format("a trace's text is at most {} bytes", kLargestTraceText));
}

}  // namespace

std::string read_notation(import::Input& input) {
  constexpr std::size_t kChunk = std::size_t{1} << 16;
  std::string text;
  while (true) {
    const std::size_t size = text.size();
    text.resize(size + kChunk);
    const std::size_t count = input.read(std::span(text).subspan(size));
    text.resize(size + count);
    if (count == 0) return text;
    if (text.size() > kLargestTraceText) refuse_as_too_large(input.name());
  }
}

Trace load_trace(const std::filesystem::path& path, const RecordingChoice& choice,
                 std::vector<std::string>& remarks) {
  import::Input input = import::Input::open(path);
  const std::string source = input.name();
  if (recording::looks_like_recording(input.peek(import::kMostPeeked))) {
    recording::NdjsonReader reader(std::move(input));
    const bool guest = reader.header().kind == recording::Kind::guest;
    const std::string system =
        choice.system.value_or(std::string(guest ? kDefaultGuestSystem : kDefaultSystem));
    recording::WindowProgram program =
        guest ? recording::read_guest_window(reader, source, choice.window, system)
              : recording::read_window(reader, source, choice.window, system);
    remarks = std::move(program.remarks);
    return std::move(program.trace);
  }
  if (choice.window) {
    throw InputError(source, {}, "it is no recording, of which --window could choose a part",
                     "braid import makes recordings of other tools' formats");
  }
  std::error_code error;
  // Of what has no size (a pipe) reading shows how much it is.
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (!error && size > kLargestTraceText) refuse_as_too_large(source);
  const std::string text = read_notation(input);
  return parse_notation(source, choice.system ? with_system(text, *choice.system) : text);
}

Trace load_trace(const std::filesystem::path& path) {
  std::vector<std::string> remarks;
  return load_trace(path, {}, remarks);
}

}  // namespace braid
