// What calls do to names in directories.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/conformance/directory_names.h"
#include "braid/checker/conformance/object_checks.h"

namespace braid::conformance {

/// Names are told apart by directory. Names that no rename connects do not depend on each other, and are
/// checked apart.
class DirectoryHistory {
 public:
  using Kind = DirectoryNames::Kind;

  /// A step about one name. `file`: a number of a file, or nothing where the reply does not tell it.
  void add(std::uint32_t call, bool required, Kind kind, std::uint32_t directory, const std::string& name,
           std::optional<std::uint32_t> file = std::nullopt);

  /// A rename.
  void move(std::uint32_t call, bool required, std::uint32_t directory, const std::string& name,
            std::uint32_t to_directory, const std::string& to_name);

  /// All names of a directory, by one reply.
  void list(std::uint32_t call, std::uint32_t directory, std::vector<std::string> names);

  /// Follows all names. Directories are called by `path_of`, the files that names mean by `identity_of`, of
  /// their numbers.
  void check(ObjectChecks& checks, const std::function<std::string(std::uint32_t)>& path_of,
             const std::function<std::string(std::uint32_t)>& identity_of) const;

 private:
  struct Event {
    std::uint32_t call = 0;
    bool required = true;
    DirectoryNames::Step step;  ///< with names as numbers of this class
  };
  struct Listing {
    std::uint32_t call = 0;
    std::uint32_t directory = 0;
    std::vector<std::string> names;  ///< sorted
  };

  [[nodiscard]] std::uint32_t name_of(std::uint32_t directory, const std::string& name);
  [[nodiscard]] std::vector<std::uint32_t> groups() const;
  [[nodiscard]] std::vector<Event> listed() const;

  std::map<std::pair<std::uint32_t, std::string>, std::uint32_t> numbers_;
  std::vector<std::pair<std::uint32_t, std::string>> names_;
  std::vector<Event> events_;
  std::vector<Listing> listings_;
};

}  // namespace braid::conformance
