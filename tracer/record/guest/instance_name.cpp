#include "braid/tracer/record/guest/instance_name.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <utility>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/words.h"

namespace braid::record::guest {
namespace {

constexpr std::string_view kPrefix = "braid-";

struct ProcessState {
  char state = ' ';
  std::uint64_t start = 0;
};

/// Of proc(5)'s stat: `7 (a name) S ...`, whose name may hold anything.
std::optional<ProcessState> read_state(std::string_view stat) {
  constexpr int kFieldsBetween = 18;  // from ppid, field 4, to itrealvalue, field 21
  const std::size_t name_end = stat.rfind(')');
  if (name_end == std::string_view::npos) return std::nullopt;
  std::string_view rest = stat.substr(name_end + 1);
  const std::string_view state = import::take_word(rest);
  for (int field = 0; field < kFieldsBetween; ++field) static_cast<void>(import::take_word(rest));
  const auto start = import::take_number<std::uint64_t>(rest);
  if (state.size() != 1 || !start) return std::nullopt;
  return ProcessState{state.front(), *start};
}

std::optional<ProcessState> state_of(const std::string& process, const std::filesystem::path& proc) {
  std::ifstream file(proc / process / "stat");
  const std::string stat((std::istreambuf_iterator<char>(file)), {});
  return read_state(stat);
}

std::optional<std::uint64_t> process_space(const std::filesystem::path& proc) {
  struct stat status = {};
  if (::stat((proc / "self/ns/pid").c_str(), &status) != 0) return std::nullopt;
  return status.st_ino;
}

std::optional<std::uint64_t> take_part(std::string_view& text) {
  const std::size_t end = std::min(text.find('-'), text.size());
  const auto number = import::read_number<std::uint64_t>(text.substr(0, end));
  text.remove_prefix(std::min(end + 1, text.size()));
  return number;
}

}  // namespace

std::string text_of(const InstanceName& name) {
  return fmt::format("{}{}-{}-{}", kPrefix, name.process, name.start, name.process_space);
}

std::optional<InstanceName> read_instance_name(std::string_view text) {
  if (!text.starts_with(kPrefix)) return std::nullopt;
  std::string_view rest = text.substr(kPrefix.size());
  const auto process = take_part(rest);
  const auto start = take_part(rest);
  const auto space = take_part(rest);
  if (!process || !start || !space) return std::nullopt;
  const InstanceName name = {*process, *start, *space};
  if (text_of(name) != text) return std::nullopt;
  return name;
}

InstanceName own_instance_name(const std::filesystem::path& proc) {
  const auto state = state_of("self", proc);
  const auto space = process_space(proc);
  if (!state || !space)
    throw InputError(proc.string(), {}, "it does not tell when this process began",
                     "proc(5) is needed there");
  return {static_cast<std::uint64_t>(::getpid()), state->start, *space};
}

bool has_ended(const InstanceName& name, const std::filesystem::path& proc) {
  if (process_space(proc) != name.process_space) return false;
  if (const auto state = state_of(std::to_string(name.process), proc))
    return state->start != name.start || state->state == 'Z' || state->state == 'X';
  // Other users' processes may be hidden in /proc.
  return !std::in_range<pid_t>(name.process) ||
         (::kill(static_cast<pid_t>(name.process), 0) != 0 && errno == ESRCH);
}

}  // namespace braid::record::guest
