// The program as a whole: verbs, help, exit codes, output that cannot be written.
#include "braid/checker/command/dispatch.h"

#include <gtest/gtest.h>

#include <array>
#include <sstream>

#include "braid/checker/command/exit_code.h"
#include "braid/checker/command/verb.h"
#include "braid/checker/explore/internal_error.h"
#include "braid/tracer/diagnostic.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

constexpr std::array kVerbs = {"count",   "check",    "replay", "list",  "import",
                               "summary", "validate", "record", "matrix"};

TEST(Dispatch, HelpFitsAScreenAndShowsAnExample) {
  std::vector<VerbRun> helps = {braid({"--help"}), braid({"-h"}), braid({"help"})};
  for (const char* verb : kVerbs) {
    helps.push_back(braid({verb, "--help"}));
    helps.push_back(braid({verb, "-h"}));
  }
  for (const VerbRun& help : helps) {
    EXPECT_EQ(help.code, 0);
    EXPECT_EQ(help.err, "");
    EXPECT_LE(occurrences(help.out, "\n"), 24U) << help.out;
    EXPECT_EQ(occurrences(help.out, "\nExample:  braid "), 1U) << help.out;
    std::istringstream lines(help.out);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
  }
}

TEST(Dispatch, ExamplesInHelpWork) {
  for (const std::string_view verb : kVerbs) {
    if (verb == "import" || verb == "record") continue;  // they write files
    const std::string help = braid({std::string(verb), "--help"}).out;
    std::istringstream example(help.substr(help.find("\nExample:  braid ") + 17));
    std::vector<std::string> words;
    for (std::string word; example >> word;) {
      words.push_back(word.rfind("traces/", 0) == 0 ? std::string(BRAID_SOURCE_DIR) + "/" + word : word);
    }
    const VerbRun run = braid(words);
    EXPECT_LE(run.code, 1) << run.err;
    EXPECT_EQ(run.err, "");
  }
}

TEST(Dispatch, TellsTheVersion) {
  EXPECT_EQ(braid({"--version"}).out, "braid " BRAID_PROJECT_VERSION "\n");
}

TEST(Dispatch, RefusesUnknownVerbsWithASuggestion) {
  const VerbRun run = braid({"cuont"});
  EXPECT_EQ(run.code, 2);
  EXPECT_EQ(run.err, "braid: there is no verb `cuont`; did you mean `count`?\n");
  EXPECT_EQ(braid({"frobnicate"}).err,
            "braid: there is no verb `frobnicate`; braid --help lists the verbs\n");
  EXPECT_EQ(braid(std::vector<std::string>{}).code, 2);
}

TEST(Dispatch, RunsTheHomeworkSimulator) {
  const VerbRun run = braid({"afs", "-A", kQuestion4, "-S", "000111", "-c"});
  EXPECT_EQ(run.code, 0);
  EXPECT_NE(run.out.find("ARG actions oa1:w1:c1,oa1:r1:c1\n"), std::string::npos);
}

/// A device that is full.
class FullBuffer final : public std::streambuf {
  int overflow(int) override { return traits_type::eof(); }
};

TEST(Dispatch, DoesNotSucceedWhereItCannotWrite) {
  FullBuffer full;
  for (const std::vector<std::string_view>& words :
       std::vector<std::vector<std::string_view>>{{"count", "-A", kQuestion4},
                                                  {"count", "-A", kQuestion4, "--json"},
                                                  {"list", "models"},
                                                  {"--help"}}) {
    std::ostream out(&full);
    std::ostringstream err;
    EXPECT_EQ(command::run_braid(words, out, err), 4);
    EXPECT_EQ(err.str(), "braid: the output could not be written: it is incomplete\n");
  }
}

TEST(Verb, TurnsWhatItThrowsIntoExitCodes) {
  const auto outcome = [](const std::function<command::ExitCode()>& body) {
    std::ostringstream err;
    const int code = command::run_verb("count", err, body);
    return std::to_string(code) + " " + err.str();
  };
  EXPECT_EQ(outcome([] { return command::kViolated; }), "1 ");
  EXPECT_EQ(outcome([]() -> command::ExitCode { throw InputError("t", {}, "wrong"); }),
            "3 braid count: t: wrong\n");
  EXPECT_EQ(outcome([]() -> command::ExitCode { throw std::bad_alloc(); }),
            "4 braid count: incomplete: out of memory\n");
  EXPECT_EQ(outcome([]() -> command::ExitCode { throw explore::InternalError("1 is not 2"); }),
            "70 braid count: internal error: 1 is not 2\n");
  EXPECT_EQ(outcome([]() -> command::ExitCode { throw std::runtime_error("odd"); }),
            "70 braid count: internal error: odd\n");
}

TEST(ExitCode, OrdersByBadness) {
  using namespace command;
  EXPECT_EQ(worse(kHolds, kIncomplete), kIncomplete);
  EXPECT_EQ(worse(kIncomplete, kViolated), kViolated);
  EXPECT_EQ(worse(kViolated, kHolds), kViolated);
  EXPECT_EQ(worse(kBadInput, kViolated), kBadInput);
}

}  // namespace
}  // namespace braid::test
