// Which file the operations of a compound are about: its current and its saved file handle (RFC
// 8881, 16.2.3.1).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "braid/tracer/import/nfs/file_names.h"

namespace braid::import::nfs {

/// A file, by its handle, or if that is not known yet by its name in a directory.
struct FilePosition {
  std::string handle;
  std::string directory;  ///< handle
  std::string name;
  bool root = false;
};

/// An operation that was called, as far as it matters here.
struct Step {
  std::uint32_t number = 0;
  std::string handle;  ///< of PUTFH
  std::string name;
  std::string to;  ///< RENAME's second name
};

/// Follows the operations of a compound, and tells `files` what they say of names.
class CurrentFile {
 public:
  CurrentFile(FileNames& files, const packets::Address& server) : files_(files), server_(server) {}

  /// The operation was a success. `handle`: what GETFH gave.
  void apply(const Step& step, std::string_view handle);

  /// The operation failed, or whether it was a success is unknown: nothing is learnt. True if the object is
  /// known thereby.
  bool fail(const Step& step);

  /// What the compound is about: the file that its first operation with a meaning worked on, but of those
  /// that go from a directory to a file, the file. Empty: none.
  [[nodiscard]] std::string object();

 private:
  [[nodiscard]] bool place(const Step& step);
  void enter(const std::string& name);
  void note_object(const FilePosition& position);
  [[nodiscard]] std::string name_of(const FilePosition& position);

  FileNames& files_;
  packets::Address server_;
  FilePosition current_;
  FilePosition saved_;
  std::string object_;    ///< once it is known for certain
  bool follows_ = false;  ///< the object is where the compound goes to
};

}  // namespace braid::import::nfs
