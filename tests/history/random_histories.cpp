#include <algorithm>
#include <map>
#include <optional>

#include "small_histories.h"

namespace braid::history {
namespace {

/// Draws a history: first when operations are called and return, then what happens at moments between.
class Draw {
 public:
  Draw(const Recipe& recipe, std::mt19937& random)
      : recipe_(recipe), random_(random), history_(empty_history(recipe.objects, kLetters)) {}

  History make() {
    for (std::uint32_t process = 0; process < recipe_.processes; ++process) draw_process(process);
    for (std::uint32_t k = 0; k < recipe_.objects; ++k)
      history_.initial_known[k] = !(recipe_.unknown_initial && chance(2));
    happen();
    if (chance(2)) change_some_read();
    if (recipe_.unknown_outcomes) forget_some_outcome();
    finish(history_);
    return std::move(history_);
  }

 private:
  static constexpr std::uint32_t kLetters = 16;

  std::uint32_t below(std::uint32_t bound) {
    return std::uniform_int_distribution<std::uint32_t>(0, bound - 1)(random_);
  }
  bool chance(std::uint32_t one_in) { return below(one_in) == 0; }

  OperationKind draw_kind() {
    std::vector<OperationKind> kinds{OperationKind::read, OperationKind::read, OperationKind::write};
    if (recipe_.compare_and_sets) kinds.push_back(OperationKind::compare_and_set);
    if (recipe_.appends) kinds.push_back(OperationKind::append);
    if (recipe_.transactions) kinds.push_back(OperationKind::transaction);
    return kinds[below(static_cast<std::uint32_t>(kinds.size()))];
  }

  ValueId draw_value() { return recipe_.unique ? ++last_value_ : 1 + below(2); }

  void draw_process(std::uint32_t process) {
    std::int64_t time = below(4);
    for (std::uint32_t k = 0; k < recipe_.operations; ++k) {
      if (recipe_.sessions && (k == 0 || chance(2))) time = open_session(process, time);
      Operation operation;
      operation.kind = draw_kind();
      operation.client = operation.process = process;
      operation.object = below(recipe_.objects);
      operation.start = time + 1 + below(3);
      operation.end = operation.start + below(6);
      operation.session = session_;
      if (operation.kind == OperationKind::transaction) draw_parts(operation);
      time = operation.end;
      history_.operations.push_back(operation);
      if (session_ != kNone) {
        history_.sessions[session_].close_start = time + 1;
        history_.sessions[session_].close_end = chance(8) ? kNever : time + 2;
        time += 2;
      }
    }
    session_ = kNone;
  }

  std::int64_t open_session(std::uint32_t process, std::int64_t time) {
    Session session;
    session.client = process;
    session.open_start = time + 1;
    session.open_end = time + 2;
    session_ = static_cast<std::uint32_t>(history_.sessions.size());
    history_.sessions.push_back(session);
    return time + 2;
  }

  void draw_parts(Operation& operation) {
    operation.first_part = static_cast<std::uint32_t>(history_.parts.size());
    operation.part_count = 1 + below(2);
    for (std::uint32_t k = 0; k < operation.part_count; ++k) {
      const bool appends = recipe_.appends && chance(2);
      const auto kind = chance(2) ? OperationKind::read
                        : appends ? OperationKind::append
                                  : OperationKind::write;
      history_.parts.push_back({kind, below(recipe_.objects), kInitial});
    }
  }

  ValueId number_of(const std::string& text) {
    const auto found = std::find(history_.values.begin(), history_.values.end(), text);
    const auto number = static_cast<ValueId>(found - history_.values.begin());
    if (found == history_.values.end()) history_.values.push_back(text);
    return number;
  }

  /// Gives values to operations, in the order of moments between their calls and returns.
  void happen() {
    std::vector<std::pair<std::int64_t, std::size_t>> moments;
    for (std::size_t k = 0; k < history_.operations.size(); ++k) {
      const Operation& operation = history_.operations[k];
      const auto length = static_cast<std::uint32_t>(operation.end - operation.start + 1);
      moments.emplace_back(operation.start + below(length), k);
    }
    std::sort(moments.begin(), moments.end());
    std::vector<ValueId> held(recipe_.objects, kInitial);
    for (std::uint32_t k = 0; k < recipe_.objects; ++k) {
      if (!history_.initial_known[k]) held[k] = 1 + below(3);
    }
    for (const auto& [moment, k] : moments) {
      Operation& operation = history_.operations[k];
      if (operation.kind == OperationKind::compare_and_set) operation.expected = held[operation.object];
      if (operation.kind != OperationKind::transaction)
        happen(operation.kind, operation.value, held[operation.object]);
      for (std::uint32_t part = 0; part < operation.part_count; ++part) {
        TransactionPart& done = history_.parts[operation.first_part + part];
        happen(done.kind, done.value, held[done.object]);
      }
    }
  }

  void happen(OperationKind kind, ValueId& value, ValueId& held) {
    if (kind == OperationKind::read) {
      value = held;
      return;
    }
    value = draw_value();
    held = kind == OperationKind::append ? number_of(history_.values[held] + history_.values[value]) : value;
  }

  void change_some_read() {
    std::vector<ValueId*> reads;
    for (Operation& operation : history_.operations) {
      if (operation.kind == OperationKind::read) reads.push_back(&operation.value);
      if (operation.kind == OperationKind::compare_and_set) reads.push_back(&operation.expected);
    }
    for (TransactionPart& part : history_.parts) {
      if (part.kind == OperationKind::read) reads.push_back(&part.value);
    }
    if (reads.empty()) return;
    const std::uint32_t most = recipe_.unique ? last_value_ + (chance(4) ? 2 : 1)
                                              : static_cast<std::uint32_t>(history_.values.size());
    *reads[below(static_cast<std::uint32_t>(reads.size()))] = below(std::max(most, 1U));
  }

  void forget_some_outcome() {
    for (Operation& operation : history_.operations) {
      if (operation.kind != OperationKind::read && chance(3)) operation.end = kNever;
    }
  }

  const Recipe& recipe_;
  std::mt19937& random_;
  History history_;
  ValueId last_value_ = 0;
  std::uint32_t session_ = kNone;
};

}  // namespace

History random_history(const Recipe& recipe, std::mt19937& random) {
  return Draw(recipe, random).make();
}

}  // namespace braid::history
