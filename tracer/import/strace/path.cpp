#include "braid/tracer/import/strace/path.h"

#include <algorithm>

namespace braid::import::strace {
namespace {

bool ends_with_component(std::string_view path, std::string_view component) {
  return path == component || (path.ends_with(component) && path[path.size() - component.size() - 1] == '/');
}

/// Goes up by a folder: `/` stays, and a folder that is not known has others above it, `./..`.
void remove_last(std::string& path) {
  if (path == kUnknownFolder || ends_with_component(path, "..")) {
    path += "/..";
    return;
  }
  path.resize(path.rfind('/'));
}

void append(std::string& joined, std::string_view path) {
  while (!path.empty()) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string_view component = path.substr(0, end);
    path.remove_prefix(std::min(end + 1, path.size()));
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      joined += '/';
      joined += component;
    } else if (!joined.empty()) {
      remove_last(joined);
    }
  }
}

}  // namespace

std::string join(std::string_view folder, std::string_view path) {
  std::string joined(path.starts_with('/') || folder == "/" ? std::string_view() : folder);
  append(joined, path);
  if (joined.empty()) joined.push_back('/');
  return joined;
}

bool is_below(std::string_view path, std::string_view prefix, std::string_view& rest) {
  if (prefix == "/") prefix = {};
  if (!path.starts_with(prefix)) return false;
  rest = path.substr(prefix.size());
  if (rest.empty()) rest = "/";
  return rest.starts_with('/');
}

}  // namespace braid::import::strace
