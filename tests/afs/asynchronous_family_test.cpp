// The asynchronous family by which checkers are compared (N clients, R rounds; client i's round j writes if i
// + j is even, else reads): its states and transitions, to the unit.
//
// Source of the counts: SPIN 6.5.2 (-o2), Rumur 2022.08.20 and a breadth-first search agree on them. One FIFO
// from the server to each client, no acknowledgements, a store served in one step, promises that are never
// removed.
#include <gtest/gtest.h>

#include <string>

#include "braid/checker/explore/executor.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

Trace family(unsigned clients, unsigned rounds) {
  std::string text =
      "system afs2 granularity=message store=at-once acknowledge=ignored grant=unchecked promises=kept "
      "channels=shared\nfile a = 0\n";
  for (unsigned client = 0; client < clients; ++client) {
    text += "client c" + std::to_string(client) + ":";
    for (unsigned round = 0; round < rounds; ++round) {
      text += std::string(round == 0 ? "" : ",") + " open a, " +
              ((client + round) % 2 == 0 ? "write" : "read") + ", close";
    }
    text += "\n";
  }
  return parse_notation("family", text);
}

struct Instance {
  unsigned clients;
  unsigned rounds;
  std::uint64_t states;
  std::uint64_t transitions;
};

class AsynchronousFamily : public testing::TestWithParam<Instance> {};

TEST_P(AsynchronousFamily, HasTheKnownCounts) {
  const Instance& instance = GetParam();
  const auto system = open_system(family(instance.clients, instance.rounds));
  explore::Executor executor(2);
  explore::Limits limits;
  CountRequest request;
  request.by = system->default_outcome();
  request.probability = false;
  request.witnesses = 0;
  const CountResult result = system->count(request, {executor, limits});
  EXPECT_EQ(result.sweep.states, instance.states);
  EXPECT_EQ(result.sweep.transitions, instance.transitions);
  EXPECT_FALSE(result.sweep.graded);
}

constexpr Instance kInstances[] = {
    {2, 1, 64, 106},         {2, 2, 341, 635},      {2, 3, 1312, 2576},   {2, 4, 4388, 8898},
    {3, 1, 1568, 4080},      {3, 2, 40108, 122829}, {4, 1, 27712, 98000},
#ifndef BRAID_SMALL_SCOPE
    {3, 3, 776521, 2478018},
#endif
};

INSTANTIATE_TEST_SUITE_P(Known, AsynchronousFamily, testing::ValuesIn(kInstances), [](const auto& part) {
  return std::to_string(part.param.clients) + "x" + std::to_string(part.param.rounds);
});

}  // namespace
}  // namespace braid::models
