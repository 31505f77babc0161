// braid list: what there is.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "schema.h"
#include "verb_runner.h"

namespace braid::test {
namespace {

using nlohmann::json;

json listed(std::vector<std::string> words) {
  words.insert(words.begin(), "list");
  words.emplace_back("--json");
  const VerbRun run = braid(words);
  EXPECT_EQ(run.code, 0) << run.err;
  json document = json::parse(run.out);
  EXPECT_EQ(mismatch("list", document), "");
  return document;
}

TEST(List, KnowsTheModelAndItsOptions) {
  EXPECT_EQ(listed({"models"}).at("models").at(0).at("name"), "afs2");
  bool reopen = false;
  const json options = listed({"options", "afs2"});
  for (const json& option : options.at("options")) {
    reopen = reopen || (option.at("name") == "reopen" && option.at("default") == "keep");
  }
  EXPECT_TRUE(reopen);
  EXPECT_NE(braid({"list", "options"}).out.find("afs2 reopen=keep|replace (default keep)\n"),
            std::string::npos);
}

TEST(List, NamesTheObservablesOfATrace) {
  const auto names = [](const json& document) {
    std::set<std::string> set;
    for (const json& observable : document.at("observables"))
      set.insert(observable.at("name").get<std::string>());
    return set;
  };
  const std::set<std::string> example = names(listed({"observables", "afs2"}));
  for (const char* name : {"server.a", "callbacks.c0.a", "c0.cache.a.valid", "c1.read1"})
    EXPECT_EQ(example.count(name), 1U);
  EXPECT_EQ(names(listed({"observables", "-A", "ob1:r1:r1:c1"})).count("c0.read2"), 1U);
  EXPECT_EQ(names(listed({"observables", "afs2", BRAID_SOURCE_DIR "/traces/homework/question-3.trace"}))
                .count("server.b"),
            1U);
}

TEST(List, TellsGranularitiesApart) {
  const std::string options = braid({"list", "options", "afs2"}).out;
  EXPECT_NE(options.find("afs2 reopen="), std::string::npos);
  EXPECT_NE(
      options.find("afs2-message grant=revokes|counter|any-break|held-counter|unchecked (default revokes)\n"),
      std::string::npos);
  EXPECT_EQ(options.find("afs1"), std::string::npos);
  EXPECT_NE(braid({"list", "observables", "afs2-message"}).out.find("breaks.c0.a"), std::string::npos);
  EXPECT_EQ(braid({"list", "observables", "afs1"}).out.find("breaks.c0.a"), std::string::npos);
  EXPECT_NE(braid({"list", "properties", "afs2-message"}).out.find("contact-coherence"), std::string::npos);
  EXPECT_EQ(
      braid({"list", "observables", "afs2", BRAID_SOURCE_DIR "/traces/litmus/afs/cb-inflight.trace"}).code,
      2);
}

TEST(List, NamesTheShippedProperties) {
  std::vector<std::string> names;
  const json properties = listed({"properties", "afs2"});
  for (const json& property : properties.at("properties")) names.push_back(property.at("name"));
  EXPECT_EQ(names, (std::vector<std::string>{"callback-coherence", "close-to-open", "last-closer-wins",
                                             "no-lost-write", "reference-count", "session-snapshot"}));
}

TEST(List, WithoutATopicGivesAllButObservables) {
  const json document = listed({});
  for (const char* topic : {"models", "options", "properties", "formats"})
    EXPECT_TRUE(document.contains(topic));
  EXPECT_FALSE(document.contains("observables"));
  EXPECT_EQ(braid({"list"}).code, 0);
  EXPECT_NE(braid({"list", "formats"}).out.find("-A oa1:w1:c1,oa1:r1:c1"), std::string::npos);
}

TEST(List, RefusesWhatItDoesNotKnow) {
  EXPECT_EQ(braid({"list", "model"}).err, "braid list: there is no topic `model`; did you mean `models`?\n");
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"list", "model"},
                                             {"list", "models", "nfs9"},
                                             {"list", "options", "nfs9"},
                                             {"list", "models", "-A", kQuestion4}}) {
    const VerbRun run = braid(words);
    EXPECT_EQ(run.code, 2);
    EXPECT_EQ(run.out, "");
    EXPECT_TRUE(is_one_message(run.err)) << run.err;
  }
  EXPECT_EQ(braid({"list", "observables", "missing.trace"}).code, 3);
  EXPECT_EQ(braid({"list", "properties", "--properties", "/nonexistent", "--json"}).out, "");
}

}  // namespace
}  // namespace braid::test
