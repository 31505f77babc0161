// Runs verbs in the process and keeps what they say.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/explore/limits.h"

namespace braid::test {

struct VerbRun {
  int code = 0;
  std::string out;
  std::string err;
};

/// Runs `braid WORDS...`, as main() would. The shipped properties are found.
[[nodiscard]] VerbRun braid(const std::vector<std::string>& words);
[[nodiscard]] VerbRun braid(std::initializer_list<std::string> words);

/// Runs the verb under limits that no option gives.
[[nodiscard]] VerbRun count_within(const explore::Limits::Options& budget,
                                   const std::vector<std::string>& words);
[[nodiscard]] VerbRun check_within(const explore::Limits::Options& budget,
                                   const std::vector<std::string>& words);

/// How often `part` occurs in `text`.
[[nodiscard]] std::size_t occurrences(std::string_view text, std::string_view part);

/// Whether an error is one message: one line, but for the excerpt of the text that it is about.
[[nodiscard]] bool is_one_message(std::string_view err);

// Homework question 4.
inline constexpr const char* kQuestion4 = "oa1:w1:c1,oa1:r1:c1";
// The flaw of reopen=replace: a second open forgets what the first descriptor wrote.
inline constexpr const char* kReopenFlaw = "oa1:r1:oa2:r1:c1:c2,oa1:w1:c1";
// A step that cannot be carried out in some schedules.
inline constexpr const char* kFailingStep = "oa1:oa2:c1:r2:c2,oa1:w1:c1:oa2:w2:c2";

}  // namespace braid::test
