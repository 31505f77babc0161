#include "verb_runner.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>

#include "braid/checker/command/check.h"
#include "braid/checker/command/count.h"
#include "braid/checker/command/dispatch.h"

namespace braid::test {
namespace {

template <class Run>
VerbRun capture(const std::vector<std::string>& words, const Run& run) {
  setenv("BRAID_PROPERTIES", BRAID_SOURCE_DIR "/properties", 1);
  const std::vector<std::string_view> views(words.begin(), words.end());
  std::ostringstream out;
  std::ostringstream err;
  const int code = run(views, out, err);
  return {code, out.str(), err.str()};
}

}  // namespace

VerbRun braid(const std::vector<std::string>& words) {
  return capture(words,
                 [](const auto& views, auto& out, auto& err) { return command::run_braid(views, out, err); });
}

VerbRun braid(std::initializer_list<std::string> words) {
  return braid(std::vector<std::string>(words));
}

VerbRun count_within(const explore::Limits::Options& budget, const std::vector<std::string>& words) {
  return capture(words, [&](const auto& views, auto& out, auto& err) {
    return command::run_count(views, out, err, budget);
  });
}

VerbRun check_within(const explore::Limits::Options& budget, const std::vector<std::string>& words) {
  return capture(words, [&](const auto& views, auto& out, auto& err) {
    return command::run_check(views, out, err, budget);
  });
}

std::size_t occurrences(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1)) ++count;
  return count;
}

bool is_one_message(std::string_view err) {
  if (err.substr(0, 5) != "braid" || err.back() != '\n') return false;
  std::istringstream lines{std::string(err)};
  std::string line;
  std::getline(lines, line);
  return std::all_of(err.begin(), err.end(), [](char c) { return c == '\n' || (c >= 32 && c < 127); }) &&
         [&] {
           while (std::getline(lines, line)) {
             if (line.substr(0, 2) != "  ") return false;
           }
           return true;
         }();
}

}  // namespace braid::test
