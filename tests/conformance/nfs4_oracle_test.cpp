// Locks and delegations of NFS 4 in recorded messages, against servers of their own making: who has which
// bytes, who has which delegation, and every order in which they may have carried calls out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>
#include <random>

#include "literal_search.h"
#include "written_messages.h"

namespace braid::conformance {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr int kDraws = 150;
#else
constexpr int kDraws = 300;
#endif

constexpr std::size_t kClients = 3;
constexpr std::size_t kBytes = 3;
constexpr int kLeaseSeconds = 10;

enum Hold : std::uint8_t { kNone, kRead, kWrite };

bool conflict(std::uint8_t a, std::uint8_t b) {
  return a != kNone && b != kNone && (a == kWrite || b == kWrite);
}

/// What each client holds of each byte: a lock.
struct LockServer {
  using State = std::array<std::uint8_t, kClients * kBytes>;
  enum class Kind : std::uint8_t { lock, unlock, forget };
  struct Step {
    Kind kind = Kind::lock;
    std::size_t client = 0;
    std::size_t first = 0;
    std::size_t behind = 0;
    std::uint8_t hold = kNone;
  };

  void successors(const State& state, const Step& step, std::vector<State>& out) const {
    State next = state;
    for (std::size_t byte = step.first; byte < step.behind; ++byte) {
      for (std::size_t other = 0; other < kClients; ++other) {
        if (other != step.client && conflict(state[other * kBytes + byte], step.hold)) return;
      }
      next[step.client * kBytes + byte] = step.hold;
    }
    out.push_back(next);
  }
  [[nodiscard]] bool repeats(const Step& step) const { return step.kind == Kind::forget; }
};

/// What each client holds: a delegation.
struct DelegationServer {
  using State = std::array<std::uint8_t, kClients>;
  enum class Kind : std::uint8_t { open, give_up, forget };
  struct Step {
    Kind kind = Kind::open;
    std::size_t client = 0;
    std::uint8_t access = kNone;
    std::uint8_t delegation = kNone;
  };

  void successors(const State& state, const Step& step, std::vector<State>& out) const {
    State next = state;
    if (step.kind != Kind::open) {
      next[step.client] = kNone;
      out.push_back(next);
      return;
    }
    for (std::size_t other = 0; other < kClients; ++other) {
      if (other != step.client && conflict(state[other], step.access)) return;
    }
    if (step.delegation != kNone) next[step.client] = step.delegation;
    out.push_back(next);
  }
  [[nodiscard]] bool repeats(const Step& step) const { return step.kind == Kind::forget; }
};

/// A compound on the file `f`, in seconds; `end` 0: it has no reply.
std::string compound(std::size_t client, int start, int end, const std::string& operation,
                     const std::string& arguments, const std::string& result) {
  const std::string times = fmt::format("{} {}", start, end == 0 ? "-" : std::to_string(end));
  return message(fmt::format("nfs4 c{} {} {} /f", client, times, operation),
                 fmt::format(R"("handle":"f","operations":["PUTFH","{}"],{})", operation, arguments), result);
}

/// Calls of three clients on one file. `add` draws a call, which may be the first of a client.
template <class Server>
class Draw {
 public:
  using Call = Invocation<typename Server::Step>;

  explicit Draw(unsigned seed) : random_(seed) {}

  template <class Add>
  void make(const Add& add) {
    messages.clear();
    calls.clear();
    for (std::size_t client = 0; client < kClients; ++client) {
      std::vector<int> starts;
      // Seconds apart, so that no two calls start or end at one time.
      int time = below(3);
      const int count = 1 + below(3);
      for (int k = 0; k < count; ++k) {
        const int start = 1 + time * 3 + static_cast<int>(client);
        time += 1 + below(2);
        const int end = below(10) == 0 ? 0 : 1 + time * 3 + static_cast<int>(client);
        starts.push_back(start);
        add(client, start, end, k == 0);
        time += 1 + (below(4) == 0 ? 4 : 0);
      }
      forget_in_silence(client, starts);
    }
  }

  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  /// Adds a message, and what it means; nothing, where it says nothing.
  void add(std::string message, int start, int end, std::optional<typename Server::Step> step) {
    messages.push_back(std::move(message));
    const auto number = static_cast<std::uint32_t>(messages.size());
    if (step)
      calls.push_back({number, start * kSecond, end == 0 ? kNever : end * kSecond, end != 0, {*step}});
  }

  std::vector<std::string> messages;
  std::vector<Call> calls;

 private:
  static constexpr std::int64_t kSecond = 1'000'000'000;

  /// A server may forget a client that is silent for as long as a lease.
  void forget_in_silence(std::size_t client, const std::vector<int>& starts) {
    for (std::size_t k = 0; k < starts.size(); ++k) {
      const bool is_last = k + 1 == starts.size();
      const int from = starts[k] + kLeaseSeconds;
      if (!is_last && starts[k + 1] <= from) continue;
      typename Server::Step step;
      step.kind = Server::Kind::forget;
      step.client = client;
      if constexpr (std::is_same_v<Server, LockServer>) step.behind = kBytes;
      calls.push_back({kNoCall, from * kSecond, is_last ? kNever : starts[k + 1] * kSecond, false, {step}});
    }
  }

  std::mt19937 random_;
};

/// Compares so many draws, of which some must hold, and some not.
template <class Server, class Add>
void compare(Draw<Server>& draw, const Add& add) {
  const Server server;
  const typename Server::State nothing = {};
  int violated = 0;
  for (int number = 0; number < kDraws; ++number) {
    draw.make(add);
    const ConformanceVerdict verdict = checked("nfs4", draw.messages);
    const auto expected = LiteralSearch<Server>(server, {&nothing, 1}, draw.calls).first_unexplained();
    std::optional<std::uint32_t> found;
    if (!verdict.violations.empty()) found = static_cast<std::uint32_t>(verdict.violations.front().line);
    ASSERT_EQ(found, expected) << "draw " << number << "\n"
                               << fmt::format("{}", fmt::join(draw.messages, "\n")) << "\n"
                               << said(verdict);
    violated += expected ? 1 : 0;
  }
  EXPECT_GT(violated, kDraws / 20);
  EXPECT_LT(violated, kDraws * 19 / 20);
}

TEST(Nfs4Oracle, AgreesOnRandomLocks) {
  Draw<LockServer> draw(20261206);
  bool has_locked = false;
  const auto add = [&](std::size_t client, int start, int end, bool is_first) {
    has_locked = has_locked && !is_first;
    LockServer::Step step;
    step.client = client;
    step.first = static_cast<std::size_t>(draw.below(kBytes));
    step.behind =
        step.first + 1 + static_cast<std::size_t>(draw.below(static_cast<int>(kBytes - step.first)));
    const std::string range = fmt::format(R"("offset":{},"length":{})", step.first, step.behind - step.first);
    const std::string stateid = fmt::format(R"("stateid":"1.a{}")", client);
    // Only who has got a lock has its stateid.
    if (has_locked && draw.below(3) == 0) {
      step.kind = LockServer::Kind::unlock;
      draw.add(compound(client, start, end, "LOCKU", range + "," + stateid, stateid), start, end, step);
      return;
    }
    step.hold = draw.below(2) == 0 ? kRead : kWrite;
    const std::string arguments =
        fmt::format(R"("type":{},{},"owner":"o{}")", step.hold == kRead ? 1 : 2, range, client);
    if (end != 0 && draw.below(6) == 0) {
      const std::string denied = R"("error":"NFS4ERR_DENIED","failed":"LOCK")";
      draw.add(compound(client, start, end, "LOCK", arguments, denied), start, end, std::nullopt);
      return;
    }
    draw.add(compound(client, start, end, "LOCK", arguments, stateid), start, end, step);
    has_locked = has_locked || end != 0;
  };
  compare(draw, add);
}

TEST(Nfs4Oracle, AgreesOnRandomDelegations) {
  Draw<DelegationServer> draw(20261207);
  const auto add = [&](std::size_t client, int start, int end, bool) {
    DelegationServer::Step step;
    step.client = client;
    if (draw.below(4) == 0) {
      step.kind = DelegationServer::Kind::give_up;
      draw.add(compound(client, start, end, "DELEGRETURN", R"("stateid":"1.dd")", ""), start, end, step);
      return;
    }
    step.access = draw.below(2) == 0 ? kRead : kWrite;
    if (draw.below(2) == 0) step.delegation = step.access;
    constexpr const char* kDelegations[] = {"none", "read", "write"};
    const std::string arguments = fmt::format(R"("claim":"FH","share_access":{})", step.access);
    const std::string result =
        fmt::format(R"("stateid":"1.aa","delegation":"{}")", kDelegations[step.delegation]);
    // Of an open that was not answered nobody knows what it gave.
    const std::optional<DelegationServer::Step> known = end == 0 ? std::nullopt : std::optional(step);
    draw.add(compound(client, start, end, "OPEN", arguments, result), start, end, known);
  };
  compare(draw, add);
}

}  // namespace
}  // namespace braid::conformance
