// braid validate of recorded messages: exit codes, text, JSON, and what is refused.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "schema.h"
#include "temporary_file.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

constexpr const char* kHeader =
    R"({"format":"braid-recording","version":1,"kind":"messages","system":"nfs3","clock":"seconds"})"
    "\n";
constexpr const char* kWrite =
    R"({"actor":"c1","operation":"WRITE","object":"/f","arguments":{"server":"s","program":"nfs3","handle":"f","offset":0,"length":4,"stable":"FILE_SYNC","data":"new."},"start":"1","end":"2","result":{"value":4,"committed":"FILE_SYNC","verifier":"01"},"line":1})"
    "\n";
constexpr const char* kFooter = R"({"footer":{"events":2,"skipped":{}}})"
                                "\n";

std::string with_read(const std::string& data) {
  return std::string(kHeader) + kWrite +
         R"({"actor":"c2","operation":"READ","object":"/f","arguments":{"server":"s","program":"nfs3","handle":"f","offset":0,"length":4},"start":"3","end":"4","result":{"value":4,"eof":true,"data":")" +
         data + R"("},"line":2})" + "\n" + kFooter;
}

TEST(ValidateMessages, SaysWhatHoldsAndWhatDoesNot) {
  const TemporaryDirectory directory;
  const std::string good = directory.write("good.ndjson", with_read("new."));
  const VerbRun holds = braid({"validate", good, "--against", "nfs3"});
  EXPECT_EQ(holds.code, 0) << holds.err;
  EXPECT_EQ(holds.out, good +
                           ": 2 calls on 1 files, 1 of them constrained; 3 objects, 1 states at most\n"
                           "nfs3  holds\n");
  const std::string bad = directory.write("bad.ndjson", with_read("old."));
  const VerbRun violated = braid({"validate", bad, "--against", "nfs"});
  EXPECT_EQ(violated.code, 1) << violated.err;
  EXPECT_EQ(
      violated.out,
      bad +
          ": 2 calls on 1 files, 1 of them constrained; 3 objects, 1 states at most\n"
          "nfs  violated: 1 of 3 objects\n"
          "  the bytes from 0 to 4 of /f: no order of steps explains c2's READ (line 2), answered at "
          "4.000000000. Possible was:\n"
          "    it holds \"new.\": the reply says \"old.\"; it would have accepted a reply with \"new.\"\n");
}

TEST(ValidateMessages, WritesADocumentOfItsSchema) {
  for (const std::string data : {"new.", "old."}) {
    const TemporaryDirectory directory;
    const std::string file = directory.write("recording.ndjson", with_read(data));
    const VerbRun run = braid({"validate", file, "--against", "nfs3", "--json"});
    const nlohmann::json document = nlohmann::json::parse(run.out);
    EXPECT_EQ(mismatch("conformance", document), "");
    EXPECT_EQ(document["verdict"], data == "new." ? "holds" : "violated");
    EXPECT_EQ(document["violations"].size(), data == "new." ? 0U : 1U);
  }
}

TEST(ValidateMessages, OthersExplainDataAndThereIsNothingLeftToContradict) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("recording.ndjson", with_read("old."));
  const VerbRun run = braid({"validate", file, "--against", "nfs3", "--others"});
  EXPECT_EQ(run.code, 5) << run.out;
}

TEST(ValidateMessages, RefusesWhatDoesNotGoTogether) {
  const TemporaryDirectory directory;
  const std::string file = directory.write("recording.ndjson", with_read("new."));
  const auto refusal = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"validate", file});
    const VerbRun run = braid(words);
    EXPECT_TRUE(run.code == 2 || run.code == 3) << run.code;
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
    return run.err;
  };
  EXPECT_NE(refusal({"--against", "nfs3,session"}).find("goes with no other"), std::string::npos);
  EXPECT_NE(refusal({"--against", "nfs3", "--bound", "1"}).find("--bound is of histories"),
            std::string::npos);
  EXPECT_NE(refusal({"--against", "session", "--others"}).find("are of recorded messages"),
            std::string::npos);
  EXPECT_NE(refusal({"--against", "nfs3", "--duplicates", "twice"}).find("`cached` or `executed`"),
            std::string::npos);
  EXPECT_NE(refusal({"--against", "nfs33"}).find("did you mean `nfs3`?"), std::string::npos);
  EXPECT_NE(refusal({"--against", "afs2"}).find("it has 2 of nfs3"), std::string::npos);
  const std::string history = directory.write(
      "history.ndjson",
      R"({"format":"braid-recording","version":1,"kind":"operations","system":"posix","clock":"seconds"})"
      "\n"
      R"({"footer":{"events":0,"skipped":{}}})"
      "\n");
  const VerbRun run = braid({"validate", history, "--against", "nfs3"});
  EXPECT_EQ(run.code, 3);
  EXPECT_NE(run.err.find("a recording of the kind operations"), std::string::npos) << run.err;
}

}  // namespace
}  // namespace braid::test
