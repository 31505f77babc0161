// What files are called in events: by the path under which they were first met.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "braid/tracer/import/packets/packet.h"

namespace braid::import::nfs {

/// A file is called `/d/f0`, from the root of the first file system whose root becomes known, or
/// `SERVER:PATH/d/f0` in another one. What it was once called it stays called, whatever it is renamed to: a
/// name is an identity. A second file that is met under a name that is taken is `/d/f0#2`. A file whose
/// directory is unknown when it is first in an event is `handle:HEX`, and stays that. Roots are what MOUNT
/// gives, what PUTROOTFH stands for, and handles that Linux's server makes for the root of an export. Memory:
/// at most kMostBytes; beyond them names of further files are not learnt.
class FileNames {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{1} << 27;

  /// What the file is called.
  [[nodiscard]] std::string name_of(const packets::Address& server, std::string_view handle);

  /// What the file is called that has that name in a directory now; where none is known, the path that it
  /// would have, `handle:HEX/NAME` if the directory is unknown.
  [[nodiscard]] std::string name_in(const packets::Address& server, std::string_view directory,
                                    std::string_view name);

  /// The handle of the file that has that name in a directory now; empty: unknown.
  [[nodiscard]] std::string handle_in(const packets::Address& server, std::string_view directory,
                                      std::string_view name) const;

  void is_root(const packets::Address& server, std::string_view path, std::string_view handle);
  /// The handle that PUTROOTFH stands for; as long as that is unknown, a text that stands for it.
  [[nodiscard]] std::string root_of(const packets::Address& server);
  void is_root_of(const packets::Address& server, std::string_view handle);
  void is_in(const packets::Address& server, std::string_view directory, std::string_view name,
             std::string_view handle);
  void removed(const packets::Address& server, std::string_view directory, std::string_view name);
  void renamed(const packets::Address& server, std::string_view directory, std::string_view name,
               std::string_view to_directory, std::string_view to_name);

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <class Value>
  using Table = std::unordered_map<std::string, Value, Hash, std::equal_to<>>;

  [[nodiscard]] const std::string* known(const std::string& file);
  [[nodiscard]] bool room(std::size_t bytes);
  std::string call_it(const std::string& file, std::string path);

  Table<std::string> names_;    ///< by server and handle
  Table<std::string> entries_;  ///< by server, directory and name: the handle of what is there now
  Table<std::uint32_t> taken_;  ///< how many files are called by a path
  Table<std::string> roots_;    ///< by server: what PUTROOTFH stands for
  bool first_root_ = true;
  std::size_t bytes_ = 0;
};

/// Whether a handle is of the root of an export: as Linux's server makes them, the fourth byte says so
/// (include/uapi/linux/nfsd/nfsfh.h, FILEID_ROOT).
[[nodiscard]] bool is_export_root(std::string_view handle);

}  // namespace braid::import::nfs
