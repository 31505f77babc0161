// Where the kernel's tracing can be used.
#pragma once

#include <filesystem>
#include <string_view>
#include <utility>
#include <vector>

#include "braid/tracer/record/descriptor.h"

namespace braid::record::guest {

/// The places where a file system of a type is mounted, by the text of proc(5)'s mounts.
[[nodiscard]] std::vector<std::filesystem::path> places_of(std::string_view type, std::string_view mounts);

/// A tracefs that this process may make instances in: one that is mounted, or else one that only this process
/// sees, by no name, and that is gone with it.
class TraceFileSystem {
 public:
  /// `mounts` is a file as proc(5)'s mounts. Throws InputError that says why there is none.
  [[nodiscard]] static TraceFileSystem open(const std::filesystem::path& mounts = "/proc/self/mounts");

  /// Of those that are mounted only. Throws InputError.
  [[nodiscard]] static TraceFileSystem open_mounted(const std::filesystem::path& mounts);

  [[nodiscard]] const std::filesystem::path& root() const { return root_; }

 private:
  TraceFileSystem(Descriptor mount, std::filesystem::path root)
      : mount_(std::move(mount)), root_(std::move(root)) {}

  Descriptor mount_;
  std::filesystem::path root_;
};

}  // namespace braid::record::guest
