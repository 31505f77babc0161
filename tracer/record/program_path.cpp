#include "braid/tracer/record/program_path.h"

#include <unistd.h>

#include <algorithm>

namespace braid::record {
namespace {

bool can_run(const std::filesystem::path& path) {
  std::error_code error;
  return std::filesystem::is_regular_file(path, error) && ::access(path.c_str(), X_OK) == 0;
}

}  // namespace

std::optional<std::filesystem::path> find_program(std::string_view name, std::string_view search_path) {
  if (name.empty()) return std::nullopt;
  if (name.find('/') != std::string_view::npos) {
    return can_run(name) ? std::optional<std::filesystem::path>(name) : std::nullopt;
  }
  while (!search_path.empty()) {
    const std::string_view folder = search_path.substr(0, search_path.find(':'));
    search_path.remove_prefix(std::min(folder.size() + 1, search_path.size()));
    if (folder.empty()) continue;
    if (std::filesystem::path path = std::filesystem::path(folder) / name; can_run(path)) return path;
  }
  return std::nullopt;
}

}  // namespace braid::record
