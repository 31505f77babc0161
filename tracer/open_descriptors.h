// Which descriptors an actor has open while its program is read, event by event.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace braid {

/// Numbers an actor's descriptors as Trace wants them: densely, in the order in which they are first opened;
/// a name that is opened again after its close has its number again. Every operation takes constant time on
/// average. The names are views: the text they point into must outlive this object.
class OpenDescriptors {
 public:
  /// Opens `name` on `file` and returns the descriptor's number; nothing if that name is open.
  [[nodiscard]] std::optional<std::uint32_t> open(std::string_view name, std::uint32_t file);

  /// The number of the open descriptor called `name`; nothing if it is not open.
  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;

  /// How many are open.
  [[nodiscard]] std::size_t size() const { return open_.size(); }

  /// The one that is open, if it is the only one.
  [[nodiscard]] std::optional<std::uint32_t> only() const;

  /// The file that an open descriptor was opened on.
  [[nodiscard]] std::uint32_t file_of(std::uint32_t descriptor) const { return slots_[descriptor].file; }

  /// Precondition: `descriptor` is open.
  void close(std::uint32_t descriptor);

  /// The names of the open ones, in the order of their numbers. O(n log n).
  [[nodiscard]] std::vector<std::string_view> open_names() const;

  /// The names of all that were ever opened, by number.
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  struct Slot {
    std::string_view name;
    std::uint32_t file = 0;
    std::optional<std::size_t> place;  // in open_, while open
  };

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> open_;  // in no order
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace braid
