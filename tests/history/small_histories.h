// Small histories for comparing checks with oracles: enumerated, drawn at random, and printed.
#pragma once

#include <functional>
#include <random>
#include <string>

#include "braid/checker/history/history.h"

namespace braid::history {

/// A history of nothing yet, of so many objects; values are texts: "" at first, then "a", "b", ...
[[nodiscard]] History empty_history(std::uint32_t objects, std::uint32_t values);

/// Sorts the operations, numbers their lines, and finds out whether writes are unique.
void finish(History& history);

/// One operation a line, for messages of failed tests.
[[nodiscard]] std::string print(const History& history);

/// The history of only these operations.
[[nodiscard]] History restricted(const History& history, const std::vector<std::uint32_t>& operations);

/// What random histories are made of.
struct Recipe {
  std::uint32_t processes = 3;
  std::uint32_t operations = 3;  ///< of each process
  std::uint32_t objects = 1;
  bool unique = true;
  bool compare_and_sets = false;
  bool appends = false;
  bool transactions = false;
  bool unknown_outcomes = false;
  bool unknown_initial = false;
  bool sessions = false;
};

/// A history that some moments between calls and returns explain, in half of the draws with some read
/// changed.
[[nodiscard]] History random_history(const Recipe& recipe, std::mt19937& random);

/// Calls `compare` with draws, as long as no test fails, and requires that `holds` of some, but not of all.
/// The seed and the history are printed where something fails.
void compare_random(const Recipe& recipe, int draws, unsigned seed,
                    const std::function<void(const History&)>& compare,
                    const std::function<bool(const History&)>& holds);

/// All histories of one register with two processes that call so many operations, of which no two calls or
/// returns are at one time: each operation a write of its own, or a read of any of these or of the initial
/// value. Every `stride`-th only.
void for_each_history(std::uint32_t first, std::uint32_t second, std::uint32_t stride,
                      const std::function<void(const History&)>& visit);

/// The same of two registers, by program order alone: the processes take turns.
void for_each_history_of_two(std::uint32_t first, std::uint32_t second, std::uint32_t stride,
                             const std::function<void(const History&)>& visit);

}  // namespace braid::history
