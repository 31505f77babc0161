// What the recorded runs do not show: sizes, streams, and what the messages say.
#include "braid/checker/command/afs.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <sstream>
#include <streambuf>
#include <string>
#include <vector>

#include "braid/checker/command/afs_simulator.h"
#include "braid/tracer/random_workload.h"

namespace braid::command {
namespace {

struct Result {
  int status = 0;
  std::string out;
  std::string err;
};

Result run(std::initializer_list<std::string_view> arguments) {
  std::ostringstream out;
  std::ostringstream err;
  const int status = run_afs({arguments.begin(), arguments.size()}, out, err);
  return {status, out.str(), err.str()};
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

TEST(Afs, HelpIsPrintedWhereItIsMet) {
  for (const auto& result :
       {run({"-h"}), run({"--help"}), run({"--he"}), run({"-ch", "--bogus"}), run({"-h", "-s"})}) {
    EXPECT_EQ(result.status, 0);
    EXPECT_TRUE(contains(result.out, "--readratio"));
    EXPECT_EQ(result.err, "");
  }
}

TEST(Afs, AnEarlierErrorWinsOverHelp) {
  for (const auto& result : {run({"--bogus", "-h"}), run({"-s", "-h"}), run({"-qh"}), run({"--help=1"})}) {
    EXPECT_EQ(result.status, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_NE(result.err, "");
  }
}

TEST(Afs, UsageErrorsNameWhatIsWrong) {
  EXPECT_TRUE(contains(run({"--bogus"}).err, "--bogus"));
  EXPECT_TRUE(contains(run({"-q"}).err, "-q"));
  EXPECT_TRUE(contains(run({"--s=1"}).err, "--seed --schedule"));
  EXPECT_TRUE(contains(run({"-n"}).err, "-n needs a value"));
  EXPECT_TRUE(contains(run({"-f", "two"}).err, "two"));
  EXPECT_TRUE(contains(run({"--readratio=half"}).err, "half"));
}

TEST(Afs, WhatWouldExhaustTheMemoryIsOneClearError) {
  for (const auto& result : {run({"-C", "1000000000000"}), run({"-C", "0x" + std::string(100, 'f')}),
                             run({"-C", "1000000", "-n", "1000"})}) {
    EXPECT_EQ(result.status, 1);
    EXPECT_TRUE(ends_with(result.out, "ARG detail 0\n\n"));
    EXPECT_EQ(result.err.rfind("braid afs: too many clients", 0), 0U) << result.err;
  }
}

TEST(Afs, ActionsTakeTheirOwnNumberOfClients) {
  const Result result = run({"-C", "1000000000000", "-n", "-5", "-A", "oa1:c1"});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
}

TEST(Afs, From1024ActionStringsOnNoDescriptorIsInRange) {
  const auto programs = [](std::size_t count) {
    std::string text = "oa1:c1";
    for (std::size_t i = 1; i < count; ++i) text += ",oa1:c1";
    return text;
  };
  EXPECT_EQ(run({"-A", programs(1023)}).status, 0);
  const Result result = run({"-A", programs(1024)});
  EXPECT_EQ(result.status, 1);
  EXPECT_TRUE(ends_with(result.out,
                        " ABORT:: filedesc:lookup() -- file descriptor out of valid range "
                        "(1 not between 0 and 1024)\n"));
}

TEST(Afs, From1025RandomClientsOnNoDescriptorIsInRange) {
  EXPECT_EQ(run({"-C", "1024", "-n", "1", "-r", "1"}).status, 0);
  const Result result = run({"-C", "1025", "-n", "1", "-r", "1"});
  EXPECT_EQ(result.status, 1);
  EXPECT_TRUE(ends_with(result.out, "(0 not between 0 and 1024)\n"));
  EXPECT_EQ(run({"-C", "1025", "-n", "0"}).status, 0);
}

TEST(Afs, AHundredThousandClientsArePrinted) {
  const Result result = run({"-C", "100000", "-n", "0"});
  EXPECT_EQ(result.status, 0);
  EXPECT_TRUE(contains(result.out, "c99999"));
}

TEST(Afs, PrintsTheProgramsOfTheRandomWorkload) {
  RandomWorkload workload;
  workload.seed = 4;
  workload.clients = 3;
  workload.steps = 5;
  workload.files = 4;
  const Trace trace = random_workload(workload);
  std::string programs;
  for (const Actor& actor : trace.actors) {
    AfsProgram program;
    for (const Event& event : actor.events) {
      program.actions.push_back({event.operation, trace.files[event.file].name.front(),
                                 static_cast<std::uint16_t>(event.descriptor)});
    }
    std::ostringstream out;
    Transcript transcript(out);
    print_program(transcript, program);
    transcript.flush();
    programs += out.str();
  }
  EXPECT_TRUE(
      contains(run({"-s", "4", "-C", "3", "-n", "5", "-f", "4"}).out, "\n\n" + programs + "      Server"));
}

TEST(Afs, DetailIsReadInTwosComplement) {
  const AfsDetail minus_six(Integer(-6));  // ...11111010
  EXPECT_FALSE(minus_six.server);
  EXPECT_TRUE(minus_six.callbacks);
  EXPECT_FALSE(minus_six.caches);
  EXPECT_TRUE(minus_six.names);
  EXPECT_FALSE(minus_six.positive);
  const AfsDetail large((Integer(1) << 500) + 4);
  EXPECT_FALSE(large.server);
  EXPECT_TRUE(large.caches);
  EXPECT_TRUE(large.positive);
}

/// Takes some bytes and then fails, like a full disk.
class FullBuffer : public std::streambuf {
 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    (void)text;
    if (size > room_) return 0;
    room_ -= size;
    return size;
  }
  int_type overflow(int_type) override { return traits_type::eof(); }

 private:
  std::streamsize room_ = 200'000;
};

TEST(Afs, AFullOutputIsAnErrorAndEndsTheRun) {
  FullBuffer buffer;
  std::ostream out(&buffer);
  std::ostringstream err;
  const std::vector<std::string_view> arguments{"-C", "1000", "-n", "1000"};
  EXPECT_EQ(run_afs(arguments, out, err), 1);
  EXPECT_TRUE(contains(err.str(), "standard output")) << err.str();
}

TEST(Afs, ErrorsAboutActionsStayInOneLine) {
  const Result result = run({"-A", "oa\n"});
  EXPECT_EQ(result.status, 1);
  EXPECT_EQ(result.err.find('\n'), result.err.size() - 1) << result.err;
}

}  // namespace
}  // namespace braid::command
