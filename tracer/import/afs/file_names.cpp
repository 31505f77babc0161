#include "braid/tracer/import/afs/file_names.h"

#include <fmt/format.h>

#include "braid/tracer/import/afs/directory.h"

namespace braid::import::afs {

std::string to_string(const Fid& fid) {
  return fmt::format("{}.{}.{}", fid.volume, fid.vnode, fid.unique);
}

std::string_view FileNames::name_of(const Fid& file) const {
  const auto found = names_.find(file);
  return found == names_.end() ? std::string_view() : found->second;
}

void FileNames::add(const Fid& directory, std::string_view name, const Fid& file) {
  if (name.empty() || name == "." || name == "..") return;
  if (names_.size() >= kMostNames || files_.size() >= kMostNames) {
    names_.clear();
    files_.clear();
  }
  names_[file] = name;
  files_[{directory, std::string(name)}] = file;
}

void FileNames::add_directory(const Fid& directory, std::string_view data) {
  for_each_entry(data, [&](std::string_view name, std::uint32_t vnode, std::uint32_t unique) {
    add(directory, name, {directory.volume, vnode, unique});
  });
}

void FileNames::rename(const Fid& from, std::string_view name, const Fid& to, std::string_view new_name) {
  const auto found = files_.find({from, std::string(name)});
  if (found == files_.end()) return;
  const Fid file = found->second;
  files_.erase(found);
  add(to, new_name, file);
}

}  // namespace braid::import::afs
