// Names that occur again and again, as numbers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace braid::recording {

/// Numbers names from 0, in the order in which they come. Not thread-safe.
class NameNumbers {
 public:
  /// The name's number, a new one where it is new. O(length of the name).
  std::uint32_t number_of(std::string_view name);

  /// REQUIRES that the number was given out. Valid as long as this.
  [[nodiscard]] const std::string& name_of(std::uint32_t number) const { return *names_[number]; }

  /// How many there are.
  [[nodiscard]] std::size_t size() const { return names_.size(); }

 private:
  /// Lets a name be looked for without a string being made of it.
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const { return std::hash<std::string_view>()(name); }
  };

  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> numbers_;
  std::vector<const std::string*> names_;  ///< keys of numbers_, which stay where they are
};

}  // namespace braid::recording
