// The family by which checkers were compared (N clients, R rounds of open, read or write, close; client i's
// round j writes if i + j is even): states, transitions, final states, outcomes and schedules, to the unit.
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "afs_question.h"
#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/sweep.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

struct Member {
  std::uint32_t clients;
  std::uint32_t rounds;
  std::uint64_t states;
  std::uint64_t transitions;
  std::uint64_t final_states;
  std::uint64_t outcomes;     ///< 0: not known
  std::uint64_t widest_rank;  ///< 0: not known
};

// Found alike by SPIN, Rumur, TLC, LTSmin, Stateright and two plain breadth-first searches.
constexpr Member kMembers[] = {
    {2, 1, 20, 26, 3, 2, 4},
    {2, 2, 99, 152, 7, 5, 13},
    {2, 3, 353, 567, 17, 12, 0},
    {3, 1, 140, 243, 10, 6, 27},
    {3, 2, 2927, 6356, 83, 36, 372},
    {4, 1, 1072, 2280, 50, 18, 190},
    {5, 1, 11184, 29640, 147, 0, 0},
    {3, 3, 30938, 69728, 503, 309, 2842},
    {4, 2, 101400, 274138, 1192, 424, 11408},
    {6, 1, 114624, 349680, 1029, 0, 0},
    {3, 4, 344779, 778140, 6858, 2903, 29627},
#ifndef BRAID_SMALL_SCOPE
    {7, 1, 1383744, 5057232, 2916, 0, 0},
    {3, 5, 3407034, 7697871, 51947, 31863, 277428},
    {4, 3, 5424212, 15175958, 46912, 16630, 491874},
    {5, 2, 5786812, 19177975, 27665, 5400, 611261},
#endif
};

Trace family(std::uint32_t clients, std::uint32_t rounds) {
  std::vector<Program> programs;
  for (std::uint32_t client = 0; client < clients; ++client) {
    Program& program = programs.emplace_back();
    for (std::uint32_t round = 0; round < rounds; ++round) {
      for (const Operation operation :
           {Operation::open, (client + round) % 2 == 0 ? Operation::write : Operation::read,
            Operation::close}) {
        program.emplace_back().operation = operation;
      }
    }
  }
  return workload(programs, 1, {Values::writer, "keep"});
}

explore::BigInteger factorial(std::uint32_t number) {
  explore::BigInteger product = 1;
  for (std::uint32_t factor = 2; factor <= number; ++factor) product *= factor;
  return product;
}

/// Counts the states in which schedules end.
class EndingStates final : public explore::Observer {
 public:
  void begin(unsigned workers) override { counts_.assign(workers, 0); }
  void visit(unsigned worker, const explore::CellView& cell) override {
    for (std::size_t i = 0; i < cell.count; ++i) {
      if (cell.choices_of(i) == 0) ++counts_[worker];
    }
  }
  [[nodiscard]] std::uint64_t total() const {
    std::uint64_t total = 0;
    for (const std::uint64_t count : counts_) total += count;
    return total;
  }

 private:
  std::vector<std::uint64_t> counts_;
};

class Family : public testing::TestWithParam<Member> {};

TEST_P(Family, HasTheKnownNumbers) {
  const Member& member = GetParam();
  const Trace trace = family(member.clients, member.rounds);
  const AfsQuestion question(trace);
  for (const unsigned threads : {1U, 2U, 8U}) {
    SCOPED_TRACE(threads);
    const explore::CountWeights weights(1, member.clients);
    explore::OutcomeCollector collector(weights, question.question().grouping());
    EndingStates endings;
    explore::Observer* const observers[] = {&collector, &endings};
    explore::Executor executor(threads);
    explore::Limits limits;
    const explore::SweepResult result =
        explore::sweep(question.question().model, weights, observers, executor, limits);
    EXPECT_TRUE(result.complete());
    EXPECT_TRUE(result.graded);
    EXPECT_EQ(result.states, member.states);
    EXPECT_EQ(result.transitions, member.transitions);
    EXPECT_EQ(result.rank, 3 * std::int64_t{member.clients} * member.rounds);
    if (member.widest_rank != 0) {
      EXPECT_EQ(result.widest_rank, member.widest_rank);
    }
    EXPECT_EQ(endings.total(), member.final_states);
    const explore::OutcomeTable table = collector.take_table();
    if (member.outcomes != 0) {
      EXPECT_EQ(table.size(), member.outcomes);
    }
    explore::BigInteger schedules = 0;
    std::uint64_t mass = 0;
    for (const auto& [key, weight] : table) {
      schedules += weight.schedules;
      mass = weights.moduli()[0].add(mass, weight.masses[0]);
    }
    EXPECT_EQ(mass, 1U);
    explore::BigInteger expected = factorial(3 * member.clients * member.rounds);
    for (std::uint32_t client = 0; client < member.clients; ++client)
      expected /= factorial(3 * member.rounds);
    EXPECT_TRUE(schedules == expected);
  }
}

INSTANTIATE_TEST_SUITE_P(Members, Family, testing::ValuesIn(kMembers),
                         [](const testing::TestParamInfo<Member>& member) {
                           return std::to_string(member.param.clients) + "Clients" +
                                  std::to_string(member.param.rounds) + "Rounds";
                         });

}  // namespace
}  // namespace braid::oracle
