// How long the check for linearizability takes, file by file: reading the history is not counted.
//
//   validate_benchmark REPETITIONS FILE...
//
// Prints a line a file: its name, the verdict, the operations, and the median of the milliseconds.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>
#include <vector>

#include "braid/checker/history/consistency_models.h"
#include "braid/tracer/import/recording_reader.h"

namespace {

using namespace braid;

void measure(const char* file, int repetitions) {
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::open(file));
  import::RecordingReader reader(std::move(inputs));
  const history::History history = history::read_history(reader, std::nullopt);
  const history::ConsistencyModel* model = history::find_consistency_model("linearizable");
  std::vector<double> milliseconds;
  history::Verdict verdict;
  for (int run = 0; run < repetitions; ++run) {
    const auto start = std::chrono::steady_clock::now();
    verdict = history::check_history(*model, history, {});
    const std::chrono::duration<double, std::milli> time = std::chrono::steady_clock::now() - start;
    milliseconds.push_back(time.count());
  }
  std::nth_element(milliseconds.begin(), milliseconds.begin() + repetitions / 2, milliseconds.end());
  fmt::print("{} {} {} {:.3f}\n", file, name_of(verdict.answer), history.operations.size(),
             milliseconds[static_cast<std::size_t>(repetitions / 2)]);
}

}  // namespace

int main(int count, char** words) {
  int repetitions = 0;
  if (count > 1) {
    const std::string_view word = words[1];
    std::from_chars(word.data(), word.data() + word.size(), repetitions);
  }
  if (count < 3 || repetitions < 1) {
    fmt::print(stderr, "usage: validate_benchmark REPETITIONS FILE...\n");
    return 2;
  }
  try {
    for (int i = 2; i < count; ++i) measure(words[i], repetitions);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
}
