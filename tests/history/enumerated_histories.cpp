#include "small_histories.h"

namespace braid::history {
namespace {

/// The digits of a number in mixed bases; false once all numbers were counted.
bool count_on(std::vector<std::uint32_t>& digits, const std::vector<std::uint32_t>& bases) {
  for (std::size_t k = 0; k < digits.size(); ++k) {
    if (++digits[k] < bases[k]) return true;
    digits[k] = 0;
  }
  return false;
}

/// All ways in which operations write values of their own, or read one of these or the initial one.
void for_each_choice(std::uint32_t operations,
                     const std::function<void(const std::vector<Operation>&)>& visit) {
  for (std::uint32_t writes = 0; writes < 1U << operations; ++writes) {
    std::vector<Operation> chosen(operations);
    std::vector<std::uint32_t> bases(operations, 1);
    std::uint32_t values = 1;
    for (std::uint32_t k = 0; k < operations; ++k) {
      if ((writes >> k & 1U) == 0) continue;
      chosen[k].kind = OperationKind::write;
      chosen[k].value = values++;
    }
    for (std::uint32_t k = 0; k < operations; ++k) {
      if (chosen[k].kind == OperationKind::read) bases[k] = values;
    }
    std::vector<std::uint32_t> digits(operations, 0);
    do {
      for (std::uint32_t k = 0; k < operations; ++k) {
        if (chosen[k].kind == OperationKind::read) chosen[k].value = digits[k];
      }
      visit(chosen);
    } while (count_on(digits, bases));
  }
}

/// Ways to interleave calls and returns of two processes: bits say whose is next.
std::vector<std::uint32_t> interleavings(std::uint32_t first, std::uint32_t second) {
  std::vector<std::uint32_t> found;
  for (std::uint32_t bits = 0; bits < 1U << (2 * (first + second)); ++bits) {
    if (static_cast<std::uint32_t>(__builtin_popcount(bits)) == 2 * second) found.push_back(bits);
  }
  return found;
}

void set_times(std::vector<Operation>& operations, std::uint32_t first, std::uint32_t bits) {
  std::uint32_t moments[2] = {0, 0};
  for (std::uint32_t time = 0; time < 2 * operations.size(); ++time) {
    const std::uint32_t process = bits >> time & 1U;
    const std::uint32_t moment = moments[process]++;
    Operation& operation = operations[(process == 0 ? 0 : first) + moment / 2];
    operation.client = operation.process = process;
    (moment % 2 == 0 ? operation.start : operation.end) = time;
  }
}

}  // namespace

void for_each_history(std::uint32_t first, std::uint32_t second, std::uint32_t stride,
                      const std::function<void(const History&)>& visit) {
  std::uint64_t number = 0;
  const auto orders = interleavings(first, second);
  for_each_choice(first + second, [&](const std::vector<Operation>& chosen) {
    for (const std::uint32_t bits : orders) {
      if (number++ % stride != 0) continue;
      History history = empty_history(1, first + second);
      history.operations = chosen;
      set_times(history.operations, first, bits);
      finish(history);
      visit(history);
    }
  });
}

void for_each_history_of_two(std::uint32_t first, std::uint32_t second, std::uint32_t stride,
                             const std::function<void(const History&)>& visit) {
  std::uint64_t number = 0;
  std::uint32_t turns = 0;
  for (std::uint32_t time = 0; time < 2 * (first + second); ++time) {
    const bool seconds = time / 2 % 2 == 1 && time / 4 < second;
    if (seconds || time / 4 >= first) turns |= 1U << time;
  }
  for_each_choice(first + second, [&](const std::vector<Operation>& chosen) {
    for (std::uint32_t objects = 0; objects < 1U << (first + second); ++objects) {
      if (number++ % stride != 0) continue;
      History history = empty_history(2, first + second);
      history.operations = chosen;
      for (std::uint32_t k = 0; k < first + second; ++k) history.operations[k].object = objects >> k & 1U;
      set_times(history.operations, first, turns);
      finish(history);
      visit(history);
    }
  });
}

}  // namespace braid::history
