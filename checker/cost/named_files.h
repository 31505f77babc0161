// The files of a recording, by the names and the sessions that mean them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "braid/checker/cost/file_use.h"
#include "braid/checker/cost/system_prices.h"

namespace braid::cost {

/// Names come and go, files stay who they are. Those used longest ago are forgotten, but what is open.
/// Memory: by file, and by session that is open. Not thread-safe.
class NamedFiles {
 public:
  struct File {
    std::vector<std::string> names;   ///< none: it is gone, and somebody has it open still
    std::vector<std::uint64_t> open;  ///< sessions
    FileShape shape;
    std::vector<FileUse> kept;
    std::vector<Standing> standings;  ///< by system
  };
  using Place = std::list<File>::iterator;  ///< the file used last is the last

  /// Remembers so many files, and as many names that no file has.
  explicit NamedFiles(std::size_t most) : most_(most) {}

  /// end() where the name means none.
  [[nodiscard]] Place find(const std::string& name);
  /// REQUIRES that the session is open.
  [[nodiscard]] Place of_session(std::uint64_t session);
  /// A new file. REQUIRES that the name means none.
  [[nodiscard]] Place add(const std::string& name);

  /// The name means the file, too. REQUIRES that it means none.
  void name(Place file, const std::string& name);
  /// The name means none any more.
  void unname(const std::string& name);
  /// No name means the file any more.
  void unname(Place file);

  void open(Place file, std::uint64_t session);
  void close(Place file, std::uint64_t session);
  /// A file that no name means and nobody has open.
  [[nodiscard]] static bool is_gone(const File& file) { return file.names.empty() && file.open.empty(); }
  /// REQUIRES that it is gone.
  void erase(Place file) { files_.erase(file); }

  // What is known of paths that no file has. Where there are too many they are forgotten together.
  void note_missing(const std::string& path);
  /// There is something now.
  void note_there(const std::string& path) { missing_.erase(path); }
  /// A folder was made: what is in it is made later.
  void note_new_folder(const std::string& path);
  /// There is what had another name.
  void note_moved_to(const std::string& path);
  /// Whether no file has the path, which is that of a file with such a name.
  [[nodiscard]] bool is_missing(const std::string& path, const std::string& name) const;

  [[nodiscard]] Place begin() { return files_.begin(); }
  [[nodiscard]] Place end() { return files_.end(); }
  [[nodiscard]] std::size_t size() const { return files_.size(); }
  [[nodiscard]] std::uint64_t added() const { return added_; }  ///< how many, so far
  [[nodiscard]] std::uint64_t forgotten() const { return forgotten_; }

 private:
  void make_room();

  std::size_t most_;
  std::list<File> files_;
  std::unordered_map<std::string, Place> by_name_;
  std::unordered_map<std::uint64_t, Place> by_session_;
  std::unordered_set<std::string> missing_;
  std::unordered_set<std::string> new_folders_;
  std::uint64_t added_ = 0;
  std::uint64_t forgotten_ = 0;
};

}  // namespace braid::cost
