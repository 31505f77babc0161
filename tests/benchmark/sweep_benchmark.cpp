// The sweep's throughput in steps per second, on instances of the family of workloads (family.py): nothing
// but the sweep, with each weight, on one and two threads. No observers.
#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "braid/checker/explore/count_weights.h"
#include "braid/checker/explore/sweep.h"
#include "braid/checker/models/afs2_sweep.h"
#include "braid/tracer/notation.h"

namespace {

using namespace braid;

/// Client i's round j writes if i + j is even, else it reads.
std::string family(unsigned clients, unsigned rounds) {
  std::string text = "system afs2\nvalues writer\nfile a = 0\n";
  for (unsigned client = 0; client < clients; ++client) {
    for (unsigned round = 0; round < rounds; ++round) {
      text += round == 0 ? fmt::format("client c{}: ", client) : std::string(", ");
      text += fmt::format("open a, {}, close", (client + round) % 2 == 0 ? "write" : "read");
    }
    text += "\n";
  }
  return text;
}

/// The model with every read tracked.
models::Afs2 model_of(const Trace& trace) {
  std::vector<explore::ObservableId> reads;
  const explore::Signature signature = models::Afs2::signature(trace);
  for (explore::ObservableId id = 0; id < signature.observables.size(); ++id) {
    if (signature.observables[id].history) reads.push_back(id);
  }
  return models::Afs2(trace, reads);
}

/// moduli < 0: reachability alone.
std::unique_ptr<explore::Weights> weights_of(std::int64_t moduli, std::uint32_t clients) {
  if (moduli < 0) return std::make_unique<explore::ReachWeights>();
  return std::make_unique<explore::CountWeights>(static_cast<std::size_t>(moduli), clients);
}

/// Arguments: clients, rounds, moduli, threads.
void sweep(benchmark::State& state) {
  const auto clients = static_cast<unsigned>(state.range(0));
  const auto rounds = static_cast<unsigned>(state.range(1));
  const models::Afs2 model = model_of(parse_notation("family", family(clients, rounds)));
  const std::unique_ptr<explore::Weights> weights = weights_of(state.range(2), clients);
  explore::Executor executor(static_cast<unsigned>(state.range(3)));
  std::uint64_t steps = 0;
  std::uint64_t peak = 0;
  for (auto _ : state) {
    explore::Limits limits;
    const explore::SweepResult result = explore::sweep(model, *weights, {}, executor, limits);
    if (!result.complete()) throw std::runtime_error("the sweep stopped early");
    steps += result.transitions;
    peak = limits.peak_memory();
  }
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(steps), benchmark::Counter::kIsRate);
  state.counters["bytes"] = benchmark::Counter(static_cast<double>(peak), benchmark::Counter::kDefaults,
                                               benchmark::Counter::OneK::kIs1024);
  const std::int64_t moduli = state.range(2);
  state.SetLabel(moduli < 0 ? "reach" : moduli == 0 ? "count" : fmt::format("count, {} moduli", moduli));
}

void instances(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"clients", "rounds", "moduli", "threads"});
  for (const auto& [clients, rounds] : {std::pair{5, 2}, std::pair{4, 3}, std::pair{3, 6}}) {
    for (const int moduli : {-1, 0, 1, 3}) {
      for (const int threads : {1, 2}) benchmark->Args({clients, rounds, moduli, threads});
    }
  }
  benchmark->Unit(benchmark::kMillisecond)->UseRealTime();
}

}  // namespace

BENCHMARK(sweep)->Apply(instances);
