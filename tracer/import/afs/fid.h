// What identifies a file in AFS.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace braid::import::afs {

/// `unique` tells apart the files that have one vnode one after another.
struct Fid {
  std::uint32_t volume = 0;
  std::uint32_t vnode = 0;
  std::uint32_t unique = 0;
  friend auto operator<=>(const Fid&, const Fid&) = default;
};

/// `536870912.4.3`.
[[nodiscard]] std::string to_string(const Fid& fid);

struct FidHash {
  std::size_t operator()(const Fid& fid) const {
    const std::uint64_t file = std::uint64_t{fid.vnode} << 32 | fid.unique;
    return std::hash<std::uint64_t>()((file ^ fid.volume) * 0x9e3779b97f4a7c15U);
  }
};

}  // namespace braid::import::afs
