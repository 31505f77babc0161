// async_afs CLIENTS ROUNDS [THREADS]: explores the model of async_afs.h and checks what is known about it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <optional>
#include <string>

#include "async_afs.h"
#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/executor.h"
#include "braid/checker/explore/limits.h"
#include "braid/checker/explore/outcomes.h"
#include "braid/checker/explore/sweep.h"

namespace {

namespace explore = braid::explore;

/// Found by a breadth-first search with a set of all states, written in another language.
struct KnownCounts {
  std::uint32_t clients;
  std::uint32_t rounds;
  std::uint64_t states;
  std::uint64_t transitions;
};
constexpr KnownCounts kKnownCounts[] = {
    {2, 1, 64, 106},    {2, 2, 341, 635},     {2, 3, 1312, 2576},    {2, 4, 4388, 8898},
    {3, 1, 1568, 4080}, {4, 1, 27712, 98000}, {3, 2, 40108, 122829}, {3, 3, 776521, 2478018},
};

std::optional<unsigned long> parse_number(const std::string& text) {
  const bool digits = !text.empty() && text.size() <= 4 &&
                      std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (!digits) return std::nullopt;
  return std::stoul(text);
}

/// Explores, prints, and returns whether everything is as it must be.
bool explore_and_print(std::uint32_t clients, std::uint32_t rounds, unsigned threads) {
  const async_afs::AsyncAfs model(async_afs::family(clients, rounds));
  const explore::CountWeights weights(1, model.actor_count());
  const explore::OutcomeGrouping grouping(
      model.observables(),
      [&](explore::ObservableId id, explore::Control control) { return model.reading(id, control); },
      [&](explore::Control control) { return model.waiting(control); });
  explore::OutcomeCollector outcomes(weights, grouping);
  explore::Executor executor(threads);
  explore::Limits limits;
  explore::Observer* const observers[] = {&outcomes};
  const explore::SweepResult result = explore::sweep(model, weights, observers, executor, limits);
  const explore::OutcomeTable table = outcomes.take_table();

  explore::BigInteger schedules = 0;
  std::uint64_t mass = 0;
  for (const auto& [key, weight] : table) {
    schedules += weight.schedules;
    mass = weights.moduli().front().add(mass, weight.masses.front());
  }
  std::cout << "states " << result.states << "\ntransitions " << result.transitions << "\nschedules "
            << schedules << "\noutcomes " << table.size() << "\nprobability mass modulo 2^61 - 1: " << mass
            << '\n';

  bool right = result.complete() && mass == 1;
  if (mass != 1) std::cout << "WRONG: the mass must be 1\n";
  for (const KnownCounts& known : kKnownCounts) {
    if (known.clients != clients || known.rounds != rounds) continue;
    const bool same = known.states == result.states && known.transitions == result.transitions;
    std::cout << (same ? "as known\n" : "WRONG: known are ");
    if (!same) std::cout << known.states << " states, " << known.transitions << " transitions\n";
    right = right && same;
  }
  return right;
}

}  // namespace

int main(int argc, char** argv) {
  const auto clients = argc > 1 ? parse_number(argv[1]) : std::nullopt;
  const auto rounds = argc > 2 ? parse_number(argv[2]) : std::nullopt;
  const auto threads = argc > 3 ? parse_number(argv[3]) : std::optional<unsigned long>(1);
  if (argc > 4 || !clients || !rounds || !threads || *threads == 0 || *threads > 256) {
    std::cerr << "usage: async_afs CLIENTS ROUNDS [THREADS]\n";
    return 2;
  }
  try {
    const bool right =
        explore_and_print(static_cast<std::uint32_t>(*clients), static_cast<std::uint32_t>(*rounds),
                          static_cast<unsigned>(*threads));
    return right ? EXIT_SUCCESS : EXIT_FAILURE;
  } catch (const std::exception& error) {
    std::cerr << "async_afs: " << error.what() << '\n';
    return EXIT_FAILURE;
  }
}
