// Which file a name means at the moment: names come and go, files stay who they are.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace braid::import::strace {

/// Identities of files. A file is called by its first name for as long as it lives, whatever it is renamed
/// to. A name that is made anew, after its file was deleted or renamed, is another file: `/f#2`. A file in a
/// folder is called by the folder's identity and its own name.
///
/// A name that is used after its deletion, though nobody was seen to make it anew, is the file it last was: a
/// client's cache may still have it. Memory: one node for each name that was deleted, renamed, or linked to;
/// names below a folder that is removed are forgotten. Paths are as join() gives them.
class FileNames {
 public:
  FileNames();
  ~FileNames();

  [[nodiscard]] std::string identity(std::string_view path) const;

  /// A file was made at `path`, or was already there.
  void created(std::string_view path);
  void removed(std::string_view path);
  void renamed(std::string_view from, std::string_view to);
  void exchanged(std::string_view one, std::string_view other);
  /// `path` is one more name of a file.
  void linked(std::string_view path, std::string identity);

  /// Names beyond so many are taken as they are.
  static constexpr std::size_t kMostNames = 4'000'000;

 private:
  struct Node;
  using Children = std::map<std::string, std::unique_ptr<Node>, std::less<>>;

  Node* node(std::string_view path);  ///< made where there is none; null where there are too many
  void forget(Children& children);

  std::unique_ptr<Node> root_;
  std::size_t size_ = 0;
};

}  // namespace braid::import::strace
