// Names of NFS 3 in recorded messages, against a server of its own making: a table of names, and every order
// in which it may have carried calls out.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "literal_search.h"
#include "written_messages.h"

namespace braid::conformance {
namespace {

#ifdef BRAID_SMALL_SCOPE
constexpr int kDraws = 100;
#else
constexpr int kDraws = 500;
#endif

constexpr std::uint8_t kNothing = 0;
/// Files that replies tell of are 1 and 2; 3 stands for those that none tells of.
constexpr std::uint8_t kFiles = 3;
constexpr std::size_t kPlaces = 3;
/// Directories d and e.
constexpr const char* kDirectories[kPlaces] = {"d", "d", "e"};
constexpr const char* kNames[kPlaces] = {"x", "y", "z"};

/// Places that have files, or nothing.
struct NameServer {
  using State = std::vector<std::uint8_t>;
  enum class Kind : std::uint8_t { look_up, miss, create, guarded, exists, remove, rename };
  struct Step {
    Kind kind = Kind::look_up;
    std::size_t place = 0;
    std::size_t target = 0;
    std::uint8_t file = kNothing;  ///< that the reply tells; nothing: it tells none
  };

  void successors(const State& state, const Step& step, std::vector<State>& out) const {
    const std::uint8_t file = state[step.place];
    switch (step.kind) {
      case Kind::look_up:
        if (file != kNothing && (step.file == kNothing || step.file == file)) out.push_back(state);
        return;
      case Kind::miss:
        if (file == kNothing) out.push_back(state);
        return;
      case Kind::exists:
        if (file != kNothing) out.push_back(state);
        return;
      case Kind::create:
        if (file != kNothing && (step.file == kNothing || step.file == file)) out.push_back(state);
        return make(state, step, out);
      case Kind::guarded:
        return make(state, step, out);
      case Kind::remove:
        if (file != kNothing) put(state, step.place, kNothing, out);
        return;
      case Kind::rename:
        return rename(state, step, out);
    }
  }
  [[nodiscard]] bool repeats(const Step&) const { return false; }

 private:
  static void put(State state, std::size_t place, std::uint8_t file, std::vector<State>& out) {
    state[place] = file;
    out.push_back(std::move(state));
  }

  static void make(const State& state, const Step& step, std::vector<State>& out) {
    if (state[step.place] != kNothing) return;
    for (std::uint8_t file = 1; file <= kFiles; ++file) {
      if (step.file == kNothing || step.file == file) put(state, step.place, file, out);
    }
  }

  /// Of two names of one file, a server should leave both (RFC 1813, 3.3.14). A file that moves to another
  /// directory may get another handle, so that there, what is one file, handles do not tell.
  static void rename(const State& state, const Step& step, std::vector<State>& out) {
    const std::uint8_t file = state[step.place];
    if (file == kNothing) return;
    const bool stays = std::string_view(kDirectories[step.place]) == kDirectories[step.target];
    const std::uint8_t target = state[step.target];
    if (step.place == step.target || target == file || (!stays && target != kNothing)) out.push_back(state);
    if (step.place == step.target) return;
    State without = state;
    without[step.place] = kNothing;
    for (std::uint8_t moved = 1; moved <= kFiles; ++moved) {
      if (!stays || moved == file) put(without, step.target, moved, out);
    }
  }
};

using Call = Invocation<NameServer::Step>;

struct Recorded {
  std::vector<std::string> messages;
  std::vector<Call> calls;
};

class Draw {
 public:
  Recorded make() {
    recorded_ = {};
    for (int client = 0; client < 3; ++client) {
      int time = 1 + below(4);
      const int count = 1 + below(3);
      for (int k = 0; k < count; ++k) {
        const int start = time * 10 + client;
        time += 1 + below(3);
        add(client, start, below(10) == 0 ? 0 : time * 10 + client);
        ++time;
      }
    }
    return std::move(recorded_);
  }

 private:
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }

  /// A call with its reply; `end` 0: it has none.
  void add(int client, int start, int end) {
    using Kind = NameServer::Kind;
    NameServer::Step step;
    step.kind = static_cast<Kind>(below(7));
    if (below(3) == 0) step.kind = Kind::rename;
    step.place = static_cast<std::size_t>(below(kPlaces));
    step.target = static_cast<std::size_t>(below(kPlaces));
    const bool tells = step.kind == Kind::look_up || step.kind == Kind::create || step.kind == Kind::guarded;
    if (tells && below(5) > 0) step.file = static_cast<std::uint8_t>(1 + below(2));
    recorded_.messages.push_back(text_of(client, start, end, step));
    const auto number = static_cast<std::uint32_t>(recorded_.messages.size());
    Call call{number, start, end == 0 ? kNever : end, end != 0, {step}};
    if (!call.required) call.steps.front().file = kNothing;
    if (!call.required && step.kind == Kind::exists) call.steps.front().kind = Kind::guarded;
    const bool changes = step.kind != Kind::look_up && step.kind != Kind::miss;
    if (call.required || changes) recorded_.calls.push_back(call);
  }

  static std::string text_of(int client, int start, int end, const NameServer::Step& step) {
    using Kind = NameServer::Kind;
    const std::string when =
        fmt::format("nfs3 c{} {} {}", client, start, end == 0 ? "-" : std::to_string(end));
    std::string arguments =
        fmt::format(R"("handle":"{}","name":"{}")", kDirectories[step.place], kNames[step.place]);
    std::string result;
    if (step.file != kNothing) result = fmt::format(R"("handle":"h{}")", step.file);
    switch (step.kind) {
      case Kind::look_up:
        return message(when + " LOOKUP /f", arguments, result);
      case Kind::miss:
        return message(when + " LOOKUP /f", arguments, R"("error":"NFS3ERR_NOENT")");
      case Kind::create:
        return message(when + " CREATE /f", arguments + R"(,"how":"UNCHECKED")", result);
      case Kind::guarded:
        return message(when + " CREATE /f", arguments + R"(,"how":"GUARDED")", result);
      case Kind::exists:
        return message(when + " MKDIR /f", arguments, R"("error":"NFS3ERR_EXIST")");
      case Kind::remove:
        return message(when + " REMOVE /f", arguments);
      case Kind::rename:
        break;
    }
    arguments +=
        fmt::format(R"(,"to_handle":"{}","to":"{}")", kDirectories[step.target], kNames[step.target]);
    return message(when + " RENAME /f", arguments);
  }

  std::mt19937 random_{20261205};
  Recorded recorded_;
};

std::vector<NameServer::State> all_tables() {
  std::vector<NameServer::State> tables;
  for (std::uint8_t x = 0; x <= kFiles; ++x) {
    for (std::uint8_t y = 0; y <= kFiles; ++y) {
      for (std::uint8_t z = 0; z <= kFiles; ++z) tables.push_back({x, y, z});
    }
  }
  return tables;
}

TEST(NamesOracle, AgreesOnRandomMessages) {
  const NameServer server;
  const std::vector<NameServer::State> tables = all_tables();
  Draw draw;
  int violated = 0;
  for (int number = 0; number < kDraws; ++number) {
    const Recorded recorded = draw.make();
    const ConformanceVerdict verdict = checked("nfs3", recorded.messages);
    const auto expected = LiteralSearch<NameServer>(server, tables, recorded.calls).first_unexplained();
    std::optional<std::uint32_t> found;
    if (!verdict.violations.empty()) found = static_cast<std::uint32_t>(verdict.violations.front().line);
    ASSERT_EQ(found, expected) << "draw " << number << "\n"
                               << fmt::format("{}", fmt::join(recorded.messages, "\n")) << "\n"
                               << said(verdict);
    violated += expected ? 1 : 0;
  }
  EXPECT_GT(violated, kDraws / 20);
  EXPECT_LT(violated, kDraws * 19 / 20);
}

}  // namespace
}  // namespace braid::conformance
