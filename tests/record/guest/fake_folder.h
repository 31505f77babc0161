// Folders that stand in for /proc and tracefs.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "braid/tracer/diagnostic.h"
#include "temporary_file.h"

namespace braid::record::guest::test {

/// A folder in which files can be put at any depth.
class FakeFolder {
 public:
  [[nodiscard]] std::filesystem::path root() const { return folder_.path(); }

  std::filesystem::path put(std::string_view name, std::string_view text) const {
    const std::filesystem::path path = root() / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::filesystem::path make(std::string_view name) const {
    std::filesystem::create_directories(root() / name);
    return root() / name;
  }

 private:
  braid::test::TemporaryDirectory folder_;
};

/// What an action throws as an InputError; "" where it does not.
template <class Action>
std::string refusal(const Action& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

}  // namespace braid::record::guest::test
