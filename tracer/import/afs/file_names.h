// What files are called, as far as a capture tells.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "braid/tracer/import/afs/fid.h"

namespace braid::import::afs {

/// The last known name of each file in its directory. Forgets all names when there are more than kMostNames.
class FileNames {
 public:
  static constexpr std::size_t kMostNames = std::size_t{1} << 16;

  /// Empty where it is unknown.
  [[nodiscard]] std::string_view name_of(const Fid& file) const;

  /// A file was made, linked or found in a directory.
  void add(const Fid& directory, std::string_view name, const Fid& file);

  /// All entries of a directory that begins with `data` (OpenAFS, src/dir/dir.h): pages of 2048 bytes.
  void add_directory(const Fid& directory, std::string_view data);

  void rename(const Fid& from, std::string_view name, const Fid& to, std::string_view new_name);

 private:
  struct Entry {
    Fid directory;
    std::string name;
    friend bool operator==(const Entry&, const Entry&) = default;
  };
  struct EntryHash {
    std::size_t operator()(const Entry& entry) const {
      return FidHash()(entry.directory) ^ std::hash<std::string>()(entry.name);
    }
  };
  std::unordered_map<Fid, std::string, FidHash> names_;
  std::unordered_map<Entry, Fid, EntryHash> files_;
};

}  // namespace braid::import::afs
