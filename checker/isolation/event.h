// An event of a guest recording as the checks see it, and how messages name it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "braid/tracer/recording/record.h"

namespace braid::isolation {

/// Where an event stands.
struct Place {
  std::uint64_t source = 0;
  std::uint64_t line = 0;    ///< 0: unknown
  std::uint64_t number = 0;  ///< of the event among all of the recording, from 1
};

struct Event {
  const recording::Record& record;
  Place place;
  std::uint32_t machine = 0;  ///< its actor's number

  [[nodiscard]] bool is(std::string_view operation) const { return record.operation == operation; }
  /// The argument of that name, where it is a number from 0 on, ...
  [[nodiscard]] std::optional<std::uint64_t> number(std::string_view name) const;
  /// ... a text `0x1a`, ...
  [[nodiscard]] std::optional<std::uint64_t> address(std::string_view name) const;
  /// ... any text (empty: it is none), ...
  [[nodiscard]] std::string_view text(std::string_view name) const;
  /// ... or true.
  [[nodiscard]] bool truth(std::string_view name) const;
};

/// Numbers machines, and names machines and places.
class Names {
 public:
  [[nodiscard]] std::uint32_t number_of(const std::string& actor);
  [[nodiscard]] const std::string& machine(std::uint32_t number) const { return machines_[number]; }
  [[nodiscard]] std::size_t count() const { return machines_.size(); }

  /// The recording's files; places in `main` need no file's name.
  void set_files(std::vector<std::string> files, std::uint64_t main);

  /// `line 12`, `line 12 of b.trace`; where no line is known, `event 12`.
  [[nodiscard]] std::string text(const Place& place) const;

 private:
  std::map<std::string, std::uint32_t> numbers_;
  std::vector<std::string> machines_;
  std::vector<std::string> files_;
  std::uint64_t main_ = 0;
};

}  // namespace braid::isolation
