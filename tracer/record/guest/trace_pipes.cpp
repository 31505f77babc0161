#include "braid/tracer/record/guest/trace_pipes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <string>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/words.h"

namespace braid::record::guest {
namespace {

std::string reason() {
  return std::generic_category().message(errno);
}

std::optional<unsigned> cpu_of(std::string_view folder) {
  constexpr std::string_view kPrefix = "cpu";
  if (!folder.starts_with(kPrefix)) return std::nullopt;
  return import::read_number<unsigned>(folder.substr(kPrefix.size()));
}

void write_all(int descriptor, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      throw InputError("TMPDIR", {}, fmt::format("cannot keep what is recorded there: {}", reason()),
                       "another folder for temporary files, with more room");
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

}  // namespace

TracePipes::TracePipes(const std::filesystem::path& instance) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(instance / "per_cpu", error)) {
    const auto cpu = cpu_of(entry.path().filename().string());
    if (!cpu) continue;
    const std::filesystem::path path = entry.path() / "trace_pipe";
    Descriptor source(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
    if (!source.is_open()) throw InputError(path.string(), {}, fmt::format("cannot read it: {}", reason()));
    pipes_.push_back({*cpu, std::move(source), nullptr});
  }
  if (pipes_.empty()) throw InputError((instance / "per_cpu").string(), {}, "there is no CPU in it");
  std::sort(pipes_.begin(), pipes_.end(), [](const Pipe& a, const Pipe& b) { return a.cpu < b.cpu; });
}

std::uint64_t TracePipes::take() {
  std::uint64_t bytes = 0;
  for (Pipe& pipe : pipes_) bytes += take_from(pipe);
  return bytes;
}

std::uint64_t TracePipes::take_from(Pipe& pipe) {
  constexpr std::uint64_t kMostAtOnce = std::uint64_t{1} << 20;  // there are other CPUs, and signals
  // The kernel gives nearly a page at a time, unless little is left. To read on for that has no end where
  // reading is itself recorded, as with all system calls.
  constexpr std::size_t kMuch = 2048;
  std::array<char, std::size_t{1} << 16> buffer;
  std::uint64_t bytes = 0;
  while (bytes < kMostAtOnce) {
    const ssize_t count = ::read(pipe.source.number(), buffer.data(), buffer.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno != EAGAIN)
      throw InputError("trace_pipe", {}, fmt::format("cannot read it: {}", reason()));
    if (count <= 0) break;
    if (!pipe.text) pipe.text = std::make_unique<AnonymousFile>();
    write_all(pipe.text->descriptor(), std::string_view(buffer.data(), static_cast<std::size_t>(count)));
    bytes += static_cast<std::uint64_t>(count);
    if (static_cast<std::size_t>(count) < kMuch) break;
  }
  return bytes;
}

void TracePipes::close() {
  for (Pipe& pipe : pipes_) pipe.source.close();
}

std::vector<import::Input> TracePipes::inputs() const {
  std::vector<import::Input> inputs;
  for (const Pipe& pipe : pipes_) {
    if (pipe.text)
      inputs.push_back(import::Input::open_as(fmt::format("cpu{}", pipe.cpu), pipe.text->path()));
  }
  return inputs;
}

std::vector<unsigned> TracePipes::cpus() const {
  std::vector<unsigned> cpus;
  for (const Pipe& pipe : pipes_) cpus.push_back(pipe.cpu);
  return cpus;
}

}  // namespace braid::record::guest
