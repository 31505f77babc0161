// A tracefs instance: a trace buffer of our own, with events of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/record/guest/instance_name.h"

namespace braid::record::guest {

inline constexpr std::uint64_t kLeastBufferKilobytes = 8;
inline constexpr std::uint64_t kMostBufferKilobytes = std::uint64_t{1} << 20;

/// Its lines are as tracefs prints them by default, with the process's id; times are CLOCK_MONOTONIC; an
/// event that finds no room is dropped and counted. Nothing else that uses tracefs notices it.
class TraceInstance {
 public:
  /// Makes it, without events. `buffer_kilobytes` is each CPU's. Throws InputError, and leaves nothing
  /// behind, where the kernel refuses.
  TraceInstance(const std::filesystem::path& file_system, const InstanceName& name,
                std::uint64_t buffer_kilobytes);
  ~TraceInstance();
  TraceInstance(const TraceInstance&) = delete;
  TraceInstance& operator=(const TraceInstance&) = delete;

  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  /// Has an event `GROUP:NAME` or a whole GROUP recorded. False where this kernel has none of that name.
  /// Throws InputError where it is refused, as a wrong filter is.
  [[nodiscard]] bool enable(std::string_view event, std::string_view filter = {}) const;

  void start() const;
  void stop() const;

  /// Removes it; whatever of it is open must be closed before. A message where that fails, else "".
  [[nodiscard]] std::string remove();

 private:
  std::filesystem::path folder_;
};

/// Throws InputError where instances cannot be made, or the kernel has no trace points of KVM.
void require_kvm_events(const std::filesystem::path& file_system);

/// The names of the events `GROUP:NAME` that the kernel has in a group; none where there is no such group.
[[nodiscard]] std::vector<std::string> events_of_group(const std::filesystem::path& file_system,
                                                       std::string_view group);

/// Removes the instances of recorders that have ended (see has_ended), and returns their names. Leaves all
/// others, and those that somebody has still open.
std::vector<std::string> remove_dead_instances(const std::filesystem::path& file_system,
                                               const std::filesystem::path& proc = "/proc");

}  // namespace braid::record::guest
