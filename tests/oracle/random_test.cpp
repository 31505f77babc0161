// Larger afs2 workloads, drawn with pinned seeds, against the oracle that merges paths in maps.
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "afs_oracle.h"
#include "afs_question.h"
#include "agreement.h"
#include "merging_oracle.h"
#include "workloads.h"

namespace braid::oracle {
namespace {

/// Draws from the engine directly: the distributions of the standard library differ between implementations.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : random_(seed) {}
  std::size_t below(std::size_t limit) { return static_cast<std::size_t>(random_() % limit); }

 private:
  std::mt19937_64 random_;
};

Program random_program(Dice& dice, std::size_t events, std::uint32_t files, std::uint32_t descriptors) {
  Program program;
  std::vector<std::optional<std::uint32_t>> open(descriptors);
  while (program.size() < events) {
    Event event;
    event.descriptor = static_cast<std::uint32_t>(dice.below(descriptors));
    std::optional<std::uint32_t>& file = open[event.descriptor];
    const std::size_t die = dice.below(10);
    if (!file) {
      file = static_cast<std::uint32_t>(dice.below(files));
      event.operation = Operation::open;
    } else {
      event.operation = die < 4 ? Operation::write : die < 7 ? Operation::read : Operation::close;
    }
    event.file = *file;
    if (event.operation == Operation::close) file.reset();
    program.push_back(event);
  }
  return program;
}

struct Size {
  std::uint32_t clients;
  std::size_t events;  ///< of each client, at most
  std::uint32_t files;
  std::uint32_t descriptors;
};

Trace random_workload(std::uint64_t seed, const Size& size) {
  Dice dice(seed);
  std::vector<Program> programs;
  for (std::uint32_t client = 0; client < size.clients; ++client) {
    programs.push_back(random_program(dice, size.events / 2 + dice.below(size.events / 2 + 1), size.files,
                                      size.descriptors));
  }
  Trace trace = workload(programs, size.files, kVariants[dice.below(std::size(kVariants))]);
  for (Actor& actor : trace.actors) {
    actor.descriptors.clear();
    for (std::uint32_t d = 0; d < size.descriptors; ++d) actor.descriptors.push_back(std::to_string(d));
  }
  return trace;
}

class RandomWorkloads : public testing::TestWithParam<Size> {};

TEST_P(RandomWorkloads, EngineAgreesWithMergingOracle) {
#ifdef BRAID_SMALL_SCOPE
  constexpr std::uint64_t kSeeds = 6;
#else
  constexpr std::uint64_t kSeeds = 40;
#endif
  Engines engines;
  for (std::uint64_t seed = 1; seed <= kSeeds && !HasFailure(); ++seed) {
    const Trace trace = random_workload(seed, GetParam());
    SCOPED_TRACE(testing::Message() << "seed " << seed << ": " << describe(trace));
    const AfsQuestion question(trace);
    engines.expect_agreement(question.question(), explore_merging(AfsOracle(trace)));
  }
}

INSTANTIATE_TEST_SUITE_P(Sizes, RandomWorkloads,
                         testing::Values(Size{1, 60, 3, 4}, Size{2, 14, 2, 3}, Size{2, 18, 1, 2},
                                         Size{3, 8, 1, 3}, Size{3, 8, 3, 3}, Size{4, 5, 2, 2},
                                         Size{5, 4, 1, 2}),
                         [](const testing::TestParamInfo<Size>& size) {
                           return std::to_string(size.param.clients) + "Clients" +
                                  std::to_string(size.param.files) + "FilesUpTo" +
                                  std::to_string(size.param.events) + "Events";
                         });

}  // namespace
}  // namespace braid::oracle
