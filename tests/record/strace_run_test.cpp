#include "braid/tracer/record/strace_run.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <optional>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/record/program_path.h"
#include "temporary_file.h"

namespace braid::record::test {
namespace {

using braid::test::contents;
using braid::test::TemporaryDirectory;

/// A strace that can trace; nothing, and why, where there is none.
std::optional<std::filesystem::path> working_strace(std::string& why) {
  const char* path = std::getenv("PATH");
  try {
    const std::filesystem::path strace = find_strace(path != nullptr ? path : "");
    require_tracing(strace);
    return strace;
  } catch (const InputError& error) {
    why = error.what();
    return std::nullopt;
  }
}

std::vector<recording::Record> imported(const AnonymousFile& file, const import::ImportOptions& options) {
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::open_as("run.strace", file.path()));
  import::Ledger ledger;
  const auto source = import::find_format("strace")->open(std::move(inputs), options, ledger);
  std::vector<recording::Record> records;
  for (recording::Record record; source->next(record);) records.push_back(record);
  EXPECT_TRUE(ledger.balanced());
  return records;
}

std::filesystem::path script(const TemporaryDirectory& folder, std::string_view name, std::string_view text) {
  const std::string path = folder.write(name, "#!/bin/sh\n" + std::string(text));
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  return path;
}

std::string refusal(const std::filesystem::path& strace) {
  try {
    require_tracing(strace);
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(StraceRun, RecordsWhatACommandDoesToAFile) {
  std::string why;
  const auto strace = working_strace(why);
  if (!strace) GTEST_SKIP() << why;
  const TemporaryDirectory folder;
  const std::string file = folder.path("f0");
  const AnonymousFile output;
  const ProgramEnd end = run_under_strace(
      {*strace, {"/bin/sh", "-c", "echo x > " + file + "; cat " + file + " > /dev/null; exit 7"}}, output);
  EXPECT_FALSE(end.by_signal);
  EXPECT_EQ(end.number, 7);
  EXPECT_EQ(contents(file), "x\n");

  import::ImportOptions options;
  options.clients = {{"c1", folder.path()}};
  std::vector<std::string> transfers;
  std::size_t opens = 0;
  for (const recording::Record& record : imported(output, options)) {
    EXPECT_EQ(record.actor, "c1");
    EXPECT_EQ(record.object, "/f0");
    opens += record.operation == "open" ? 1U : 0U;
    const auto* written = record.arguments.find("data");
    const auto* read = record.result.find("data");
    if (written != nullptr) transfers.push_back(record.operation + " " + *written->text());
    if (read != nullptr && !read->text()->empty())
      transfers.push_back(record.operation + " " + *read->text());
  }
  EXPECT_EQ(opens, 2U);
  EXPECT_EQ(transfers, (std::vector<std::string>{"write x\n", "read x\n"}));
}

TEST(StraceRun, TellsThatASignalEndedTheCommand) {
  std::string why;
  const auto strace = working_strace(why);
  if (!strace) GTEST_SKIP() << why;
  const AnonymousFile output;
  const ProgramEnd end = run_under_strace({*strace, {"/bin/sh", "-c", "kill -KILL $$"}}, output);
  EXPECT_TRUE(end.by_signal);
  EXPECT_EQ(end.number, SIGKILL);
}

// The command itself sends the signal to this process, which passes it on: no clock is needed.
TEST(StraceRun, PassesSignalsOnToTheCommand) {
  std::string why;
  const auto strace = working_strace(why);
  if (!strace) GTEST_SKIP() << why;
  const AnonymousFile output;
  const std::string me = std::to_string(::getpid());
  const ProgramEnd end = run_under_strace(
      {*strace, {"/bin/sh", "-c", "trap 'exit 5' TERM; kill -TERM " + me + "; while :; do sleep 0.01; done"}},
      output);
  EXPECT_FALSE(end.by_signal);
  EXPECT_EQ(end.number, 5);
}

TEST(StraceRun, SaysThatStraceIsMissing) {
  const TemporaryDirectory empty;
  for (const std::string& path : {std::string(), empty.path()}) {
    try {
      static_cast<void>(find_strace(path));
      ADD_FAILURE() << path;
    } catch (const InputError& error) {
      EXPECT_STREQ(
          error.what(),
          "strace: it is not installed, or not in PATH, and nothing is recorded without it; packages "
          "have it by that name: apt install strace, dnf install strace");
    }
  }
}

TEST(StraceRun, SaysWhatStraceSaysWhereItCannotTrace) {
  const TemporaryDirectory folder;
  const auto strace =
      script(folder, "strace", "echo 'strace: ptrace: Operation not permitted' >&2; exit 1\n");
  EXPECT_EQ(refusal(strace),
            strace.string() +
                ": it cannot trace here: strace: ptrace: Operation not permitted; ptrace must be "
                "allowed: in a container by --cap-add SYS_PTRACE, elsewhere by sysctl "
                "kernel.yama.ptrace_scope=1 (or 0)");
}

TEST(StraceRun, InventsNothingWhereStraceWritesNothing) {
  const TemporaryDirectory folder;
  const auto strace = script(folder, "strace", "exit 0\n");
  const AnonymousFile output;
  EXPECT_THROW(static_cast<void>(run_under_strace({strace, {"true"}}, output)), InputError);
}

TEST(ProgramPath, IsTheFirstThatCanBeRun) {
  const TemporaryDirectory first;
  const TemporaryDirectory second;
  first.write("tool", "no program");
  const auto tool = script(second, "tool", "");
  const std::string both = first.path() + "::" + second.path();
  EXPECT_EQ(find_program("tool", both), tool);
  EXPECT_EQ(find_program("other", both), std::nullopt);
  EXPECT_EQ(find_program(tool.string(), ""), tool);
  EXPECT_EQ(find_program("", both), std::nullopt);
}

}  // namespace
}  // namespace braid::record::test
