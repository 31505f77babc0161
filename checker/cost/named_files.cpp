#include "braid/checker/cost/named_files.h"

#include <algorithm>
#include <utility>

namespace braid::cost {

NamedFiles::Place NamedFiles::find(const std::string& name) {
  const auto known = by_name_.find(name);
  if (known == by_name_.end()) return files_.end();
  files_.splice(files_.end(), files_, known->second);
  return known->second;
}

NamedFiles::Place NamedFiles::of_session(std::uint64_t session) {
  const Place file = by_session_.at(session);
  files_.splice(files_.end(), files_, file);
  return file;
}

NamedFiles::Place NamedFiles::add(const std::string& name) {
  make_room();
  files_.emplace_back();
  const Place file = std::prev(files_.end());
  this->name(file, name);
  ++added_;
  return file;
}

/// Of those used longest ago, one that nobody has open.
void NamedFiles::make_room() {
  constexpr int kMostTries = 64;
  for (int tries = 0; tries < kMostTries && files_.size() >= most_; ++tries) {
    const Place file = files_.begin();
    if (!file->open.empty()) {
      files_.splice(files_.end(), files_, file);
      continue;
    }
    unname(file);
    files_.erase(file);
    ++forgotten_;
  }
}

void NamedFiles::name(Place file, const std::string& name) {
  by_name_.emplace(name, file);
  file->names.push_back(name);
}

void NamedFiles::unname(const std::string& name) {
  const auto known = by_name_.find(name);
  if (known == by_name_.end()) return;
  std::erase(known->second->names, name);
  by_name_.erase(known);
}

void NamedFiles::unname(Place file) {
  for (const std::string& name : file->names) by_name_.erase(name);
  file->names.clear();
}

void NamedFiles::open(Place file, std::uint64_t session) {
  file->open.push_back(session);
  by_session_.emplace(session, file);
}

void NamedFiles::close(Place file, std::uint64_t session) {
  std::erase(file->open, session);
  by_session_.erase(session);
}

void NamedFiles::note_missing(const std::string& path) {
  if (missing_.size() >= most_) missing_.clear();
  missing_.insert(path);
}

void NamedFiles::note_new_folder(const std::string& path) {
  note_there(path);
  if (new_folders_.size() >= most_) new_folders_.clear();
  new_folders_.insert(path);
}

void NamedFiles::note_moved_to(const std::string& path) {
  note_there(path);
  new_folders_.erase(path);
}

bool NamedFiles::is_missing(const std::string& path, const std::string& name) const {
  if (missing_.contains(path)) return true;
  if (forgotten_ > 0 || by_name_.contains(name)) return false;
  const std::size_t slash = path.rfind('/');
  return slash != std::string::npos && new_folders_.contains(path.substr(0, slash));
}

}  // namespace braid::cost
