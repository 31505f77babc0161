// braid cost: counts, formulas, the table of OSTEP, ranges, the forms of output, mistakes.
#include "braid/checker/command/cost.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

const std::string kTable = std::string(BRAID_SOURCE_DIR) + "/traces/cost/table/";

VerbRun cost(std::vector<std::string> words) {
  words.insert(words.begin(), "cost");
  return braid(words);
}

json priced(std::vector<std::string> words, int code = 0) {
  words.emplace_back("--json");
  const VerbRun run = cost(std::move(words));
  EXPECT_EQ(run.code, code) << run.err;
  json document = json::parse(run.out);
  EXPECT_EQ(mismatch("cost", document), "");
  return document;
}

/// The calls of each kind, in all.
json calls_of(const json& system) {
  json calls;
  for (const auto& [name, of] : system.at("runs").at(0).at("total").at("messages").items())
    calls[name] = of.at("calls");
  return calls;
}

// The seed's table, with the names of its rows as files have them.
constexpr const char* kTable494 =
    R"(workload                          nfs3       afs2   afs2/nfs3
01 small sequential read       Ns·Lnet    Ns·Lnet           1
02 small sequential re read    Ns·Lmem    Ns·Lmem           1
03 medium sequential read      Nm·Lnet    Nm·Lnet           1
04 medium sequential re read   Nm·Lmem    Nm·Lmem           1
05 large sequential read       NL·Lnet    NL·Lnet           1
06 large sequential re read    NL·Lnet   NL·Ldisk  Ldisk/Lnet
07 large single read              Lnet    NL·Lnet          NL
08 small sequential write      Ns·Lnet    Ns·Lnet           1
09 large sequential write      NL·Lnet    NL·Lnet           1
10 large sequential overwrite  NL·Lnet  2·NL·Lnet           2
11 large single write             Lnet  2·NL·Lnet        2·NL
)";

/// As written for programs: the formulas of each row, by system.
std::map<std::string, std::vector<std::string>> columns(const VerbRun& run) {
  std::map<std::string, std::vector<std::string>> formulas;
  const json document = json::parse(run.out);
  for (const json& workload : document.at("workloads")) {
    for (const json& system : workload.at("systems"))
      formulas[system.at("system")].push_back(system.at("dominant"));
  }
  return formulas;
}

TEST(Cost, ComputesTheTableOfOstep) {
  ::setenv("BRAID_TRACES", BRAID_SOURCE_DIR "/traces", 1);
  const VerbRun run = cost({"--table"});
  const VerbRun versions =
      cost({"--table", "--under", "nfs3,nfs4,nfs4 delegations=none,nfs4 flush=recall", "--json"});
  ::unsetenv("BRAID_TRACES");
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out, kTable494);
  // NFSv4 moves what NFSv3 does. Under a delegation to write, a close need not.
  EXPECT_EQ(versions.code, 0) << versions.err;
  auto column = columns(versions);
  EXPECT_EQ(column["nfs3"].size(), 11U);
  EXPECT_EQ(column["nfs4"], column["nfs3"]);
  EXPECT_EQ(column["nfs4 delegations=none"], column["nfs3"]);
  EXPECT_EQ(column["nfs4 flush=recall"],
            (std::vector<std::string>{"Ns·Lnet", "Ns·Lmem", "Nm·Lnet", "Nm·Lmem", "NL·Lnet", "NL·Lnet",
                                      "Lnet", "Ns·Lmem", "NL·Lmem", "NL·Lmem", "Lmem"}));
  const VerbRun nowhere = cost({"--table"});
  EXPECT_EQ(nowhere.code, 3);
  EXPECT_NE(nowhere.err.find("not beside the program"), std::string::npos) << nowhere.err;
}

TEST(Cost, WhatIsThrownAwayIsNotFetched) {
  const std::string variants = std::string(BRAID_SOURCE_DIR) + "/traces/cost/variants/";
  const json document = priced({variants + "truncate-on-open.trace", "--under", "nfs3,afs2,nfs4"});
  const json& systems = document.at("workloads").at(0).at("systems");
  for (const json& system : systems) EXPECT_EQ(system.at("dominant"), "NL·Lnet") << system.at("system");
  EXPECT_EQ(calls_of(systems.at(2)), (json{{"OPEN", 1}, {"SETATTR", 1}, {"WRITE", 12}, {"CLOSE", 1}}));
  EXPECT_EQ(calls_of(systems.at(1)).count("FetchData"), 0U);
  const json log = priced({variants + "append-to-log.trace", "--under", "nfs3,afs2,nfs4"});
  EXPECT_EQ(log.at("workloads").at(0).at("systems").at(1).at("ratio"), "2·NL");
  EXPECT_EQ(calls_of(log.at("workloads").at(0).at("systems").at(2)),
            (json{{"OPEN", 1}, {"WRITE", 1}, {"CLOSE", 1}}));
  const json updates = priced({variants + "random-updates.trace", "--under", "nfs3,nfs4"});
  const json& both = updates.at("workloads").at(0).at("systems");
  EXPECT_EQ(both.at(1).at("dominant"), both.at(0).at("dominant"));
  EXPECT_EQ(calls_of(both.at(1)), (json{{"OPEN", 1}, {"READ", 3}, {"WRITE", 3}, {"CLOSE", 1}}));
}

TEST(Cost, NfsReadsTheBlockThatIsChangedInPart) {
  const std::string trace =
      std::string(BRAID_SOURCE_DIR) + "/traces/cost/variants/append-to-log-unaligned.trace";
  const json document = priced({trace, "--under", "nfs2,nfs3,afs2"});
  const json& systems = document.at("workloads").at(0).at("systems");
  for (std::size_t nfs : {0U, 1U}) {
    EXPECT_EQ(systems.at(nfs).at("latency"), "2·Lnet + Lmem");
    EXPECT_EQ(calls_of(systems.at(nfs)).at("READ"), 1);
    EXPECT_EQ(calls_of(systems.at(nfs)).at("WRITE"), 1);
  }
  EXPECT_EQ(systems.at(2).at("latency"), "2·NL·Lnet + Lmem");
  EXPECT_EQ(systems.at(2).at("ratio"), "NL");
}

TEST(Cost, CountsMessagesByKindInEachSystem) {
  TemporaryDirectory directory;
  const std::string trace = directory.write("two.trace",
                                            "system afs2\n"
                                            "file a = 0 blocks 3\n"
                                            "client c0: open a, read, close\n"
                                            "client c1: open a, write at 1, close\n");
  const json document = priced({trace, "--under", "nfs3,afs2"});
  const json& systems = document.at("workloads").at(0).at("systems");
  EXPECT_EQ(calls_of(systems.at(0)).at("READ"), 3);
  EXPECT_EQ(calls_of(systems.at(0)).at("WRITE"), 1);
  EXPECT_EQ(calls_of(systems.at(1)).at("FetchData"), 2);
  EXPECT_EQ(calls_of(systems.at(1)).at("StoreData"), 1);
  EXPECT_EQ(calls_of(systems.at(1)).at("CallBack"), 1);
  EXPECT_EQ(systems.at(0).at("runs").at(0).at("clients").at("c1").at("blocksToServer"), 1);
  EXPECT_EQ(systems.at(1).at("runs").at(0).at("clients").at("c1").at("blocksToServer"), 3);
  EXPECT_EQ(systems.at(0).at("latency"), "4·Lnet + 4·Lmem");
  EXPECT_EQ(systems.at(1).at("latency"), "9·Lnet + 4·Lmem");
}

/// Another model of AFS changes the row in which it sends something else, and no other.
TEST(Cost, AModelThatFetchesWhatIsReadOverwritesForHalf) {
  ::setenv("BRAID_TRACES", BRAID_SOURCE_DIR "/traces", 1);
  const json document = priced({"--table", "--under", "nfs3,afs2,afs2 fetch=read"});
  ::unsetenv("BRAID_TRACES");
  ASSERT_EQ(document.at("workloads").size(), 11U);
  for (const json& workload : document.at("workloads")) {
    const json& systems = workload.at("systems");
    const bool overwrites = workload.at("name") == "10 large sequential overwrite";
    EXPECT_EQ(systems.at(2).at("dominant"), overwrites ? json("NL·Lnet") : systems.at(1).at("dominant"));
    EXPECT_EQ(systems.at(2).at("ratio"), overwrites ? json("1") : systems.at(1).at("ratio"));
  }
}

/// Whole files leave a disk that is too small, what was used longest ago first.
TEST(Cost, WhatADiskHasNoRoomForIsFetchedAgain) {
  TemporaryDirectory directory;
  const auto again = [&](const std::string& disk, const std::string& file) {
    const std::string trace = directory.write(
        "disk.trace",
        "system afs2\nsize NL = 12 to 16\ncapacity memory=10 disk=" + disk +
            "\nfile a = 0 blocks NL, b = 0 blocks NL\nclient c0.first: open a, read, close, open b, "
            "read, close\nclient c0.again: open " +
            file + ", read, close\nmeasure c0.again\n");
    const json document = priced({trace, "--under", "afs1,afs2"});
    const json& systems = document.at("workloads").at(0).at("systems");
    EXPECT_EQ(systems.at(0).at("dominant"), systems.at(1).at("dominant"));
    return systems.at(1).at("dominant").get<std::string>();
  };
  EXPECT_EQ(again("20", "a"), "NL·Lnet");
  EXPECT_EQ(again("20", "b"), "NL·Ldisk");
  EXPECT_EQ(again("32", "a"), "NL·Ldisk");
  EXPECT_EQ(again("8", "b"), "NL·Lnet");  // no room for one alone, once it is closed
}

/// What the client knows of a file whose data it has dropped spares it the status, not the data.
TEST(Cost, WhatWasDroppedIsFetchedWhenItIsRead) {
  TemporaryDirectory directory;
  const std::string trace = directory.write(
      "dropped.trace",
      "system afs2\ncapacity memory=1 disk=1\nfile a = 0, b = 0\n"
      "client c0: open a, read, close, open b, read, close, open a, close, open a, read, close\n");
  const json document = priced({trace, "--under", "afs2,afs2 fetch=read"});
  const json& systems = document.at("workloads").at(0).at("systems");
  EXPECT_EQ(calls_of(systems.at(0)), json({{"FetchData", 3}}));
  EXPECT_EQ(calls_of(systems.at(1)), json({{"FetchData", 3}, {"FetchStatus", 2}}));
}

/// Both files are open, and stay; a is closed first, and goes.
TEST(Cost, WhatIsOpenStaysOnADiskThatIsTooSmall) {
  TemporaryDirectory directory;
  const auto fetches = [&](const std::string& last) {
    const std::string trace = directory.write(
        "open.trace",
        "system afs2\ncapacity memory=9 disk=7\nfile a = 0 blocks 4, b = 0 blocks 4\nclient c0: open a as "
        "1, read 1, open b as 2, read 2, read 1, close 1, close 2, open " +
            last + ", read, close\n");
    const json document = priced({trace, "--under", "afs2"});
    const json& system = document.at("workloads").at(0).at("systems").at(0);
    EXPECT_EQ(system.at("runs").at(0).at("total").at("diskAccesses"), 0);
    return calls_of(system).at("FetchData").get<int>();
  };
  EXPECT_EQ(fetches("b"), 2);
  EXPECT_EQ(fetches("a"), 3);
}

TEST(Cost, PricesSecondsFromLatencies) {
  const json document = priced({kTable + "07-large-single-read.trace", "--under", "nfs3,afs2", "--latency",
                                "net=2ms,disk=1ms,mem=1us"});
  const json& systems = document.at("workloads").at(0).at("systems");
  EXPECT_DOUBLE_EQ(systems.at(0).at("seconds"), 0.002001);
  EXPECT_DOUBLE_EQ(systems.at(1).at("seconds"), 0.025);
}

TEST(Cost, FindsTheCheapestAndTheDearestSchedule) {
  TemporaryDirectory directory;
  // Whether c1 must fetch a again depends on who is first.
  const std::string trace = directory.write("race.trace",
                                            "system afs2 granularity=message\n"
                                            "file a = 0\n"
                                            "client c0: open a, write, close\n"
                                            "client c1: open a, read, close, open a, read, close\n");
  const json document = priced({trace, "--under", "afs2", "--range", "messages"});
  const json& system = document.at("workloads").at(0).at("systems").at(0);
  for (const char* which : {"least", "most"}) {
    const json run = priced({trace, "--under", "afs2", "--schedule", system.at(which).at("schedule")});
    const json& total = run.at("workloads").at(0).at("systems").at(0).at("runs").at(0).at("total");
    EXPECT_EQ(total.at("calls"), system.at(which).at("price")) << which;
  }
  EXPECT_LT(system.at("least").at("price"), system.at("most").at("price"));
}

TEST(Cost, WritesCommaSeparatedValues) {
  const VerbRun run = cost({kTable + "07-large-single-read.trace", "--under", "nfs3", "--csv"});
  EXPECT_EQ(run.code, 0) << run.err;
  EXPECT_EQ(run.out.rfind("workload,system,size,client,item,value\r\n", 0), 0U);
  EXPECT_NE(run.out.find("07-large-single-read.trace,nfs3,12,c0,calls READ,1\r\n"), std::string::npos)
      << run.out;
}

TEST(Cost, TellsHowManyClientsAServerCarries) {
  TemporaryDirectory directory;
  const std::string plot = directory.path("load.svg");
  const VerbRun run = cost({"--clients", "--under", "afs1,afs2,nfs3", "--plot", plot});
  EXPECT_EQ(run.code, 0) << run.err;
  for (const char* part : {"TestAuth", "For afs1 to carry 4 clients, 20 active users",
                           "For afs2 to carry 10 clients, 50 active users", "elasticity"}) {
    EXPECT_NE(run.out.find(part), std::string::npos) << part << "\n" << run.out;
  }
  EXPECT_EQ(contents(plot).rfind("<svg", 0), 0U);
  // A server whose processor has nothing to do carries more.
  const VerbRun faster = cost({"--clients", "--under", "afs1", "--set", "cpu.component=0"});
  EXPECT_EQ(faster.code, 0) << faster.err;
  EXPECT_EQ(cost({"--clients", "--set", "cpu.fech=1"}).code, 3);
  const VerbRun all = cost({"--clients"});
  EXPECT_EQ(all.code, 0) << all.err;
  for (const char* system : {"afs1", "afs2", "nfs2", "nfs3", "nfs4"})
    EXPECT_NE(all.out.find(std::string("\n  ") + system + " "), std::string::npos) << system;
  const VerbRun lacks = cost({"--clients", "--under", "afs1,smb"});
  EXPECT_EQ(lacks.code, 3);
  EXPECT_EQ(lacks.out, "");
  EXPECT_EQ(cost({"--clients", "--stretch", "1"}).code, 2);
  EXPECT_EQ(cost({"--clients", "--table"}).code, 2);
  EXPECT_EQ(cost({"--table", "--plot", plot}).code, 2);
}

TEST(Cost, WritesLoadsOfServersAsDocuments) {
  const VerbRun run = cost({"--clients", "--under", "afs1,nfs3", "--json"});
  EXPECT_EQ(run.code, 0) << run.err;
  const json document = json::parse(run.out);
  EXPECT_EQ(mismatch("cost_clients", document), "");
  const json& prototype = document.at("systems").at(0);
  EXPECT_GT(prototype.at("total").at("messages").at("TestAuth").at("calls"), 0);
  // What is said of a load and of the number of clients is one thing.
  const double clients = prototype.at("clients");
  const auto stretch_at = [&](std::size_t load) {
    return prototype.at("loads").at(load - 1).at("cycleSeconds").get<double>() /
           prototype.at("secondsAlone").get<double>();
  };
  EXPECT_LE(stretch_at(static_cast<std::size_t>(clients)), document.at("stretch"));
  EXPECT_GE(stretch_at(static_cast<std::size_t>(clients) + 1), document.at("stretch"));
  EXPECT_DOUBLE_EQ(stretch_at(1), 1);

  const VerbRun table = cost({"--clients", "--under", "afs1,nfs3", "--csv"});
  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_EQ(table.out.rfind("system,clients,users,stretch,response_s,cycle_s,throughput_per_s,", 0), 0U);
  const auto lines = static_cast<std::size_t>(std::count(table.out.begin(), table.out.end(), '\n'));
  EXPECT_EQ(lines, 1 + 2 * prototype.at("loads").size());
  EXPECT_NE(table.out.find("\r\nnfs3,1,5,1,"), std::string::npos) << table.out;
}

TEST(Cost, RefusesWhatCannotBePriced) {
  TemporaryDirectory directory;
  const std::string two = directory.write("two.trace",
                                          "system nfs3\nsize N = 1 to 2\nsize M = 1 to 2\n"
                                          "file a = 0 blocks N, b = 0 blocks M\nclient c0: open a\n");
  EXPECT_NE(cost({two, "--under", "nfs3"}).err.find("two sizes vary: N and M"), std::string::npos);
  std::string turns;  // each drops a file
  for (int turn = 0; turn < 130; ++turn) turns += ", open a, close, open b, close";
  const std::string small = directory.write(
      "small.trace",
      "system afs2\ncapacity memory=1 disk=1\nfile a = 0, b = 0\nclient c0: stat a" + turns + "\n");
  EXPECT_NE(cost({small, "--under", "afs2"}).err.find("more than 255 times"), std::string::npos);
  const std::string plain = directory.write("plain.trace", "system afs2\nfile a = 0\nclient c0: open a\n");
  EXPECT_NE(cost({plain, "--under", "afs2 granularity=operation"}).err.find("has no messages"),
            std::string::npos);
  EXPECT_EQ(cost({plain, "--under", "afs2 granularity=operation"}).code, 3);
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {plain, "--table"},
                                             {plain, "--range", "yards"},
                                             {plain, "--latency", "net=1ms"},
                                             {plain, "--latency", "net=1ms,disk=1,mem=1lightyear"},
                                             {plain, "--schedule", "0"},
                                             {plain, "--json", "--csv"}}) {
    const VerbRun run = cost(words);
    EXPECT_EQ(run.code, 2) << run.out;
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
}

}  // namespace
}  // namespace braid::test
