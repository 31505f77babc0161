// Names of the notation for whatever recordings call their files and clients.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace braid::recording {

/// Gives each name a name of the notation that looks like it, and no two the same: `/f0` becomes f0,
/// `10.9.0.11` becomes c10_9_0_11 with the prefix c, which also begins what would be reserved.
class NotationNames {
 public:
  /// Borrows `taken`, the names that others have: two kinds may share it, and then share no name.
  NotationNames(std::string_view prefix, std::set<std::string>& taken) : prefix_(prefix), taken_(taken) {}

  void add(const std::string& original);

  /// REQUIRES that it was added.
  [[nodiscard]] const std::string& name_of(const std::string& original) const;
  /// In the order of adding, from 0.
  [[nodiscard]] std::uint64_t number_of(const std::string& original) const;

  /// Originals and their names, in the order of adding.
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& names() const { return names_; }

 private:
  std::string prefix_;
  std::map<std::string, std::uint64_t> numbers_;
  std::set<std::string>& taken_;
  std::vector<std::pair<std::string, std::string>> names_;
};

}  // namespace braid::recording
