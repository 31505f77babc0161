// Files for one test.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace braid::test {

/// A directory of its own that is gone in the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  [[nodiscard]] std::string path(std::string_view name = {}) const;
  /// Writes a file in it and returns its path.
  std::string write(std::string_view name, std::string_view text) const;
  /// The names of what is in it, sorted.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  std::filesystem::path directory_;
};

/// All of a file.
[[nodiscard]] std::string contents(const std::filesystem::path& file);

}  // namespace braid::test
