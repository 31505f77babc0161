// What a recorder calls its tracefs instance, so that a later one can tell whether it still lives.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace braid::record::guest {

/// `braid-PROCESS-START-NAMESPACE`. No other process that ever lives has the same until the next boot.
struct InstanceName {
  std::uint64_t process = 0;
  std::uint64_t start = 0;          ///< when the process began: field 22 of proc(5)'s stat
  std::uint64_t process_space = 0;  ///< the PID namespace that `process` is a number in: its inode

  friend bool operator==(const InstanceName&, const InstanceName&) = default;
};

[[nodiscard]] std::string text_of(const InstanceName& name);

/// Nothing where `text` is not such a name.
[[nodiscard]] std::optional<InstanceName> read_instance_name(std::string_view text);

/// This process's. Throws InputError where `proc` is not the proc file system.
[[nodiscard]] InstanceName own_instance_name(const std::filesystem::path& proc = "/proc");

/// Whether a recorder of this process's PID namespace has ended: of others nobody here can tell.
[[nodiscard]] bool has_ended(const InstanceName& name, const std::filesystem::path& proc = "/proc");

}  // namespace braid::record::guest
