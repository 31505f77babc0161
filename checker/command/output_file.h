// A file that appears only when it is whole.
#pragma once

#include <filesystem>
#include <fstream>

namespace braid::command {

/// Writes beside the file, under its name with `.partial`, and renames at commit(). Without a commit nothing
/// is left. Throws InputError where the file cannot be made, written or renamed.
class OutputFile {
 public:
  explicit OutputFile(std::filesystem::path path);
  ~OutputFile();
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  [[nodiscard]] std::ostream& stream() { return stream_; }

  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path partial_;
  std::ofstream stream_;
};

}  // namespace braid::command
