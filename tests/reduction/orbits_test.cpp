// Where nothing is independent, a reduced sweep visits exactly one state of each orbit: of all states that
// the symmetries make of one. The orbits are found by brute force.
#include <gtest/gtest.h>

#include <deque>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "braid/checker/explore/executor.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"
#include "braid/checker/models/afs/afs_messages.h"
#include "braid/checker/models/afs2.h"
#include "braid/checker/models/reduction/state_permutation.h"
#include "braid/checker/models/system.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

using explore::Position;
using explore::WideState;

using Reached = std::pair<std::vector<Position>, std::vector<std::uint64_t>>;

/// All reachable states, by a search that knows nothing of ranks or cells.
template <class M>
std::set<Reached> reachable(const M& model) {
  WideState first{std::vector<std::uint64_t>(model.layout().words(), 0)};
  model.initialize(first);
  struct Open {
    explore::OwnedControl control;
    WideState state;
  };
  std::deque<Open> open{{model.initial(), first}};
  std::set<Reached> known{{open.front().control.positions, first.words}};
  while (!open.empty()) {
    const Open from = open.front();
    open.pop_front();
    model.steps(from.control.view(), [&](const typename M::Step& step) {
      WideState state = from.state;
      explore::Branch branch = explore::kDisabled;
      model.template with_kernel<WideState>(step, [&](auto&& kernel) { branch = kernel(state); });
      if (branch == explore::kDisabled) return;
      explore::OwnedControl control{std::vector<Position>(from.control.positions.size()), 0};
      control.rank = model.target(from.control.view(), step, branch, control.positions);
      if (known.insert({control.positions, state.words}).second) open.push_back({control, state});
    });
  }
  return known;
}

/// The number of orbits; expects each symmetry to lead from reachable states to reachable states.
template <class M>
std::size_t orbits(const M& model, const std::set<Reached>& states, std::size_t symmetries) {
  std::vector<StatePermutation> permutations;
  for (const Symmetry& symmetry : model.symmetries(1000)) permutations.emplace_back(symmetry);
  EXPECT_EQ(permutations.size(), symmetries);
  std::set<Reached> least;
  for (const Reached& state : states) {
    Reached smallest = state;
    for (const StatePermutation& permutation : permutations) {
      Reached image{state.first, permutation.permuted(WideState{state.second}).words};
      permutation.permute(image.first);
      EXPECT_TRUE(states.contains(image));
      smallest = std::min(smallest, image);
    }
    least.insert(smallest);
  }
  return least.size();
}

/// States that a check visits of a condition that always holds and that reads nothing.
CheckResult check(const Trace& trace) {
  const auto system = open_system(trace);
  CheckRequest request;
  request.signature = system->signature();
  formula::BoundProperty property;
  property.claims = {formula::bind_condition(ConditionKind::always, formula::parse_expression("t", "true"),
                                             request.signature)};
  request.properties.push_back(property);
  explore::Executor executor(2, 0);
  explore::Limits limits;
  return system->check(request, {executor, limits});
}

template <class M>
void expect_one_state_an_orbit(const std::string& text, std::size_t symmetries) {
  SCOPED_TRACE(text);
  const Trace trace = parse_notation("t", text);
  const M model(trace, {});
  const std::set<Reached> states = reachable(model);
  const CheckResult result = check(trace);
  EXPECT_EQ(result.reduction.symmetries, symmetries);
  EXPECT_FALSE(result.reduction.partial_order);
  const std::size_t expected = orbits(model, states, symmetries);
  EXPECT_EQ(result.sweep.states, expected);
  EXPECT_LT(expected, states.size());
  EXPECT_GE(expected * symmetries, states.size());
}

std::string clients(int count, const std::string& program, const std::string& first = "c") {
  std::string text;
  for (int client = 0; client < count; ++client)
    text += "client " + first + std::to_string(client) + ": " + program + "\n";
  return text;
}

TEST(Orbits, OfAfs2) {
  const std::string head = "system afs2\nvalues counter\nfile a = 0\n";
  expect_one_state_an_orbit<Afs2>(head + clients(3, "open a, write, close"), 6);
  expect_one_state_an_orbit<Afs2>(
      head + clients(4, "open a, close") + clients(1, "open a, write, close", "d"), 24);
  expect_one_state_an_orbit<Afs2>(
      head + clients(2, "open a, write, close, open a, close") + clients(2, "open a, close", "d"), 4);
}

TEST(Orbits, OfAfs2WithReferencesThatAreData) {
  const std::string head = "system afs2 reopen=replace\nvalues counter\nfile a = 0\n";
  expect_one_state_an_orbit<Afs2>(head + clients(3, "open a as 1, open a as 2, write 1, close 1, close 2"),
                                  6);
}

TEST(Orbits, OfNamesThatAreMadeInADirectory) {
  const std::string head = "system afs2 granularity=message acknowledge=ignored merge=blind\nfile a = 0\n";
  expect_one_state_an_orbit<AfsMessages>(head + clients(2, "open a, close, makedir a, open a"), 2);
  expect_one_state_an_orbit<AfsMessages>(head + clients(3, "makedir a"), 6);
}

TEST(Orbits, OfMessages) {
  for (const char* options : {"acknowledge=ignored", "acknowledge=ignored channels=shared store=at-once",
                              "acknowledge=ignored store=apply-reply-break"}) {
    const std::string head = "system afs2 granularity=message " + std::string(options) + "\nvalues ";
    expect_one_state_an_orbit<AfsMessages>(head + "writer\nfile a = 0\n" + clients(2, "open a, write, close"),
                                           2);
    expect_one_state_an_orbit<AfsMessages>(
        head + "counter\nfile a = 0\n" + clients(2, "open a, write, close"), 2);
    expect_one_state_an_orbit<AfsMessages>(
        head + "writer\nfile a = 0\n" + clients(2, "open a, write, close") + clients(1, "open a, close", "d"),
        2);
  }
  expect_one_state_an_orbit<AfsMessages>(
      "system afs1\nvalues writer\nfile a = 0\n" + clients(3, "open a, write, close"), 6);
}

TEST(Orbits, OfFaults) {
  const std::string head = "system afs2 granularity=message\nvalues writer\nfile a = 0\n";
  for (const char* faults :
       {"loss<=1 retransmit<=1", "client-crash<=1", "server-crash<=1", "partition<=1 tick<=2", "duplicate<=1",
        "partition<=1 address-change<=1", "evict<=1"}) {
    expect_one_state_an_orbit<AfsMessages>(
        head + clients(2, "open a, write, close") + "faults " + faults + "\n", 2);
  }
}

TEST(Orbits, OfCopiesThatAreStatusAlone) {
  expect_one_state_an_orbit<AfsMessages>(
      "system afs2 granularity=message fetch=read\nvalues writer\nfile a = 0\n" +
          clients(2, "open a, read, close, open a, write, close") + "faults evict<=1\n",
      2);
}

TEST(Orbits, OfClientsWithSeveralProcesses) {
  expect_one_state_an_orbit<AfsMessages>(
      "system afs2 granularity=message acknowledge=ignored\nvalues writer\nfile a = 0\n"
      "client c0.x: open a, write, close\nclient c0.y: open a, close\n"
      "client c1.x: open a, write, close\nclient c1.y: open a, close\n",
      2);
}

}  // namespace
}  // namespace braid::models
