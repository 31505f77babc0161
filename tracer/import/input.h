// What is imported: a file or standard input, compressed or not, as a stream of bytes.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace braid::import {

/// Bytes of a source, unpacked as they are read if they begin as gzip or zstd do (several members or frames
/// in a row are one stream). Errors of reading, and compressed data that is broken or ends early, throw
/// InputError. Not thread-safe. Memory: two buffers of at most a megabyte.
class Input {
 public:
  /// Opens a file, or standard input for `-`. Throws InputError with the system's reason.
  [[nodiscard]] static Input open(const std::filesystem::path& path);

  /// Opens a file that messages and recordings call `name`: a temporary one, whose path means nothing later.
  [[nodiscard]] static Input open_as(std::string name, const std::filesystem::path& path);

  /// Reads `bytes`, which messages call `name`.
  [[nodiscard]] static Input from_memory(std::string name, std::string bytes);

  Input(Input&&) noexcept;
  Input& operator=(Input&&) noexcept;
  ~Input();

  /// What messages call it.
  [[nodiscard]] const std::string& name() const;

  /// Up to `size` bytes that come next, without taking them; fewer only at the end. At most kMostPeeked.
  [[nodiscard]] std::string_view peek(std::size_t size);

  /// Takes bytes; 0 at the end only, where `into` is not empty.
  [[nodiscard]] std::size_t read(std::span<char> into);

 private:
  struct Stream;
  explicit Input(std::unique_ptr<Stream> stream);
  std::unique_ptr<Stream> stream_;
};

inline constexpr std::size_t kMostPeeked = std::size_t{1} << 16;

}  // namespace braid::import
