// Files that are there whole or not at all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace braid::explore {

/// A file that is written beside its name (`<name>.part`), flushed to the disk, and renamed when complete.
/// Without commit() nothing stays behind. All members but the destructor throw std::system_error when the
/// disk fails them.
class NewFile {
 public:
  /// Replaces what an earlier, broken attempt left; a complete file of this name is replaced by commit().
  explicit NewFile(std::filesystem::path path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void append(std::span<const std::uint8_t> bytes);
  /// When this returns, the file is on the disk under its name.
  void commit();

 private:
  void flush();
  void write_out(std::span<const std::uint8_t> bytes);

  std::filesystem::path path_;
  std::filesystem::path part_;
  int descriptor_ = -1;
  std::vector<std::uint8_t> buffer_;
};

}  // namespace braid::explore
