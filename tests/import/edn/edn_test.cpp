#include "imported.h"
#include "mutations.h"

namespace braid::import::test {
namespace {

constexpr std::string_view kSample =
    R"(; a register
[{:process 4, :type :invoke, :f :write, :value 2}
 {:process :nemesis, :type :info, :f :kill, :value nil}
 {:process 4, :type :ok, :f :write, :value 2} {:process 6, :type :invoke, :f :read, :value nil}
 {:type :invoke, :process 7, :f :cas, :value [2 3]}
 #_ {:process 9, :type :invoke, :f :read}
 {:type :fail, :process 7, :f :cas, :value [2 3], :error [:temporarily-unavailable nil]}
 #jepsen.history.Op{:type :invoke, :process 8, :f :txn, :value [[:read :x nil] [:write :y 2]], :time 5}
 {:process 6, :type :info, :f :read, :value nil}
 {:type :ok, :process 8, :f :txn, :value [[:read :x 1] [:write :y 2]]}]
)";

TEST(Edn, JoinsInvocationsAndCompletions) {
  const Imported history = imported_text(kSample);
  EXPECT_EQ(history.text(),
            R"({"actor":"4","operation":"write","arguments":{"value":2},"start":"1","end":"3","line":2}
{"actor":"7","operation":"cas","arguments":{"expected":2,"new":3},"start":"5","end":"6","result":{"error":"fail","reason":"[:temporarily-unavailable nil]"},"line":5}
{"actor":"8","operation":"txn","arguments":{"operations":[{"operation":"read","object":"x"},{"operation":"write","object":"y","value":2}]},"start":"7","end":"9","result":{"operations":[{"operation":"read","object":"x","value":1},{"operation":"write","object":"y","value":2}]},"line":8}
{"actor":"6","operation":"read","start":"4","result":{"unknown":"info"},"line":4}
)");
  EXPECT_EQ(history.skipped(), "operations of the nemesis 1");
  EXPECT_EQ(*history.header.facts.find("position")->text(), "entry");
}

TEST(Edn, ReadsOperationsOnKeys) {
  const Imported store = imported_text(
      R"({:process 1, :type :invoke, :f :get, :key "4", :value nil}
{:process 2, :type :invoke, :f :append, :key "4", :value "x 2 0 y"}
{:process 2, :type :ok, :f :append, :key "4", :value "x 2 0 y"}
{:process 1, :type :ok, :f :get, :key "4", :value "x 2 0 y"}
)");
  EXPECT_EQ(
      store.text(),
      R"({"actor":"2","operation":"append","object":"4","arguments":{"value":"x 2 0 y"},"start":"2","end":"3","line":2}
{"actor":"1","operation":"get","object":"4","start":"1","end":"4","result":{"value":"x 2 0 y"},"line":1}
)");
  EXPECT_EQ(store.header.system, "store");
}

TEST(Edn, CountsValuesThatAreNoEntryAndWhatIsCutOff) {
  const Imported history = imported_text(
      R"([{:process 4, :type :invoke, :f :write, :value 2} 17 {:process 4} {:process 4, :type :was, :f :write}
 {:process 5, :type :ok, :f :write} {:process 4, :ty)",
      "edn");
  EXPECT_EQ(history.records.size(), 1U);
  EXPECT_EQ(history.skipped(),
            "completions without an invocation 1, values that are cut off 1, values that are no entry 3");
}

TEST(Edn, SurvivesDamage) {
  expect_survives_mutations(kSample, "edn");
}

struct Counted {
  std::string_view file;
  std::string_view operations;
  std::size_t open = 0;
};

class EdnRecordings : public testing::TestWithParam<Counted> {};

// The counts are of the entries with `:type :invoke` in the files.
TEST_P(EdnRecordings, HaveTheirOperations) {
  BRAID_NEEDS_RECORDINGS();
  const Imported history = imported_files({recordings() / GetParam().file});
  EXPECT_EQ(history.operations(), GetParam().operations);
  const auto open = std::count_if(history.records.begin(), history.records.end(),
                                  [](const recording::Record& record) { return !record.end; });
  EXPECT_EQ(static_cast<std::size_t>(open), GetParam().open);
}

INSTANTIATE_TEST_SUITE_P(
    All, EdnRecordings,
    testing::Values(Counted{"knossos/bad/bad-analysis.edn", "read 5, write 4", 2},
                    Counted{"knossos/bad/cas-failure.edn", "read 145, write 79, cas 67", 1},
                    Counted{"knossos/bad/immediate-failure.edn", "read 1, write 1", 0},
                    Counted{"knossos/bad/rethink-fail-minimal.edn", "read 2, write 2", 0},
                    Counted{"knossos/good/cas-register-bug.edn", "read 3, write 3", 1},
                    Counted{"knossos/good/memstress3-0.edn", "read 165, cas 102, write 50", 0},
                    Counted{"knossos/good/memstress3-12.edn", "read 147, cas 103, write 54", 0},
                    Counted{"knossos/good/memstress3-31.edn", "read 24, cas 19, write 12", 13},
                    Counted{"knossos/good/mongodb-v0-ack-rollback-.edn", "", 0},
                    Counted{"knossos/good/mongodb-v0-ack-rollback-10.edn", "cas 3, read 3", 0},
                    Counted{"knossos/good/mongodb-v0-ack-rollback-9.edn", "read 5, cas 1, write 1", 0},
                    Counted{"knossos/good/multi-register.edn", "txn 123", 2},
                    Counted{"porcupine-kv/c01-bad.txt", "append 18, get 18, put 2", 0},
                    Counted{"porcupine-kv/c01-ok.txt", "append 31, get 25, put 2", 0},
                    Counted{"porcupine-kv/c10-bad.txt", "get 193, append 190, put 22", 0},
                    Counted{"porcupine-kv/c10-ok.txt", "append 176, get 142, put 19", 0}));

}  // namespace
}  // namespace braid::import::test
