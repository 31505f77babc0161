// Versions and promises of AFS in recorded messages, against a server of its own making: a file, who holds a
// promise on it, and every order in which it may have carried calls out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "literal_search.h"
#include "written_messages.h"

namespace braid::conformance {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr int kDraws = 150;
#else
constexpr int kDraws = 400;
#endif

constexpr std::size_t kClients = 3;
constexpr std::size_t kMostStores = 9;
constexpr const char* kContents[] = {"??", "ab", "xy"};

/// Clients are bits.
struct FileServer {
  struct State {
    std::uint8_t version = 0;
    std::uint8_t content = 0;
    std::uint8_t promised = 0;
    std::uint8_t silent = 0;                          ///< they do not answer the server
    std::array<std::uint8_t, kMostStores> owed = {};  ///< by store: who is to be told before its reply
    friend auto operator<=>(const State&, const State&) = default;
  };
  enum class Kind : std::uint8_t { fetch, apply, reply, end, lose };
  struct Step {
    Kind kind = Kind::fetch;
    std::uint8_t client = 0;
    std::uint8_t version = 0;  ///< told
    std::uint8_t content = 0;
    std::size_t store = 0;
  };

  bool promises = true;  ///< false: only versions and data matter

  void successors(const State& state, const Step& step, std::vector<State>& out) const {
    State next = state;
    switch (step.kind) {
      case Kind::fetch:
        if (state.version != step.version || state.content != step.content) return;
        next.promised |= step.client;
        break;
      case Kind::apply:
        if (state.version + 1 != step.version) return;
        next.version = step.version;
        next.content = step.content;
        next.owed[step.store] = static_cast<std::uint8_t>(state.promised & ~step.client);
        break;
      case Kind::reply:
        if (promises && (state.owed[step.store] & ~state.silent) != 0) return;
        break;
      case Kind::end:
        next.promised &= static_cast<std::uint8_t>(~step.client);
        for (std::uint8_t& owed : next.owed) owed &= static_cast<std::uint8_t>(~step.client);
        break;
      case Kind::lose:
        next.silent |= step.client;
        break;
    }
    out.push_back(next);
  }
  [[nodiscard]] bool repeats(const Step&) const { return false; }
};

using Call = Invocation<FileServer::Step>;
using Kind = FileServer::Kind;

std::uint8_t bit_of(std::size_t client) {
  return static_cast<std::uint8_t>(1U << client);
}

std::string fetched(std::size_t client, int start, int end, int version, int content) {
  return message(
      fmt::format("afs c{} {} {} FetchData64 1.2.3", client, start, end),
      R"("fid":"1.2.3","offset":0,"length":65536)",
      fmt::format(
          R"("value":2,"data":"{}","size":2,"version":{},"callback":{{"type":"shared","expires":1000000}})",
          kContents[content], version));
}

std::string stored(std::size_t client, int start, int end, int version, int content) {
  return message(
      fmt::format("afs c{} {} {} StoreData64 1.2.3", client, start, end),
      fmt::format(R"("fid":"1.2.3","offset":0,"length":2,"file_length":2,"data":"{}")", kContents[content]),
      fmt::format(R"("size":2,"version":{})", version));
}

/// What a server did that tells clients as it should, or forgets some.
class Draw {
 public:
  std::vector<std::string> messages;
  std::vector<Call> calls;

  void make() {
    messages.clear();
    calls.clear();
    draw_calls();
    int version = 5;
    int content = 1;
    std::uint8_t promised = 0;
    const bool is_forgetful = below(2) == 0;
    for (const Timing& call : timings_) {
      if (!call.stores) {
        const bool is_wrong = below(20) == 0;
        add(call, FileServer::Kind::fetch, is_wrong ? version + 1 - 2 * below(2) : version, content);
        promised |= bit_of(call.client);
        continue;
      }
      content = 1 + below(2);
      add(call, FileServer::Kind::apply, ++version, content);
      for (std::size_t client = 0; client < kClients; ++client) {
        if (client == call.client || (promised & bit_of(client)) == 0) continue;
        if (is_forgetful && below(3) == 0) continue;
        call_back(client, std::min(call.moment + 1 + static_cast<int>(client), call.end - 1));
        promised &= static_cast<std::uint8_t>(~bit_of(client));
      }
    }
    if (below(3) == 0) give_up(static_cast<std::size_t>(below(kClients)), below(kMostTime));
  }

 private:
  static constexpr int kMostTime = 1500;

  struct Timing {
    std::size_t client = 0;
    bool stores = false;
    int start = 0;
    int moment = 0;  ///< of the server's work
    int end = 0;
  };

  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  /// In the order of their moments. Tens, hundreds: no two calls start or end at one time.
  void draw_calls() {
    timings_.clear();
    for (std::size_t client = 0; client < kClients; ++client) {
      int time = 100 * (1 + below(3)) + 10 * static_cast<int>(client);
      const int count = 1 + below(3);
      for (int k = 0; k < count; ++k) {
        Timing call{client, below(2) == 0, time, 0, time + 100 * (1 + below(3)) + 5};
        call.moment = call.start + 1 + below(call.end - call.start - 5);
        timings_.push_back(call);
        // A client may not wait for the reply.
        time = below(3) == 0 ? call.start + 63 : call.end + 100 * below(2) + 1;
      }
    }
    std::sort(timings_.begin(), timings_.end(),
              [](const Timing& a, const Timing& b) { return a.moment < b.moment; });
  }

  void add(const Timing& call, FileServer::Kind kind, int version, int content) {
    const bool stores = kind == FileServer::Kind::apply;
    messages.push_back(stores ? stored(call.client, call.start, call.end, version, content)
                              : fetched(call.client, call.start, call.end, version, content));
    const auto number = static_cast<std::uint32_t>(messages.size());
    FileServer::Step step{kind, bit_of(call.client), static_cast<std::uint8_t>(version),
                          static_cast<std::uint8_t>(content), calls.size()};
    Call added{number, call.start, call.end, true, {step}};
    if (stores) {
      step.store = added.steps.front().store = stores_++ % kMostStores;
      step.kind = FileServer::Kind::reply;
      added.steps.push_back(step);
    }
    calls.push_back(std::move(added));
  }

  void happen(int moment, FileServer::Kind kind, std::size_t client) {
    FileServer::Step step;
    step.kind = kind;
    step.client = bit_of(client);
    calls.push_back({kNoCall, moment, moment, true, {step}});
  }

  void call_back(std::size_t client, int moment) {
    const bool is_lost = below(8) == 0;
    messages.push_back(message(fmt::format("afs-callback s {} {} CallBack 1.2.3", moment,
                                           is_lost ? "-" : std::to_string(moment + 1)),
                               fmt::format(R"("server":"c{}","fids":["1.2.3"])", client)));
    if (is_lost) happen(moment, FileServer::Kind::lose, client);
    happen(moment, FileServer::Kind::end, client);
  }

  void give_up(std::size_t client, int moment) {
    messages.push_back(message(fmt::format("afs c{} {} {} GiveUpCallBacks", client, moment, moment + 1),
                               R"("fids":["1.2.3"])"));
    happen(moment, FileServer::Kind::end, client);
  }

  std::mt19937 random_{20261208};
  std::vector<Timing> timings_;
  std::size_t stores_ = 0;
};

std::vector<FileServer::State> all_files() {
  std::vector<FileServer::State> files;
  for (std::uint8_t version = 4; version < 7; ++version) {
    for (std::uint8_t content = 0; content < std::size(kContents); ++content)
      files.push_back({version, content, 0, 0, {}});
  }
  return files;
}

/// The line of the first violation of the file, or of promises on it.
std::optional<std::uint32_t> line_of(const ConformanceVerdict& verdict, bool of_promises) {
  for (const Violation& violation : verdict.violations) {
    if (violation.object.starts_with("the callback promises") == of_promises)
      return static_cast<std::uint32_t>(violation.line);
  }
  return std::nullopt;
}

TEST(AfsOracle, AgreesOnRandomMessages) {
  const std::vector<FileServer::State> files = all_files();
  const FileServer versions{false};
  const FileServer server;
  Draw draw;
  int wrong_versions = 0;
  int broken_promises = 0;
  for (int number = 0; number < kDraws; ++number) {
    draw.make();
    const ConformanceVerdict verdict = checked("afs2", draw.messages);
    const auto text = [&] {
      return fmt::format("draw {}\n{}\n{}", number, fmt::join(draw.messages, "\n"), said(verdict));
    };
    const auto wrong = LiteralSearch<FileServer>(versions, files, draw.calls).first_unexplained();
    ASSERT_EQ(line_of(verdict, false), wrong) << text();
    wrong_versions += wrong ? 1 : 0;
    if (wrong) continue;
    const auto broken = LiteralSearch<FileServer>(server, files, draw.calls).first_unexplained();
    // Which reply shows it, a later fetch of the old version may tell.
    ASSERT_EQ(line_of(verdict, true).has_value(), broken.has_value()) << text();
    broken_promises += broken ? 1 : 0;
  }
  EXPECT_GT(wrong_versions, kDraws / 20);
  EXPECT_GT(broken_promises, kDraws / 20);
  EXPECT_LT(wrong_versions + broken_promises, kDraws * 19 / 20);
}

}  // namespace
}  // namespace braid::conformance
