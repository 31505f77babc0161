// What a consistency check says of a history.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace braid::history {

enum class Answer : std::uint8_t { holds, violated, unknown };

[[nodiscard]] constexpr const char* name_of(Answer answer) {
  switch (answer) {
    case Answer::holds:
      return "holds";
    case Answer::violated:
      return "violated";
    case Answer::unknown:
      return "unknown";
  }
  return "";
}

/// Why: operations of the history that contradict each other, none of which can be left out.
struct Contradiction {
  std::string sentence;                   ///< for people
  std::vector<std::uint32_t> operations;  ///< by number
  std::uint32_t object = 0;
};

struct Verdict {
  std::string model;
  Answer answer = Answer::unknown;
  std::optional<Contradiction> contradiction;  ///< of a violation
  std::uint64_t offending_reads = 0;           ///< reads that some contradiction needs
  std::uint64_t reads = 0;                     ///< reads that were checked
  std::string why_unknown;                     ///< the limit that was met, or the precondition that fails
  std::optional<std::uint64_t> valid_prefix;   ///< operations, by their ends, before the first contradiction
  std::string measure;                         ///< what the check measured: a bound, a number of states
};

}  // namespace braid::history
