#include "small_histories.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace braid::history {
namespace {

std::string print_value(const History& history, ValueId value) {
  return value < history.values.size() ? fmt::format("\"{}\"", history.values[value]) : "?";
}

std::string print_operation(const History& history, const Operation& operation) {
  constexpr const char* kNames[] = {"read", "write", "cas", "append", "txn"};
  std::string text =
      fmt::format("p{} {:2}..{:<3} {}", operation.process, operation.start,
                  operation.is_known() ? std::to_string(operation.end) : "?", kNames[int(operation.kind)]);
  if (operation.kind != OperationKind::transaction) {
    text += fmt::format(" {}", history.objects[operation.object]);
    if (operation.kind == OperationKind::compare_and_set)
      text += fmt::format(" {} ->", print_value(history, operation.expected));
    text += " " + print_value(history, operation.value);
  }
  for (std::uint32_t k = 0; k < operation.part_count; ++k) {
    const TransactionPart& part = history.parts[operation.first_part + k];
    text += fmt::format(" [{} {} {}]", kNames[int(part.kind)], history.objects[part.object],
                        print_value(history, part.value));
  }
  if (operation.session != kNone) text += fmt::format(" session {}", operation.session);
  return text;
}

}  // namespace

History empty_history(std::uint32_t objects, std::uint32_t values) {
  History history;
  for (std::uint32_t k = 0; k < objects; ++k) {
    history.objects.push_back(fmt::format("/f{}", k));
    history.groups.push_back(history.objects.back());
    history.group_of.push_back(k);
    history.initial_known.push_back(true);
  }
  history.values.emplace_back();
  for (std::uint32_t k = 0; k < values; ++k) history.values.emplace_back(1, static_cast<char>('a' + k));
  return history;
}

void finish(History& history) {
  std::stable_sort(history.operations.begin(), history.operations.end(),
                   [](const Operation& a, const Operation& b) { return a.start < b.start; });
  std::set<std::pair<std::uint32_t, ValueId>> written;
  history.unique_writes = true;
  std::uint64_t line = 0;
  for (Operation& operation : history.operations) {
    operation.line = ++line;
    while (history.clients.size() <= operation.client)
      history.clients.push_back(fmt::format("c{}", history.clients.size()));
    if (operation.kind == OperationKind::read) continue;
    if (operation.kind != OperationKind::write || operation.value == kInitial ||
        !written.emplace(operation.object, operation.value).second)
      history.unique_writes = false;
  }
  history.recorded = history.operations.size();
}

std::string print(const History& history) {
  std::string text = "\n";
  for (std::size_t k = 0; k < history.operations.size(); ++k)
    text += fmt::format("  {:2}: {}\n", k, print_operation(history, history.operations[k]));
  for (std::size_t k = 0; k < history.sessions.size(); ++k) {
    const Session& session = history.sessions[k];
    text += fmt::format("  session {} of c{}: open {}..{} close {}..{}\n", k, session.client,
                        session.open_start, session.open_end, session.close_start,
                        session.close_end == kNever ? "?" : std::to_string(session.close_end));
  }
  for (std::size_t k = 0; k < history.objects.size(); ++k) {
    if (!history.initial_known[k]) text += fmt::format("  {} may hold anything at first\n", k);
  }
  return text;
}

History restricted(const History& history, const std::vector<std::uint32_t>& operations) {
  History fewer = history;
  fewer.operations.clear();
  for (const std::uint32_t number : operations) fewer.operations.push_back(history.operations[number]);
  return fewer;
}

void compare_random(const Recipe& recipe, int draws, unsigned seed,
                    const std::function<void(const History&)>& compare,
                    const std::function<bool(const History&)>& holds) {
  std::mt19937 random(seed);
  int holding = 0;
  for (int draw = 0; draw < draws; ++draw) {
    const History history = random_history(recipe, random);
    SCOPED_TRACE(testing::Message() << "seed " << seed << ", draw " << draw << print(history));
    compare(history);
    if (testing::Test::HasFailure()) return;
    holding += holds(history) ? 1 : 0;
  }
  EXPECT_GT(holding, draws / 10);
  EXPECT_LT(holding, draws);
}

}  // namespace braid::history
