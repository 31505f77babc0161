// Folders of traces that state their verdicts: `traces/litmus/afs`, `traces/litmus/vmm`.
#pragma once

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

}  // namespace braid::test
