// Readable recordings: what each model says of a violation of it, and of what it cannot check.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "braid/checker/history/consistency_models.h"

namespace braid::history {
namespace {

History history_in(const std::vector<std::string>& records,
                   const std::optional<std::string>& initial = std::nullopt) {
  std::string text =
      R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
      "\n";
  for (std::size_t k = 0; k < records.size(); ++k)
    text += fmt::format("{},\"line\":{}}}\n", records[k].substr(0, records[k].size() - 1), k + 1);
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::from_memory("recording", text));
  import::RecordingReader reader(std::move(inputs));
  return read_history(reader, initial);
}

/// `c0 1 2 write /a`: actor, start, end, operation, object.
std::string record(const std::string& what, const std::string& arguments, const std::string& result = "{}") {
  std::istringstream words(what);
  std::string actor, start, end, operation, object;
  words >> actor >> start >> end >> operation >> object;
  return fmt::format(
      R"({{"actor":"{}","operation":"{}","object":"{}","arguments":{},"start":"{}","end":"{}","result":{}}})",
      actor, operation, object, arguments, start, end, result);
}

std::string wrote(const std::string& when, const std::string& value, const std::string& object = "/a") {
  return record(when + " write " + object, fmt::format(R"({{"value":"{}"}})", value));
}

std::string read(const std::string& when, const std::string& value, const std::string& object = "/a") {
  return record(when + " read " + object, "{}", fmt::format(R"({{"value":"{}"}})", value));
}

std::string opened(const std::string& when) {
  return record(when + " open /a", R"({"descriptor":3})");
}
std::string closed(const std::string& when) {
  return record(when + " close /a", R"({"descriptor":3})");
}
std::string wrote_open(const std::string& when, const std::string& value) {
  return record(when + " write /a", fmt::format(R"({{"descriptor":3,"offset":0,"data":"{}"}})", value));
}
std::string read_open(const std::string& when, const std::string& value) {
  return record(when + " read /a", R"({"descriptor":3,"offset":0,"length":1})",
                fmt::format(R"({{"data":"{}"}})", value));
}

Verdict check(std::string_view model, const History& history, const CheckOptions& options = {}) {
  return check_history(*find_consistency_model(model), history, options);
}

/// The answer, and why.
std::string said(std::string_view model, const History& history, const CheckOptions& options = {}) {
  const Verdict verdict = check(model, history, options);
  return fmt::format("{}: {}", name_of(verdict.answer),
                     verdict.contradiction ? verdict.contradiction->sentence : verdict.why_unknown);
}

TEST(Sentences, TellOfAStaleRead) {
  const History history = history_in({wrote("c0 1 2", "x"), wrote("c0 3 4", "y"), read("c1 5 6", "x")});
  EXPECT_EQ(
      said("linearizable", history),
      "violated: c1's read of /a (line 3) returned \"x\" after c0's write of /a (line 2) had written \"y\", "
      "although \"x\" was there by c0's write of /a (line 1) before c0's write of /a (line 2) began");
  EXPECT_EQ(check("linearizable", history).valid_prefix, 2U);
  EXPECT_EQ(check("linearizable", history).offending_reads, 1U);
  EXPECT_EQ(said("sequential", history), "holds: ");
}

TEST(Sentences, TellOfAReadFromTheFuture) {
  EXPECT_EQ(said("linearizable", history_in({read("c1 1 2", "x"), wrote("c0 3 4", "x")}, "0")),
            "violated: c1's read of /a (line 1) returned \"x\" before c0's write of /a (line 2) began");
}

TEST(Sentences, TellOfAValueFromNowhere) {
  const History history = history_in({wrote("c0 1 2", "x"), read("c1 3 4", "z")}, "0");
  EXPECT_EQ(said("linearizable", history),
            "violated: c1's read of /a (line 2) returned \"z\", which nobody wrote");
  EXPECT_EQ(said("sequential", history),
            "violated: c1's read of /a (line 2) returned \"z\", which nobody wrote");
  EXPECT_EQ(check("linearizable", history).offending_reads, 1U);
}

TEST(Sentences, TellOfReadsInTwoOrders) {
  const History history = history_in({wrote("c0 1 9", "x"), wrote("c1 1 9", "y"), read("c2 2 3", "x"),
                                      read("c2 4 5", "y"), read("c3 2 3", "y"), read("c3 4 5", "x")},
                                     "0");
  EXPECT_EQ(
      said("linearizable", history),
      "violated: c2's read of /a (line 4) returned \"y\" after c2's read of /a (line 3) had returned \"x\", "
      "although \"y\" was there by c3's read of /a (line 5) before c3's read of /a (line 6) began");
  EXPECT_EQ(said("sequential", history),
            "violated: c0's write of /a (line 1) writing \"x\" must come before c1's write of /a (line 2) "
            "writing \"y\", or c2's read of /a (line 4) would have returned something else; c1's write of /a "
            "(line 2) writing \"y\" must come before c0's write of /a (line 1) writing \"x\", or c3's read "
            "of /a (line 6) would have returned something else");
}

TEST(Sentences, TellOfEachGuarantee) {
  EXPECT_EQ(said("read-your-writes", history_in({wrote("c0 1 2", "x"), read("c0 3 4", "0")})),
            "violated: c0's read of /a (line 2) returned \"0\", which is older than \"x\", which the process "
            "itself had written: c0's write of /a (line 1)");
  EXPECT_EQ(
      said("monotonic-reads", history_in({wrote("c0 1 2", "x"), read("c1 3 4", "x"), read("c1 5 6", "0")})),
      "violated: c1's read of /a (line 3) returned \"0\", which is older than \"x\", which the process had "
      "read before: c1's read of /a (line 2)");
  EXPECT_EQ(said("monotonic-writes", history_in({wrote("c0 1 2", "x"), wrote("c0 3 4", "y"),
                                                 read("c1 5 6", "y"), read("c1 7 8", "x")})),
            "violated: c1's read of /a (line 4) returned \"x\", after c1's read of /a (line 3) had returned "
            "\"y\", which c0 had written later than that");
  EXPECT_EQ(said("writes-follow-reads",
                 history_in({wrote("c0 1 2", "x"), read("c1 3 4", "x"), wrote("c1 5 6", "z", "/b"),
                             read("c2 7 8", "z", "/b"), read("c2 9 10", "0")})),
            "violated: c2's read of /a (line 5) returned \"0\", which is older than \"x\", which the writer "
            "of something it has seen had read: c1's read of /a (line 2), then c1's write of /b (line 3), "
            "and c2's read of /b (line 4) had returned what that wrote");
}

TEST(Sentences, TellOfStaleness) {
  const History history = history_in({wrote("c0 1 2", "x"), read("c1 5 6", "0")});
  EXPECT_EQ(
      said("bounded-staleness", history, {.limits = {}, .staleness_bound = 2'000'000'000}),
      "violated: c1's read of /a (line 2) returned \"0\", 3 s after c0's write of /a (line 1) had returned");
  EXPECT_EQ(said("bounded-staleness", history, {.limits = {}, .staleness_bound = 3'000'000'000}), "holds: ");
  EXPECT_EQ(check("bounded-staleness", history).measure, "at most 3 s stale");
}

TEST(Sentences, TellOfSessions) {
  EXPECT_EQ(
      said("close-to-open", history_in({opened("c0 1 2"), wrote_open("c0 3 4", "x"), closed("c0 5 6"),
                                        opened("c1 7 8"), read_open("c1 9 10", "0"), closed("c1 11 12")})),
      "violated: c1's read of /a (line 5) returned \"0\", although c0's session (lines 1 to 3) had written "
      "since and was closed before c1's session (lines 4 to 6) began");
  EXPECT_EQ(said("session", history_in({opened("c1 1 2"), read_open("c1 3 4", "0"), opened("c0 5 6"),
                                        wrote_open("c0 7 8", "x"), read_open("c1 9 10", "x")})),
            "violated: c1's read of /a (line 2) returned \"0\", but c1's read of /a (line 5) in the same "
            "session returned \"x\"");
}

TEST(Preconditions, AreToldWhereTheyFail) {
  const History twice = history_in({wrote("c0 1 2", "x"), wrote("c0 3 4", "x"), read("c1 5 6", "x")});
  EXPECT_EQ(
      said("sequential", twice),
      "unknown: it needs writes of which no two write the same value, and nothing but reads and writes");
  EXPECT_EQ(said("linearizable", twice), "holds: ");
  EXPECT_EQ(said("session", history_in({wrote("c0 1 2", "x")})),
            "unknown: it is about opens and closes, of which the recording has none");
  EXPECT_EQ(said("linearizable", history_in({opened("c0 1 2")})),
            "unknown: the recording has no reads and writes");
}

TEST(Preconditions, LeaveFilesOut) {
  const std::string first = record("c0 1 2 write /a", R"({"offset":0,"data":"xxxx"})");
  EXPECT_EQ(
      said("linearizable", history_in({first, record("c0 3 4 write /a", R"({"offset":2,"data":"yy"})")})),
      "unknown: of what was checked it holds, but not all was: /a: 2 reads and writes of parts that overlap");
  EXPECT_EQ(
      said("linearizable", history_in({first, record("c0 3 4 append /a", R"({"offset":4,"data":"yy"})")})),
      "unknown: of what was checked it holds, but not all was: /a: it is appended to");
  const std::string other = record("c0 5 6 write /b", R"({"offset":0,"data":"z"})");
  EXPECT_EQ(said("linearizable", history_in({other, record("c0 7 8 rename /a", R"({"to":"/b"})")})),
            "unknown: of what was checked it holds, but not all was: /b: it is renamed, removed, truncated "
            "or made anew");
  EXPECT_EQ(
      said("linearizable", history_in({record("c0 1 2 write /a", R"({"offset":0,"data":"x","cut":true})"),
                                       read_open("c0 3 4", "x")})),
      "unknown: of what was checked it holds, but not all was: /a: what is written to it is not recorded");
}

TEST(Outcomes, OfFailuresAreKnownOrNot) {
  const std::string failed = R"({"error":"fail"})";
  const std::string unsure = R"({"error":"EIO"})";
  const auto history = [&](const std::string& outcome) {
    return history_in({record("c0 1 2 write /a", R"({"value":"x"})", outcome), read("c1 3 4", "x")}, "0");
  };
  EXPECT_EQ(said("linearizable", history(failed)),
            "violated: c1's read of /a (line 2) returned \"x\", which nobody wrote");
  EXPECT_EQ(said("linearizable", history(unsure)), "holds: ");
  EXPECT_EQ(said("linearizable",
                 history_in({record("c0 1 2 write /a", R"({"value":"x"})", unsure), read("c1 3 4", "0")})),
            "holds: ");
}

TEST(Values, ThatWereCutAreKnownByTheirDigests) {
  const auto cut = [](const std::string& digest) {
    return fmt::format(R"({{"offset":0,"length":9,"data":"x","cut":true,"digest":"{}"}})", digest);
  };
  const History history =
      history_in({record("c0 1 2 write /a", cut("1")), record("c0 3 4 write /a", cut("2")),
                  record("c1 5 6 read /a", R"({"offset":0,"length":9})", cut("1"))});
  EXPECT_EQ(said("linearizable", history),
            "violated: c1's read of /a (line 3) returned \"digest 1\" after c0's write of /a (line 2) had "
            "written \"digest 2\", although \"digest 1\" was there by c0's write of /a (line 1) before c0's "
            "write of /a (line 2) began");
}

TEST(Values, ReadButNeverWrittenAreInitial) {
  const History history = history_in({read("c0 1 2", "p"), read("c0 3 4", "q", "/b"), wrote("c0 5 6", "x")});
  EXPECT_EQ(history.assumptions.size(), 2U);
  EXPECT_EQ(said("linearizable", history), "holds: ");
  EXPECT_EQ(said("read-your-writes",
                 history_in({wrote("c0 1 2", "x"), read("c0 3 4", "q", "/b"), read("c0 5 6", "p")})),
            "violated: c0's read of /a (line 3) returned the initial value, which is older than \"x\", which "
            "the process itself had written: c0's write of /a (line 1)");
}

TEST(Limits, GiveUnknown) {
  const History history = history_in({wrote("c0 1 2", "x"), wrote("c0 3 4", "x"), read("c1 5 6", "x")});
  CheckOptions options;
  options.limits.most_states = 1;
  EXPECT_EQ(said("linearizable", history, options), "unknown: more than 1 states are needed");
}

}  // namespace
}  // namespace braid::history
