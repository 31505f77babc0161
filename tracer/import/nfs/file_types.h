// Types of files, as NFS numbers them.
#pragma once

#include <array>
#include <cstdint>

#include "braid/tracer/recording/value.h"

namespace braid::import::nfs {

/// ftype, ftype3, nfs_ftype4 (RFC 1094, 2.3.2; RFC 1813, 2.5; RFC 8881, 3.2): a word, or an unknown number.
[[nodiscard]] inline recording::Value file_type(std::uint32_t type) {
  constexpr std::array kTypes = {
      "none",   "file", "directory",           "block",          "character", "symlink",
      "socket", "fifo", "attribute directory", "named attribute"};
  return type < kTypes.size() ? recording::Value(kTypes.at(type)) : recording::Value(type);
}

}  // namespace braid::import::nfs
