// Prices follow what a model says of its events.
#include "braid/checker/cost/meter.h"

#include <gtest/gtest.h>

#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::cost {
namespace {

using explore::EventInstance;
using explore::EventKind;
using explore::Payload;

/// The blocks that pass the network in the only schedule of the trace, if its model had this signature.
std::uint64_t network_blocks(const models::System& system, const explore::Signature& signature) {
  Meter meter(system.trace(), signature, {}, {});
  const auto walk = system.walk();
  while (!walk->enabled().empty()) {
    for (const EventInstance& event : walk->enabled()[0].events) meter.add(event, std::nullopt, true);
    walk->take(0);
  }
  return meter.prices()[0].network_blocks();
}

EventKind& kind_called(explore::Signature& signature, const std::string& name) {
  for (EventKind& kind : signature.events)
    if (kind.name == name) return kind;
  throw std::runtime_error(name);
}

// Row 11 of OSTEP's Table 49.4 under AFS, and under designs that are not AFS.
TEST(Meter, AnotherModelHasAnotherPrice) {
  const auto afs = models::open_system(parse_notation(
      "t", "system afs2 granularity=message\nfile a = 0 blocks 5\nclient c0: open a, write at 0, close\n"));
  explore::Signature signature = afs->signature();
  EXPECT_EQ(network_blocks(*afs, signature), 10U);
  kind_called(signature, "fetch_data").message->reply = Payload::none;  // opens for writing fetch nothing
  EXPECT_EQ(network_blocks(*afs, signature), 5U);
  kind_called(signature, "store_data").message->call =
      Payload::block;  // and what is stored is what was written
  EXPECT_EQ(network_blocks(*afs, signature), 1U);
}

TEST(Meter, CapacitiesDecideWhereABlockComesFrom) {
  const auto afs = models::open_system(parse_notation(
      "t", "system afs2 granularity=message\nfile a = 0 blocks 5\nclient c0: open a, read, close\n"));
  for (const std::uint64_t memory : {4U, 5U}) {
    Meter meter(afs->trace(), afs->signature(), {}, {memory, Capacity::kUnlimited});
    const auto walk = afs->walk();
    while (!walk->enabled().empty()) {
      for (const EventInstance& event : walk->enabled()[0].events) meter.add(event, std::nullopt, true);
      walk->take(0);
    }
    EXPECT_EQ(meter.prices()[0].disk_accesses, memory == 4 ? 5U : 0U);
    EXPECT_EQ(meter.prices()[0].memory_accesses, memory == 4 ? 0U : 5U);
  }
}

}  // namespace
}  // namespace braid::cost
