#include "braid/tracer/record/guest/trace_instance.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/descriptor.h"

namespace braid::record::guest {
namespace {

struct Setting {
  std::string_view file;
  std::string_view value;
};

/// An instance begins with the options that are set for all of tracefs. Not every kernel has all of them.
constexpr auto kOptions = std::to_array<Setting>({
    {"options/context-info", "1"},
    {"options/irq-info", "1"},
    {"options/record-cmd", "1"},
    {"options/record-tgid", "1"},
    {"options/overwrite", "0"},
    {"options/latency-format", "0"},
    {"options/raw", "0"},
    {"options/hex", "0"},
    {"options/bin", "0"},
    {"options/verbose", "0"},
    {"options/fields", "0"},
});

/// An error number, or 0.
int write_file(const std::filesystem::path& file, std::string_view text) {
  const Descriptor descriptor(::open(file.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC));
  if (!descriptor.is_open()) return errno;
  const ssize_t count = ::write(descriptor.number(), text.data(), text.size());
  if (count < 0) return errno;
  return static_cast<std::size_t>(count) == text.size() ? 0 : EIO;
}

void set(const std::filesystem::path& file, std::string_view value) {
  if (const int error = write_file(file, value); error != 0) {
    throw InputError(file.string(), {},
                     fmt::format("cannot set it to {}: {}", value, std::generic_category().message(error)));
  }
}

/// Names never lead out of a folder.
bool is_event_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

/// An error number, or 0.
int remove_instance(const std::filesystem::path& folder) {
  static_cast<void>(write_file(folder / "tracing_on", "0"));
  static_cast<void>(write_file(folder / "events/enable", "0"));
  return ::rmdir(folder.c_str()) == 0 ? 0 : errno;
}

}  // namespace

TraceInstance::TraceInstance(const std::filesystem::path& file_system, const InstanceName& name,
                             std::uint64_t buffer_kilobytes)
    : folder_(file_system / "instances" / text_of(name)) {
  constexpr mode_t kOwnerOnly = 0700;
  if (::mkdir(folder_.c_str(), kOwnerOnly) != 0) {
    throw InputError(
        folder_.string(), {},
        fmt::format("cannot make a tracefs instance: {}", std::generic_category().message(errno)));
  }
  try {
    set(folder_ / "tracing_on", "0");
    set(folder_ / "trace_clock", "mono");
    for (const Setting& option : kOptions) {
      if (::access((folder_ / option.file).c_str(), F_OK) == 0) set(folder_ / option.file, option.value);
    }
    set(folder_ / "buffer_size_kb", std::to_string(buffer_kilobytes));
  } catch (const InputError&) {
    static_cast<void>(remove());
    throw;
  }
}

TraceInstance::~TraceInstance() {
  static_cast<void>(remove());
}

bool TraceInstance::enable(std::string_view event, std::string_view filter) const {
  const std::size_t colon = std::min(event.find(':'), event.size());
  const std::string_view group = event.substr(0, colon);
  std::filesystem::path folder = folder_ / "events" / group;
  if (!is_event_name(group)) return false;
  if (colon < event.size()) {
    const std::string_view name = event.substr(colon + 1);
    if (!is_event_name(name)) return false;
    folder /= name;
  }
  if (::access((folder / "enable").c_str(), F_OK) != 0) return false;
  if (!filter.empty()) set(folder / "filter", filter);
  set(folder / "enable", "1");
  return true;
}

void TraceInstance::start() const {
  set(folder_ / "tracing_on", "1");
}

void TraceInstance::stop() const {
  set(folder_ / "tracing_on", "0");
}

std::string TraceInstance::remove() {
  if (folder_.empty()) return {};
  const std::filesystem::path folder = std::exchange(folder_, {});
  const int error = remove_instance(folder);
  if (error == 0) return {};
  return fmt::format("{}: cannot remove it: {}", folder.string(), std::generic_category().message(error));
}

void require_kvm_events(const std::filesystem::path& file_system) {
  if (events_of_group(file_system, "kvm").empty()) {
    throw InputError("tracefs", {}, "this kernel has no trace points of KVM",
                     "the module kvm, of a kernel with CONFIG_EVENT_TRACING");
  }
  const TraceInstance trial(file_system, own_instance_name(), kLeastBufferKilobytes);
}

std::vector<std::string> events_of_group(const std::filesystem::path& file_system, std::string_view group) {
  std::vector<std::string> names;
  if (!is_event_name(group)) return names;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(file_system / "events" / group, error)) {
    if (entry.is_directory(error))
      names.push_back(fmt::format("{}:{}", group, entry.path().filename().string()));
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::vector<std::string> remove_dead_instances(const std::filesystem::path& file_system,
                                               const std::filesystem::path& proc) {
  std::vector<std::string> dead;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(file_system / "instances", error)) {
    const std::string text = entry.path().filename().string();
    const auto name = read_instance_name(text);
    if (name && has_ended(*name, proc)) dead.push_back(text);
  }
  std::sort(dead.begin(), dead.end());
  std::vector<std::string> removed;
  for (const std::string& text : dead) {
    if (remove_instance(file_system / "instances" / text) == 0) removed.push_back(text);
  }
  return removed;
}

}  // namespace braid::record::guest
