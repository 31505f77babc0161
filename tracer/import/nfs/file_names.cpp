#include "braid/tracer/import/nfs/file_names.h"

#include <fmt/format.h>

#include <array>

#include "braid/tracer/import/nfs/element_reader.h"

namespace braid::import::nfs {
namespace {

/// Of keys: servers' handles are not told apart by their bytes.
std::string file_key(const packets::Address& server, std::string_view handle) {
  std::string key(reinterpret_cast<const char*>(server.bytes.data()), server.v6 ? 16 : 4);
  key += server.v6 ? '6' : '4';
  key += static_cast<char>(handle.size());
  return key.append(handle);
}

std::string entry_key(const packets::Address& server, std::string_view directory, std::string_view name) {
  return file_key(server, directory).append(name);
}

/// Stands for the handle of a server's root until that is known. No server's handle is a text.
constexpr std::string_view kUnknownRoot = "the root of NFS 4";

/// What a path costs in the tables, roughly.
constexpr std::size_t kOverhead = 100;

}  // namespace

bool is_export_root(std::string_view handle) {
  // Version, authentication, type of the file system's part, type of the file's part: 0 is the root.
  constexpr std::array<std::size_t, 8> kFilesystemSizes = {8, 4, 12, 8, 8, 8, 16, 24};
  if (handle.size() < 4 || handle[0] != 1 || handle[1] != 0 || handle[3] != 0) return false;
  const auto type = static_cast<std::uint8_t>(handle[2]);
  return type < kFilesystemSizes.size() && handle.size() == 4 + kFilesystemSizes.at(type);
}

bool FileNames::room(std::size_t bytes) {
  if (bytes_ + bytes + kOverhead > kMostBytes) return false;
  bytes_ += bytes + kOverhead;
  return true;
}

const std::string* FileNames::known(const std::string& file) {
  const auto found = names_.find(file);
  return found == names_.end() ? nullptr : &found->second;
}

std::string FileNames::call_it(const std::string& file, std::string path) {
  if (!room(file.size() + 2 * path.size())) return path;
  const std::uint32_t number = ++taken_[path];
  if (number > 1) path += fmt::format("#{}", number);
  names_.emplace(file, path);
  return path;
}

std::string FileNames::name_of(const packets::Address& server, std::string_view handle) {
  const std::string file = file_key(server, handle);
  if (const std::string* name = known(file)) return *name;
  if (is_export_root(handle)) {
    is_root(server, {}, handle);
    if (const std::string* name = known(file)) return *name;
  }
  std::string name = "handle:" + hexadecimal(handle);
  if (room(file.size() + name.size())) names_.emplace(file, name);
  return name;
}

std::string FileNames::handle_in(const packets::Address& server, std::string_view directory,
                                 std::string_view name) const {
  const auto found = entries_.find(entry_key(server, directory, name));
  return found == entries_.end() ? std::string() : found->second;
}

std::string FileNames::name_in(const packets::Address& server, std::string_view directory,
                               std::string_view name) {
  const std::string handle = handle_in(server, directory, name);
  if (!handle.empty()) return name_of(server, handle);
  std::string path = name_of(server, directory);
  if (path.empty() || path.back() != '/') path += '/';
  return path.append(name);
}

void FileNames::is_root(const packets::Address& server, std::string_view path, std::string_view handle) {
  std::string file = file_key(server, handle);
  if (known(file) != nullptr || !room(file.size() + path.size())) return;
  names_.emplace(std::move(file),
                 first_root_ ? "/" : fmt::format("{}:{}/", packets::to_string(server), path));
  first_root_ = false;
}

std::string FileNames::root_of(const packets::Address& server) {
  const auto found = roots_.find(file_key(server, {}));
  if (found != roots_.end()) return found->second;
  is_root(server, {}, kUnknownRoot);
  return std::string(kUnknownRoot);
}

void FileNames::is_root_of(const packets::Address& server, std::string_view handle) {
  const std::string key = file_key(server, {});
  if (handle == kUnknownRoot || roots_.contains(key) || !room(key.size() + handle.size())) return;
  roots_.emplace(key, handle);
  const std::string* name = known(file_key(server, kUnknownRoot));
  if (name != nullptr) names_.try_emplace(file_key(server, handle), std::string(*name));
}

void FileNames::is_in(const packets::Address& server, std::string_view directory, std::string_view name,
                      std::string_view handle) {
  if (name == "." || name == ".." || handle.empty() || directory.empty()) return;
  const std::string entry = entry_key(server, directory, name);
  const auto there = entries_.find(entry);
  if (there != entries_.end()) {
    there->second = handle;
  } else if (room(entry.size() + handle.size())) {
    entries_.emplace(entry, handle);
  }
  const std::string file = file_key(server, handle);
  if (known(file) != nullptr) return;
  std::string path = name_of(server, directory);
  if (path.starts_with("handle:")) return;
  if (path.back() != '/') path += '/';
  call_it(file, path.append(name));
}

void FileNames::removed(const packets::Address& server, std::string_view directory, std::string_view name) {
  const auto found = entries_.find(entry_key(server, directory, name));
  if (found == entries_.end()) return;
  bytes_ -= found->first.size() + found->second.size() + kOverhead;
  entries_.erase(found);
}

void FileNames::renamed(const packets::Address& server, std::string_view directory, std::string_view name,
                        std::string_view to_directory, std::string_view to_name) {
  const std::string handle = handle_in(server, directory, name);
  removed(server, directory, name);
  removed(server, to_directory, to_name);
  is_in(server, to_directory, to_name, handle);
}

}  // namespace braid::import::nfs
