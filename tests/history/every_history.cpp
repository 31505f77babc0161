#include "every_history.h"

#include <array>

#include "small_histories.h"

namespace braid::history {
namespace {

constexpr std::size_t kMostClients = 3;
constexpr ValueId kValues = 2;

/// A call, with or without its return.
struct Call {
  std::uint32_t client = 0;
  std::int64_t start = 0;
  std::int64_t end = kNever;
};

struct Client {
  std::uint32_t calls = 0;
  bool returns = true;  ///< its last call does
  std::uint32_t events_taken = 0;
  std::size_t call = 0;  ///< its latest, by number
};

/// All orders of calls and returns of clients that call so often.
class Orders {
 public:
  Orders(std::array<Client, kMostClients> clients, Moments moments,
         const std::function<void(const std::vector<Call>&)>& visit)
      : clients_(clients), moments_(moments), visit_(visit) {}

  void run() { take_next(kMostClients, false); }

 private:
  /// After an event of client `last`, which was a return or a call.
  void take_next(std::size_t last, bool last_returned) {
    bool complete = true;
    for (std::size_t k = 0; k < clients_.size(); ++k) {
      Client& client = clients_[k];
      const std::uint32_t events = 2 * client.calls - (client.returns ? 0 : 1);
      if (client.events_taken == events) continue;
      complete = false;
      const bool returns = client.events_taken % 2 == 1;
      // Within calls that follow each other, and within returns, the order says nothing.
      const bool is_told =
          moments_ == Moments::order || last == kMostClients || returns != last_returned || last < k;
      if (!is_told || (client.events_taken == 0 && !is_first_of_its_kind(k))) continue;
      take(client, k, returns);
    }
    if (complete) visit_(calls_);
  }

  /// Of clients that call equally often, those with the lesser numbers call first.
  [[nodiscard]] bool is_first_of_its_kind(std::size_t client) const {
    return client == 0 || clients_[client - 1].calls != clients_[client].calls ||
           clients_[client - 1].events_taken > 0;
  }

  void take(Client& client, std::size_t number, bool returns) {
    const Client before = client;
    ++client.events_taken;
    ++time_;
    if (returns) {
      calls_[client.call].end = time_;
    } else {
      client.call = calls_.size();
      calls_.push_back({static_cast<std::uint32_t>(number), time_, kNever});
    }
    take_next(number, returns);
    if (returns) {
      calls_[client.call].end = kNever;
    } else {
      calls_.pop_back();
    }
    --time_;
    client = before;
  }

  std::array<Client, kMostClients> clients_;
  Moments moments_;
  const std::function<void(const std::vector<Call>&)>& visit_;
  std::vector<Call> calls_;
  std::int64_t time_ = 0;
};

/// All that clients can do by these calls.
class Contents {
 public:
  Contents(const EveryHistoryScope& scope, const std::function<void(const History&)>& visit)
      : scope_(scope), visit_(visit), history_(empty_history(1, kValues)) {
    for (std::size_t k = 0; k < kMostClients; ++k) history_.clients.push_back("c" + std::to_string(k));
  }

  void choose_for(const std::vector<Call>& calls) {
    calls_ = &calls;
    choose(0);
  }

  [[nodiscard]] std::uint64_t visited() const { return visited_; }

 private:
  void choose(std::size_t number) {
    if (number == calls_->size()) {
      ++visited_;
      history_.recorded = history_.operations.size();
      history_.unique_writes = repeated_ == 0;
      visit_(history_);
      return;
    }
    const Call& call = (*calls_)[number];
    if (scope_.sessions) choose_session(number, call);
    // Values are named in the order in which they first occur.
    const ValueId most = std::min(used_ + 1, kValues);
    for (ValueId value = 1; value <= most; ++value) choose_write(number, call, value);
    if (call.end == kNever) return;  // a read that did not return says nothing
    for (ValueId value = kInitial; value <= most; ++value)
      choose_operation(number, call, OperationKind::read, value);
  }

  void choose_write(std::size_t number, const Call& call, ValueId value) {
    const bool again = written_[value];
    if (again && scope_.unique) return;
    repeated_ += again ? 1 : 0;
    written_[value] = true;
    choose_operation(number, call, OperationKind::write, value);
    written_[value] = again;
    repeated_ -= again ? 1 : 0;
  }

  void choose_operation(std::size_t number, const Call& call, OperationKind kind, ValueId value) {
    const ValueId used = used_;
    used_ = std::max(used_, value);
    Operation operation;
    operation.kind = kind;
    operation.client = operation.process = call.client;
    operation.value = value;
    operation.start = call.start;
    operation.end = call.end;
    operation.session = session_[call.client];
    operation.line = number + 1;
    history_.operations.push_back(operation);
    choose(number + 1);
    history_.operations.pop_back();
    used_ = used;
  }

  void choose_session(std::size_t number, const Call& call) {
    if (call.end == kNever) return;
    std::uint32_t& session = session_[call.client];
    const std::uint32_t before = session;
    if (session == kNone) {
      session = static_cast<std::uint32_t>(history_.sessions.size());
      history_.sessions.push_back(
          {0, call.client, call.start, call.end, kNever, kNever, number + 1, 0, false});
      choose(number + 1);
      history_.sessions.pop_back();
    } else {
      session = kNone;
      set_close(before, call.start, call.end);
      choose(number + 1);
      set_close(before, kNever, kNever);
    }
    session = before;
  }

  void set_close(std::uint32_t session, std::int64_t start, std::int64_t end) {
    history_.sessions[session].close_start = start;
    history_.sessions[session].close_end = end;
  }

  const EveryHistoryScope& scope_;
  const std::function<void(const History&)>& visit_;
  const std::vector<Call>* calls_ = nullptr;
  History history_;
  std::array<std::uint32_t, kMostClients> session_ = {kNone, kNone, kNone};
  std::array<bool, kValues + 1> written_ = {};
  ValueId used_ = kInitial;
  int repeated_ = 0;
  std::uint64_t visited_ = 0;
};

}  // namespace

std::uint64_t for_every_history(const EveryHistoryScope& scope,
                                const std::function<void(const History&)>& visit) {
  Contents contents(scope, visit);
  const std::function<void(const std::vector<Call>&)> choose = [&](const std::vector<Call>& calls) {
    contents.choose_for(calls);
  };
  const auto with_calls = [&](std::uint32_t first, std::uint32_t second, std::uint32_t third) {
    for (std::uint32_t lost = 0; lost < 1U << kMostClients; ++lost) {
      std::array<Client, kMostClients> clients;
      bool is_possible = true;
      std::size_t number = 0;
      for (const std::uint32_t calls : {first, second, third}) {
        clients[number].calls = calls;
        clients[number].returns = (lost >> number & 1U) == 0;
        is_possible = is_possible && (calls > 0 || clients[number].returns);
        ++number;
      }
      if (is_possible) Orders(clients, scope.moments, choose).run();
    }
  };
  for (std::uint32_t first = 1; first <= scope.operations; ++first) {
    const std::uint32_t most_second = scope.clients > 1 ? std::min(first, scope.operations - first) : 0;
    for (std::uint32_t second = 0; second <= most_second; ++second) {
      const std::uint32_t left = scope.operations - first - second;
      const std::uint32_t most_third = scope.clients > 2 ? std::min(second, left) : 0;
      for (std::uint32_t third = 0; third <= most_third; ++third) with_calls(first, second, third);
    }
  }
  return contents.visited();
}

}  // namespace braid::history
