// Memory from mmap(2) that goes back by itself.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <span>
#include <utility>

namespace braid::record::guest {

/// Owns a mapping, or none.
class MemoryMapping {
 public:
  MemoryMapping() = default;

  /// Anonymous memory of zeros for MAP_PRIVATE or MAP_SHARED and descriptor -1. Where it fails, it is none
  /// and errno tells why.
  MemoryMapping(std::size_t size, int sharing, int descriptor = -1) {
    const int flags = sharing | (descriptor < 0 ? MAP_ANONYMOUS : 0);
    void* const memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, flags, descriptor, 0);
    if (memory != MAP_FAILED) bytes_ = std::span(static_cast<std::byte*>(memory), size);
  }
  MemoryMapping(MemoryMapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
  MemoryMapping& operator=(MemoryMapping&& other) noexcept {
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MemoryMapping() {
    if (!bytes_.empty()) ::munmap(bytes_.data(), bytes_.size());
  }

  [[nodiscard]] std::span<std::byte> bytes() const { return bytes_; }

 private:
  std::span<std::byte> bytes_;
};

}  // namespace braid::record::guest
