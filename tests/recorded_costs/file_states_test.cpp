// The price of operations one by one, from states that are remembered, is that of the whole program in the
// model.
#include "braid/checker/cost/file_states.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <map>

#include "braid/checker/cost/ordered_run.h"
#include "braid/checker/cost/system_prices.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"
#include "random_workload_of_file.h"

namespace braid::cost {
namespace {

using test::kBlockBytes;
using test::RandomWorkload;

constexpr Sizes kSizes{kBlockBytes, 160};

std::string words_of(const FileUse& use, std::uint32_t blocks) {
  switch (use.operation) {
    case Operation::read:
    case Operation::write:
      return fmt::format("{}{}", name_of(use.operation),
                         blocks > 1 ? fmt::format(" f at {}", *use.offset / kBlockBytes) : " f");
    default:
      return fmt::format("{} f{}", name_of(use.operation), use.truncates ? " truncate" : "");
  }
}

bool begins_program(Operation operation) {
  return operation == Operation::open || operation == Operation::stat || operation == Operation::create ||
         operation == Operation::remove;
}

/// The whole workload as one program: sessions of a client that overlap are processes of their own.
PricedRun whole(const std::string& system, const RandomWorkload& workload) {
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> programs;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> sessions;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> order;
  for (const FileUse& use : workload.uses) {
    std::pair<std::uint32_t, std::uint32_t> process = {use.client, 0};
    const bool begins = begins_program(use.operation);
    while (begins ? sessions.contains(process)
                  : !sessions.contains(process) || sessions[process] != use.session)
      ++process.second;
    if (use.operation == Operation::open) sessions[process] = use.session;
    if (use.operation == Operation::close) sessions.erase(process);
    std::string& program = programs[process];
    program += (program.empty() ? "" : ", ") + words_of(use, workload.blocks);
    order.push_back(process);
    // In NFS that is an open and a SETATTR.
    if (use.truncates && system.starts_with("nfs")) order.push_back(process);
  }
  const bool absent = workload.uses.front().operation == Operation::create;
  std::string text = fmt::format("system {}\nfile f {} blocks {}\n", priced_system(system),
                                 absent ? "absent" : "= initial", workload.blocks);
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> actors;
  for (const auto& [process, program] : programs) {
    actors.emplace(process, static_cast<std::uint32_t>(actors.size()));
    // In AFS a promise is worth anything to those only who open the file some day.
    const bool opens = system.starts_with("afs") && !sessions.contains(process);
    text += fmt::format("client c{}.p{}: {}{}\n", process.first, process.second, program,
                        opens ? ", open f, close" : "");
  }
  Order as_made;
  as_made.stops = true;
  for (const auto& process : order) as_made.processes.push_back(actors.at(process));
  return run_in_order(*models::open_system(parse_notation("whole", text)), as_made, kSizes, {});
}

std::string shown(const Price& price) {
  std::string text;
  for (const MessageCount& of : price.messages)
    text += fmt::format("{} {} {} {}; ", of.name, of.calls, of.bytes_to_server, of.bytes_to_client);
  return text + fmt::format("{} {} {} {} {}", price.empty_calls, price.blocks_to_client,
                            price.blocks_to_server, price.memory_accesses, price.disk_accesses);
}

constexpr std::array kOfSessions = {Operation::open,  Operation::close, Operation::read,
                                    Operation::write, Operation::stat,  Operation::fsync};
constexpr std::array kOfNames = {Operation::create, Operation::remove, Operation::truncate};

void expect_equal_prices(const std::string& system, std::uint64_t seed, std::uint32_t blocks,
                         bool with_names = false) {
  const FileRunner runner(system);
  std::vector<Operation> known;
  for (const Operation operation : kOfSessions)
    if (runner.knows(operation)) known.push_back(operation);
  for (const Operation operation : kOfNames)
    if (with_names && runner.knows(operation)) known.push_back(operation);
  const RandomWorkload workload = test::random_workload_of_file(seed, blocks, 24, known);
  const PricedRun expected = whole(system, workload);
  SystemPrices prices(system);
  Standing standing = prices.untouched(workload.uses.front().operation == Operation::create);
  const FileShape shape{blocks * kBlockBytes, kBlockBytes};
  for (const FileUse& use : workload.uses) prices.take(standing, use, shape);
  const std::vector<Price> totals = prices.totals(3, kSizes.header);
  for (std::size_t client = 0; client < expected.clients.size(); ++client) {
    const std::size_t number = expected.clients[client][1] - std::size_t{'0'};
    EXPECT_EQ(shown(totals[number]), shown(expected.prices[client])) << system << ", seed " << seed;
  }
}

TEST(FileStates, PriceWhatWholeProgramsCost) {
  for (const char* system :
       {"nfs2", "nfs3", "nfs3 cto=no", "nfs3 write=stable", "nfs3 acregmin=0 acregmax=0", "nfs4",
        "nfs4 delegations=read", "nfs4 delegations=none", "afs1", "afs2", "afs2 fetch=read"}) {
    for (std::uint64_t seed = 1; seed <= 2; ++seed) expect_equal_prices(system, seed, 1);
  }
}

TEST(FileStates, PriceBlocksOfAFileApart) {
  for (const char* system : {"nfs2", "nfs3", "nfs4"})
    for (std::uint64_t seed = 11; seed <= 12; ++seed) expect_equal_prices(system, seed, 3);
}

TEST(FileStates, PriceCreationsRemovalsAndTruncations) {
  for (const char* system : {"nfs2", "nfs3", "nfs3 cto=no", "afs1", "afs2"})
    for (std::uint64_t seed = 21; seed <= 23; ++seed) expect_equal_prices(system, seed, 1, true);
  expect_equal_prices("nfs3", 31, 3, true);
}

/// Whoever makes a file, asks about it or empties it has its handle: an open need not ask for it.
TEST(FileStates, ReadWhatWasCreated) {
  SystemPrices prices("nfs3 cto=no");
  Standing standing = prices.untouched(true);
  std::uint32_t client = 0;
  for (const Operation first : {Operation::create, Operation::stat, Operation::truncate}) {
    for (const Operation operation : {first, Operation::open, Operation::read, Operation::close}) {
      FileUse use;
      use.operation = operation;
      use.client = client;
      if (operation != first) use.session = client;
      use.length = 100;
      prices.take(standing, use, {100, 100});
    }
    ++client;
  }
  const std::vector<Price> totals = prices.totals(3, 0);
  EXPECT_EQ(shown(totals[0]), "CREATE 1 0 0; READ 1 0 100; 1 1 0 1 0");
  EXPECT_EQ(shown(totals[1]), "GETATTR 1 0 0; READ 1 0 100; 1 1 0 1 0");
  EXPECT_EQ(shown(totals[2]), "READ 1 0 100; SETATTR 1 0 0; 1 1 0 1 0");
}

TEST(FileStates, KnowWhatTheModelsDo) {
  const auto known = [](const char* system) {
    std::string names;
    const FileRunner runner(system);
    for (const Operation operation :
         {Operation::create, Operation::remove, Operation::rename, Operation::truncate})
      if (runner.knows(operation)) names += fmt::format("{} ", name_of(operation));
    return names;
  };
  EXPECT_EQ(known("nfs2"), "create remove truncate ");
  EXPECT_EQ(known("nfs3"), "create remove truncate ");
  EXPECT_EQ(known("nfs4"), "create truncate ");
  EXPECT_EQ(known("afs1"), "create truncate ");
  EXPECT_EQ(known("afs2"), "create rename truncate ");
}

TEST(FileStates, AreRememberedAndTheModelIsRunOnce) {
  SystemPrices prices("nfs3");
  const FileShape shape{100, 100};
  const auto session = [&](Standing& standing, std::uint64_t number) {
    for (const Operation operation : {Operation::open, Operation::read, Operation::close}) {
      FileUse use;
      use.operation = operation;
      use.session = number;
      use.length = 100;
      prices.take(standing, use, shape);
    }
  };
  Standing one = prices.untouched();
  session(one, 1);
  session(one, 2);
  const std::uint64_t runs = prices.states().runs();
  EXPECT_LE(runs, 6U);
  Standing another = prices.untouched();
  for (std::uint64_t number = 3; number < 1000; ++number) session(another, number);
  EXPECT_EQ(prices.states().runs(), runs);
  EXPECT_EQ(prices.totals(1, 0).front().message("READ").calls, 2U) << "the first session of each file reads";
}

TEST(FileStates, TakeClientsOfEqualStandingForOne) {
  SystemPrices prices("nfs3");
  const FileShape shape{100, 100};
  Standing standing = prices.untouched();
  std::uint64_t session = 0;
  std::uint64_t runs = 0;
  for (int round = 0; round < 3; ++round) {
    // Orders of three clients that none of the other rounds has.
    constexpr std::uint32_t kOrders[3][3] = {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}};
    if (round == 2) runs = prices.states().runs();
    for (const std::uint32_t client : kOrders[round]) {
      for (const Operation operation : {Operation::open, Operation::write, Operation::close}) {
        FileUse use;
        use.operation = operation;
        use.client = client;
        use.session = session;
        use.length = 100;
        use.writes = true;
        prices.take(standing, use, shape);
      }
      ++session;
    }
  }
  EXPECT_EQ(prices.states().runs(), runs) << "the last round has only what was seen before";
  for (const Price& price : prices.totals(3, 0))
    EXPECT_EQ(Price(price).message("WRITE").calls, 3U) << "each client writes once a round";
}

TEST(FileStates, ForgetTheClientThatUsedTheFileLongestAgo) {
  SystemPrices prices("nfs3");
  const FileShape shape{100, 100};
  Standing standing = prices.untouched();
  const auto read = [&](std::uint32_t client, std::uint64_t session) {
    for (const Operation operation : {Operation::open, Operation::read, Operation::close}) {
      FileUse use;
      use.operation = operation;
      use.client = client;
      use.session = session;
      use.length = 100;
      prices.take(standing, use, shape);
    }
  };
  const std::uint32_t many = FileRunner::kMostProcesses;
  for (std::uint32_t client = 0; client < many; ++client) read(client, client);
  EXPECT_EQ(prices.forgotten(), 0U);
  read(many, many);  // client 0 goes
  EXPECT_EQ(prices.forgotten(), 1U);
  read(1, many + 1);
  read(0, many + 2);  // reads again; now client 2 goes
  EXPECT_EQ(prices.forgotten(), 2U);
  const std::vector<Price> totals = prices.totals(many + 1, 0);
  EXPECT_EQ(Price(totals[0]).message("READ").calls, 2U);
  EXPECT_EQ(Price(totals[1]).message("READ").calls, 1U);
}

TEST(FileStates, RefuseWhatTheyCannotObserve) {
  EXPECT_THROW(FileRunner("nfs3 acregmin=0"), InputError);
  EXPECT_THROW(FileRunner("smb"), InputError) << "its events do not tell of messages";
  EXPECT_THROW(FileRunner("afs2 granularity=operation"), InputError);
  EXPECT_THROW(FileRunner("nfs3 cto=perhaps"), InputError);
}

}  // namespace
}  // namespace braid::cost
