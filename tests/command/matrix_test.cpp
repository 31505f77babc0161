// braid matrix: cells, their counterexamples, the three forms of output, limits, mistakes.
#include "braid/checker/command/matrix.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

const std::string kPrograms = std::string(BRAID_SOURCE_DIR) + "/traces/matrix/";
constexpr const char* kAfs2 = "afs2 granularity=message";
constexpr const char* kCutOff = "afs2 granularity=message partition<=1";

VerbRun matrix(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"matrix"};
  all.insert(all.end(), words.begin(), words.end());
  return braid(all);
}

json computed(std::vector<std::string> words, int code = 0) {
  words.push_back("--json");
  const VerbRun run = matrix(words);
  EXPECT_EQ(run.code, code) << run.err;
  json document = json::parse(run.out);
  EXPECT_EQ(mismatch("matrix", document), "");
  return document;
}

/// `holds 20` (states) or `violated 6` (steps), by property.
std::string cells_of(const json& row) {
  std::string text;
  for (const json& cell : row.at("cells")) {
    const std::string verdict = cell.at("verdict");
    text += cell.at("property").get<std::string>() + ": " + verdict;
    if (verdict == "violated") text += " " + cell.at("steps").dump();
    if (verdict == "holds") text += " " + cell.at("states").dump();
    text += "\n";
  }
  return text;
}

/// The words of a command, as a shell that knows single quotes reads them.
std::vector<std::string> words_of(const std::string& command) {
  std::vector<std::string> words(1);
  bool quoted = false;
  for (const char c : command) {
    if (c == '\'') {
      quoted = !quoted;
    } else if (c == ' ' && !quoted) {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  return words;
}

std::string with_single_spaces(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n';
    if (!space || result.empty() || result.back() != ' ') result += space ? ' ' : c;
  }
  return result;
}

const json& cell_of(const json& document, std::size_t row, const std::string& property) {
  for (const json& cell : document.at("systems").at(row).at("cells")) {
    if (cell.at("property") == property) return cell;
  }
  throw std::runtime_error(property);
}

TEST(Matrix, PinsTheCellsOfAfs) {
  const json document = computed({kPrograms + "session.trace", kPrograms + "crossed.trace", "--only",
                                  "--systems", "afs1", "--systems", kAfs2});
  EXPECT_EQ(document.at("complete"), true);
  EXPECT_EQ(document.at("systems").at(0).at("system"), "afs1");
  EXPECT_EQ(cells_of(document.at("systems").at(0)),
            "linearizable: violated 8\n"
            "sequential: violated 16\n"
            "close-to-open: holds 167\n"
            "session-snapshot: holds 167\n"
            "last-closer-wins: holds 167\n"
            "whole-file: holds 167\n"
            "read-your-writes: holds 167\n"
            "monotonic-reads: holds 167\n"
            "monotonic-writes: holds 167\n"
            "bounded-staleness: holds 167\n");
  EXPECT_EQ(cells_of(document.at("systems").at(1)),
            "linearizable: violated 8\n"
            "sequential: violated 16\n"
            "close-to-open: holds 170\n"
            "session-snapshot: holds 170\n"
            "last-closer-wins: holds 170\n"
            "whole-file: holds 170\n"
            "read-your-writes: holds 170\n"
            "monotonic-reads: holds 170\n"
            "monotonic-writes: holds 170\n"
            "bounded-staleness: holds 170\n");
}

TEST(Matrix, ShowsThatAClientThatIsCutOffOpensWhatIsOutOfDate) {
  const json document = computed({kPrograms + "reopen.trace", "--only", "--systems", kAfs2, "--systems",
                                  kCutOff, "--property", "close-to-open,session-snapshot,monotonic-reads"});
  EXPECT_EQ(cells_of(document.at("systems").at(0)),
            "close-to-open: holds 163\n"
            "session-snapshot: holds 163\n"
            "monotonic-reads: holds 163\n");
  EXPECT_EQ(cells_of(document.at("systems").at(1)),
            "close-to-open: violated 17\n"
            "session-snapshot: holds 1225\n"
            "monotonic-reads: holds 1225\n");
}

TEST(Matrix, GivesCommandsThatShowTheViolations) {
  const json document = computed({kPrograms + "session.trace", kPrograms + "reopen.trace", "--only",
                                  "--systems", kCutOff, "--property", "linearizable,close-to-open"});
  std::vector<std::string> words = words_of(cell_of(document, 0, "linearizable").at("replay"));
  ASSERT_EQ(words.front(), "braid");
  words.erase(words.begin());
  const VerbRun stale = braid(words);
  EXPECT_EQ(stale.code, 0) << stale.err;
  // c1's write is behind c0's read of what was there before.
  const std::size_t write = stale.out.find("write a");
  const std::size_t read = stale.out.find("c0.read1 = 0");
  EXPECT_NE(write, std::string::npos) << stale.out;
  EXPECT_NE(read, std::string::npos) << stale.out;
  EXPECT_LT(write, read);

  words = words_of(cell_of(document, 0, "close-to-open").at("replay"));
  words.erase(words.begin());
  const VerbRun missed = braid(words);
  EXPECT_EQ(missed.code, 0) << missed.err;
  EXPECT_NE(missed.out.find("server.a 0 -> c1#1"), std::string::npos) << missed.out;
  EXPECT_EQ(occurrences(missed.out, "c0.open.a 0 -> 1"), 2U) << missed.out;
}

/// A client that stops while its store waits goes on to the next; a server that lets go of the lock meanwhile
/// applies them in either order.
TEST(Matrix, HasAReorderingOfWrites) {
  const TemporaryDirectory directory;
  const std::string program =
      directory.write("stores.trace",
                      "system afs2 granularity=message\nfile a = 0\nclient c0.editor: open a, write, close\n"
                      "client c0.shell: open a, write, close\nclient c1: open a, read, close\n");
  const json document =
      computed({program, "--only", "--systems", "afs2 granularity=message lock=released client-crash<=1",
                "--systems", "afs2 granularity=message client-crash<=1", "--property", "monotonic-writes"});
  EXPECT_EQ(cells_of(document.at("systems").at(0)), "monotonic-writes: violated 16\n");
  EXPECT_EQ(cells_of(document.at("systems").at(1)), "monotonic-writes: holds 4260\n");
}

/// What AFSv1 keeps at every open, a client of AFSv2 that misses a callback does not.
TEST(Matrix, HasAnOpenOfAnOldCopy) {
  const TemporaryDirectory directory;
  std::string text = contents(BRAID_SOURCE_DIR "/properties/bounded-staleness-afs1.property");
  const std::size_t systems = text.find("systems afs1");
  ASSERT_NE(systems, std::string::npos);
  text.replace(systems, 12, "systems afs1 afs2-message");
  static_cast<void>(directory.write("bounded-staleness.property", text));
  const json document =
      computed({kPrograms + "reopen.trace", "--only", "--systems", "afs1", "--systems", kAfs2, "--systems",
                kCutOff, "--property", "bounded-staleness", "--properties", directory.path()});
  EXPECT_EQ(cell_of(document, 0, "bounded-staleness").at("verdict"), "holds");
  EXPECT_EQ(cell_of(document, 1, "bounded-staleness").at("verdict"), "holds");
  EXPECT_EQ(cell_of(document, 2, "bounded-staleness").at("verdict"), "violated");
}

TEST(Matrix, SaysTheSameAsCheck) {
  const std::string program = kPrograms + "reopen.trace";
  const json document = computed({program, "--only", "--systems", kCutOff, "--property", "close-to-open"});
  const json& cell = cell_of(document, 0, "close-to-open");
  const VerbRun run = braid({"check", program, "--under", kCutOff, "--property", "close-to-open", "--json"});
  EXPECT_EQ(run.code, 1) << run.err;
  const std::string schedule =
      json::parse(run.out).at("traces").at(0).at("claims").at(0).at("counterexample").get<std::string>();
  EXPECT_NE(cell.at("replay").get<std::string>().find(" --schedule " + schedule), std::string::npos);
}

TEST(Matrix, IsATextForPeople) {
  const TemporaryDirectory directory;
  const std::string program = directory.write(
      "p.trace", "system afs2\nfile a = 0\nclient c0: open a, read\nclient c1: open a, write\n");
  const VerbRun run =
      matrix({program, "--only", "--systems", "afs2", "--property", "linearizable,sequential"});
  EXPECT_EQ(run.code, 0) << run.err;
  const std::size_t end = run.out.find("\n\n[1] afs2\n");
  EXPECT_EQ(run.out.substr(0, end),
            "1 system, 2 properties, 1 program\n"
            "[1] afs2\n"
            "\n"
            "              [1]\n"
            "linearizable  violated (4 steps)\n"
            "sequential    holds (10 states)");
  // Where lines break depends on the length of the file's name.
  EXPECT_EQ(
      with_single_spaces(run.out.substr(end)),
      " [1] afs2 linearizable: violated (4 steps) of " + program +
          ": c0's read of a returned the initial value after c1's write of a had written \"c1#1\" braid "
          "replay " +
          program + " --under afs2 --schedule 1100 ");
}

TEST(Matrix, IsATableOfMarkdown) {
  const TemporaryDirectory directory;
  const std::string program = directory.write(
      "p.trace", "system afs2\nfile a = 0\nclient c0: open a, read\nclient c1: open a, write\n");
  const VerbRun run = matrix({program, "--only", "--systems", "afs2", "--property",
                              "linearizable,monotonic-reads,close-to-open", "--markdown"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out,
            "| system | linearizable | monotonic-reads | close-to-open |\n"
            "| --- | --- | --- | --- |\n"
            "| afs2 | violated (4 steps) | - | holds (9 states) |\n"
            "\n"
            "| system | property | counterexample | replay |\n"
            "| --- | --- | --- | --- |\n"
            "| afs2 | linearizable | c0's read of a returned the initial value after c1's write of a had "
            "written \"c1#1\" | `braid replay " +
                program + " --under afs2 --schedule 1100` |\n");
}

TEST(Matrix, IsIncompleteWhereALimitEndsIt) {
  const std::vector<std::string> words = {
      kPrograms + "session.trace",  "--only",   "--systems", "afs1", "--property",
      "linearizable,close-to-open", "--states", "5"};
  const json document = computed(words, 4);
  EXPECT_EQ(document.at("complete"), false);
  for (const char* property : {"linearizable", "close-to-open"}) {
    EXPECT_EQ(cell_of(document, 0, property).at("verdict"), "incomplete");
    EXPECT_EQ(cell_of(document, 0, property).at("stopped"), "state limit");
  }
  const VerbRun text = matrix(words);
  EXPECT_EQ(text.code, 4);
  EXPECT_EQ(occurrences(text.out, "? (state limit)"), 2U) << text.out;
}

TEST(Matrix, ListsProgramsThatASystemCannotTake) {
  const TemporaryDirectory directory;
  const std::string made = directory.write(
      "made.trace", "system afs2 granularity=message\nfile a = 0, b absent\nclient c0: create b\n");
  const json document = computed(
      {kPrograms + "session.trace", made, "--only", "--systems", "afs2", "--property", "close-to-open"});
  const json& row = document.at("systems").at(0);
  ASSERT_EQ(row.at("refused").size(), 1U);
  EXPECT_EQ(row.at("refused").at(0).at("program"), made);
  EXPECT_EQ(cell_of(document, 0, "close-to-open").at("verdict"), "holds");
}

TEST(Matrix, RefusesMistakesWithOneMessage) {
  const std::string program = kPrograms + "session.trace";
  const auto message = [&](std::vector<std::string> words) {
    words.insert(words.begin(), program);
    const VerbRun run = matrix(words);
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
    return std::to_string(run.code) + " " + run.err;
  };
  EXPECT_EQ(message({"--only"}), "2 braid matrix: --only leaves no system; give one with --systems\n");
  EXPECT_EQ(message({"--systems", " "}), "2 braid matrix: --systems is empty; a system is needed: afs1\n");
  EXPECT_EQ(message({"--property", "liniearizable"}),
            "2 braid matrix: there is no property `liniearizable`; did you mean `linearizable`?\n");
  EXPECT_EQ(message({"--json", "--markdown"}),
            "2 braid matrix: --json and --markdown exclude each other; give one of them\n");
  EXPECT_EQ(message({"-"}),
            "2 braid matrix: a program is read once for each system; standard input cannot be\n");
  EXPECT_EQ(message({"--states", "0"}).at(0), '2');
  const std::string option = message({"--systems", "afs2 reopn=keep"});
  EXPECT_EQ(option.find("3 braid matrix: " + program + ":2:13: "), 0U) << option;
  EXPECT_EQ(message({"/nonexistent.trace"}).at(0), '3');
  const VerbRun nowhere = matrix({"--only", "--systems", "afs1"});
  EXPECT_EQ(nowhere.code, 3);
  EXPECT_NE(nowhere.err.find("the matrix's programs are not beside the program"), std::string::npos);
}

TEST(Under, PutsAProgramIntoAnotherSystem) {
  const std::string program = kPrograms + "session.trace";
  const VerbRun run = braid({"count", program, "--under", "afs2", "--by", "c0.read1"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out.find("afs2: 2 clients, 1 file, 6 steps; 20 states, "), 0U) << run.out;
  const VerbRun wrong = braid({"check", program, "--under", "afs9"});
  EXPECT_EQ(wrong.code, 3);
  EXPECT_NE(wrong.err.find("unknown system `afs9`"), std::string::npos) << wrong.err;
  EXPECT_NE(wrong.err.find("system afs9"), std::string::npos) << "the line as it was read: " << wrong.err;
}

}  // namespace
}  // namespace braid::test
