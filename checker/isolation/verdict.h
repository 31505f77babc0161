// What the checks of a guest recording say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace braid::isolation {

/// nothing: the recording has no events that the check is about.
enum class Finding : std::uint8_t { holds, violated, unknown, nothing };

[[nodiscard]] constexpr const char* name_of(Finding finding) {
  switch (finding) {
    case Finding::holds:
      return "holds";
    case Finding::violated:
      return "violated";
    case Finding::unknown:
      return "unknown";
    case Finding::nothing:
      return "nothing to check";
  }
  return "";
}

/// A number that a check counted: `frames mapped` 55.
struct Figure {
  std::string_view name;
  std::uint64_t number = 0;
};

/// An event that breaks a rule.
struct Breach {
  std::string sentence;      ///< for people, with the places of all events that it is about
  std::uint64_t source = 0;  ///< of the event: which of the recording's files,
  std::uint64_t line = 0;    ///< and where in it; 0 where that is unknown
};

struct PartVerdict {
  std::string_view name;
  Finding finding = Finding::nothing;
  std::string why;  ///< of unknown, and of nothing
  std::vector<Figure> figures;
  std::uint64_t breaches = 0;
  std::vector<Breach> first_breaches;  ///< at most kMostTold of them
};

inline constexpr std::size_t kMostTold = 10;

struct IsolationVerdict {
  /// violated if a part is; unknown if a part is, or if there was nothing to check; else holds.
  Finding finding = Finding::unknown;
  std::string why;  ///< of unknown
  std::uint64_t events = 0;
  std::uint64_t actors = 0;  ///< machines, and threads of the host that have events
  std::vector<PartVerdict> parts;
};

}  // namespace braid::isolation
