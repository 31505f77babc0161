// Folders of traces that state their verdicts: `traces/litmus/afs`, `traces/litmus/vmm`.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <vector>

namespace braid::test {

/// The paths of a folder's traces, below the project's, in order.
[[nodiscard]] std::vector<std::string> traces_in(const std::string& folder);

/// The name of a test about a trace: its file's, in letters, digits and underscores.
[[nodiscard]] std::string test_name(const std::string& path);

/// Expects that a trace has the verdicts that it states, with a counterexample where one is violated. Returns
/// whether it states that one is.
bool expect_stated_verdicts(const std::string& path);

/// Expects that a trace's counterexamples replay to the states that their explanations speak of.
void expect_replayable_counterexamples(const std::string& path);

/// Expects a folder to have each of these, `NAME.broken.trace` and `NAME.trace`.
void expect_both_designs(const std::string& folder, std::initializer_list<const char*> names);

/// What a complete sweep of a trace, unreduced, counts.
struct CountPin {
  const char* name = "";
  std::uint64_t states = 0;
  std::uint64_t transitions = 0;
};
void expect_counts(const std::string& folder, std::span<const CountPin> pins);

}  // namespace braid::test
