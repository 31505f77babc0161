#include "braid/tracer/record/guest/trace_file_system.h"

#include <fmt/format.h>
#include <sys/mount.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/words.h"

namespace braid::record::guest {
namespace {

constexpr std::string_view kType = "tracefs";

/// Of mounts: a blank is written \040.
std::string unescaped(std::string_view text) {
  constexpr std::size_t kDigits = 3;
  std::string result;
  while (!text.empty()) {
    const auto code = text.front() == '\\' && text.size() > kDigits
                          ? import::read_number<unsigned char>(text.substr(1, kDigits), 8)
                          : std::nullopt;
    result += code ? static_cast<char>(*code) : text.front();
    text.remove_prefix(code ? kDigits + 1 : 1);
  }
  return result;
}

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// Throws InputError where instances cannot be made there.
void require_usable(const std::filesystem::path& root) {
  if (::access((root / "instances").c_str(), R_OK | W_OK | X_OK) == 0) return;
  throw InputError(root.string(), {}, fmt::format("tracefs cannot be used: {}", reason(errno)),
                   "root may use it, in its first user namespace");
}

/// See fsopen(2): a mount without a place, as long as its descriptor is open.
Descriptor mount_unnamed() {
  const Descriptor context(::fsopen(kType.data(), FSOPEN_CLOEXEC));
  if (!context.is_open()) return Descriptor();
  if (::fsconfig(context.number(), FSCONFIG_CMD_CREATE, nullptr, nullptr, 0) != 0) return Descriptor();
  return Descriptor(
      ::fsmount(context.number(), FSMOUNT_CLOEXEC, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
}

}  // namespace

std::vector<std::filesystem::path> places_of(std::string_view type, std::string_view mounts) {
  std::vector<std::filesystem::path> places;
  while (!mounts.empty()) {
    const std::size_t end = std::min(mounts.find('\n'), mounts.size());
    std::string_view line = mounts.substr(0, end);
    mounts.remove_prefix(std::min(end + 1, mounts.size()));
    static_cast<void>(import::take_word(line));  // the device
    const std::string_view place = import::take_word(line);
    if (import::take_word(line) == type) places.emplace_back(unescaped(place));
  }
  return places;
}

TraceFileSystem TraceFileSystem::open_mounted(const std::filesystem::path& mounts) {
  std::ifstream file(mounts);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  std::optional<InputError> refusal;
  for (const std::filesystem::path& place : places_of(kType, text)) {
    try {
      require_usable(place);
      return {Descriptor(), place};
    } catch (const InputError& error) {
      if (!refusal) refusal = error;
    }
  }
  if (refusal) throw InputError(*refusal);
  throw InputError(kType, {}, "it is not mounted", "root may: mount -t tracefs tracefs /sys/kernel/tracing");
}

TraceFileSystem TraceFileSystem::open(const std::filesystem::path& mounts) {
  std::optional<InputError> refusal;
  try {
    return open_mounted(mounts);
  } catch (const InputError& error) {
    refusal = error;
  }
  Descriptor mount = mount_unnamed();
  if (!mount.is_open()) {
    if (errno == ENODEV) throw InputError(kType, {}, "this kernel has no tracing (CONFIG_FTRACE)");
    if (errno == EPERM) throw InputError(*refusal);
    throw InputError(kType, {}, fmt::format("cannot mount it: {}", reason(errno)));
  }
  std::filesystem::path root = fmt::format("/proc/self/fd/{}", mount.number());
  require_usable(root);
  return {std::move(mount), std::move(root)};
}

}  // namespace braid::record::guest
