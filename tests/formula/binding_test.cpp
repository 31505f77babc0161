#include "braid/checker/formula/binding.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "afs_signature.h"
#include "braid/checker/formula/parser.h"

namespace braid::formula::testing {
namespace {

class BindingTest : public ::testing::Test {
 protected:
  BoundFormula bound(std::string_view text, ConditionKind kind = ConditionKind::always) const {
    return bind_condition(kind, parse_expression("test", text), signature_);
  }
  /// The value of a formula without observables; -1 if some are left.
  int constant(std::string_view text) const {
    const BoundFormula formula = bound(text, ConditionKind::exists);
    const BoundExpression& expression = formula.instances.at(0).expression;
    return expression.constant() ? static_cast<int>(expression.root().value) : -1;
  }
  std::vector<std::string> used(std::string_view text) const {
    std::vector<std::string> names;
    for (const explore::ObservableId id : observables_used(bound(text))) {
      names.push_back(signature_.observables[id].name);
    }
    return names;
  }

  explore::Signature signature_ = afs_signature(2, 2, 2);
};

using Strings = std::vector<std::string>;

TEST_F(BindingTest, ResolvesEverySpelling) {
  EXPECT_EQ(used("c0.cache[a].valid"), Strings{"c0.cache.a.valid"});
  EXPECT_EQ(used("callbacks[c1, b] and callbacks(c1, a)"), (Strings{"callbacks.c1.a", "callbacks.c1.b"}));
  EXPECT_EQ(used("for c in clients: c.open[a] = 0"), (Strings{"c0.open.a", "c1.open.a"}));
  EXPECT_EQ(used("c1.read1 = c0#2"), Strings{"c1.read1"});
}

TEST_F(BindingTest, UnrollsLeadingQuantifiersIntoInstances) {
  const BoundFormula formula = bound("for c in clients, f in files: c.open[f] = 0");
  ASSERT_EQ(formula.instances.size(), 4U);
  EXPECT_EQ(text_of(signature_, formula.instances[0]), "c=c0, f=a");
  EXPECT_EQ(text_of(signature_, formula.instances[3]), "c=c1, f=b");
  EXPECT_EQ(bound("for c in clients: for f in files: c.open[f] = 0", ConditionKind::forall).instances.size(),
            4U);
  EXPECT_EQ(bound("exists c in clients: c.open[a] = 0", ConditionKind::never).instances.size(), 2U);
  // These say something about one outcome as a whole.
  EXPECT_EQ(bound("for c in clients: c.open[a] = 0", ConditionKind::exists).instances.size(), 1U);
  EXPECT_EQ(bound("for c in clients: c.open[a] = 0", ConditionKind::never).instances.size(), 1U);
  EXPECT_EQ(bound("exists c in clients: c.open[a] = 0").instances.size(), 1U);
}

TEST_F(BindingTest, FoldsConstants) {
  EXPECT_EQ(constant("1 + 2 * 3 = 7 and -(2 - 5) = 3"), 1);
  EXPECT_EQ(constant("c0.open.a <= 3"), 1) << "by its range";
  EXPECT_EQ(constant("c0.open.a = 9"), 0);
  EXPECT_EQ(constant("c0.open.a < 3"), -1);
  EXPECT_EQ(constant("break_pending(c0, a)"), 0) << "it is always false";
  EXPECT_EQ(constant("c0.cache.a.valid and not c0.cache.a.valid"), 0);
  EXPECT_EQ(constant("c0.cache.a.valid implies c0.cache.a.valid"), 1);
  EXPECT_EQ(constant("c0.cache.a.valid = c0.cache.a.valid"), 1);
  EXPECT_EQ(constant("(c0.cache.a.valid = true) = (not c0.cache.a.valid)"), 0);
  EXPECT_EQ(constant("c0.open.a - c0.open.a = 0 * c0.open.b"), 1);
  EXPECT_EQ(bound("callbacks.c0.a or callbacks.c0.a").instances[0].expression.nodes().size(), 1U);
}

TEST_F(BindingTest, ComparesMembersByName) {
  EXPECT_EQ(constant("for c in clients: exists d in clients: c != d"), 1);
  EXPECT_EQ(constant("exists c in clients, d in clients: c = d and c = c1"), 1);
  EXPECT_EQ(constant("for c in clients: c0 = c"), 0);
  EXPECT_EQ(message_of([&] { return bound("exists c in clients: c = c7"); }),
            "test:1:26: `c7` is not in `clients`; did you mean `c0`?\n  exists c in clients: c = c7\n"
            "                           ^");
  EXPECT_EQ(place_of([&] { return bound("exists c in clients: c = 1"); }), "1:26");
  EXPECT_EQ(place_of([&] { return bound("exists c in clients: c < c0"); }), "1:22");
  EXPECT_EQ(place_of([&] { return bound("exists c in clients: c = server.a"); }), "1:26");
  EXPECT_EQ(place_of([&] { return bound("exists c in clients: c"); }), "1:22");
}

TEST_F(BindingTest, ContentValuesAreNamesOrNumbers) {
  EXPECT_EQ(used("server.a = c0#1"), Strings{"server.a"});
  EXPECT_EQ(used("\"c0#1\" != server.a"), Strings{"server.a"});
  EXPECT_EQ(used("0 = server.a"), Strings{"server.a"}) << "0 is a content value here";
  EXPECT_EQ(constant("server.a = 17"), 0) << "a number that nobody writes";
  EXPECT_EQ(constant("server.a != -1"), 1);
  EXPECT_EQ(message_of([&] { return bound("server.a = c0#9"); }),
            "test:1:12: `c0#9` is neither an observable nor a content value; `server.a` is compared with it; "
            "did you mean `c0#1`?\n  server.a = c0#9\n             ^");
  EXPECT_EQ(place_of([&] { return bound("server.a < c0#1"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("server.a + 1 = 2"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("server.a = c0.open.a"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("c0.open.a = c0#1"); }), "1:13");
}

TEST_F(BindingTest, SuggestsForUnknownNames) {
  EXPECT_EQ(message_of([&] { return bound("true and for c in clients: c.cache[a].vaild"); }),
            "test:1:28: unknown observable `c0.cache.a.vaild` (c=c0); did you mean `c0.cache.a.valid`?\n"
            "  true and for c in clients: c.cache[a].vaild\n                             ^");
  EXPECT_NE(message_of([&] { return bound("nothing.like.that"); }).find("`braid list observables afs2`"),
            std::string::npos);
  EXPECT_NE(message_of([&] {
              return bound("for c in clients: callbacks.c.a");
            }).find("after a dot `c` is a plain name; write [c] for the variable"),
            std::string::npos);
  EXPECT_NE(message_of([&] {
              return bound("for c in client: true");
            }).find("1:10: unknown set `client`; did you mean `clients`?"),
            std::string::npos);
  EXPECT_NE(message_of([&] { return bound("foo = 3"); }).find("1:1: unknown name `foo`"), std::string::npos);
  EXPECT_NE(message_of([&] { return bound("foo = bar"); }).find("1:1: unknown name `foo`"),
            std::string::npos);
  EXPECT_NE(message_of([&] { return bound("foo"); }).find("1:1: unknown name `foo`"), std::string::npos);
}

TEST_F(BindingTest, ChecksTypesAtTheirPlace) {
  EXPECT_EQ(place_of([&] { return bound("true and c0.open.a"); }), "1:10");
  EXPECT_EQ(place_of([&] { return bound("1 + c0.cache.a.valid = 2"); }), "1:5");
  EXPECT_EQ(place_of([&] { return bound("c0.cache.a.valid < true"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("c0.cache.a.valid = 1"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("not 1"); }), "1:5");
  EXPECT_EQ(place_of([&] { return bound("1 implies true"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("true implies \"x\""); }), "1:14");
  EXPECT_EQ(place_of([&] { return bound("3"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("c0.open.a = \"x\""); }), "1:13");
  EXPECT_EQ(place_of([&] { return bound("c0.open.a = -c0.read1"); }), "1:14");
}

TEST_F(BindingTest, RefusesVariablesInUse) {
  EXPECT_EQ(place_of([&] { return bound("for c in clients: exists c in clients: true"); }), "1:26");
  EXPECT_EQ(place_of([&] { return bound("for c in clients, c in files: true"); }), "1:19");
}

TEST_F(BindingTest, RefusesWhatMayOverflow) {
  EXPECT_EQ(place_of([&] { return bound("9223372036854775807 + 1 > 0"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("true and c0.open.a * 9223372036854775807 > 0"); }), "1:10");
  EXPECT_EQ(place_of([&] { return bound("-(-9223372036854775808) = 1"); }), "1:1");
  EXPECT_EQ(place_of([&] { return bound("-9223372036854775807 - 2 < 0"); }), "1:1");
  EXPECT_EQ(message_of([&] { return bound("c0.open.a + 9223372036854775804 > 0"); }), "");
}

TEST_F(BindingTest, RefusesWhatGrowsTooLargeAndNamesTheSize) {
  signature_ = afs_signature(60, 2, 1);
  const std::string message = message_of([&] {
    return bound("for a in clients, b in clients, c in clients, d in clients: a.open[a] = d.open[b]");
  });
  EXPECT_NE(message.find("this has 38880000 operations; at most 1000000 are accepted"), std::string::npos)
      << message;
  std::string deep;
  for (int i = 0; i < 30; ++i) deep += "exists v" + std::to_string(i) + " in clients: ";
  EXPECT_NE(
      message_of([&] { return bound("true or " + deep + "true"); }).find("at least 18446744073709551615"),
      std::string::npos);
}

TEST_F(BindingTest, EmptySetsMakeQuantifiersTrivial) {
  signature_.sets[1].members.clear();
  EXPECT_TRUE(bound("for c in clients, f in files: c.open[f] = 1").instances.empty());
  EXPECT_EQ(constant("for f in files: server[f] = 0"), 1);
  EXPECT_EQ(constant("exists f in files: server[f] = 0"), 0);
}

TEST_F(BindingTest, LongChainsNeedNoDepth) {
  std::string sum = "0";
  for (int i = 0; i < 20000; ++i) sum += " + c0.open.a - c1.open.b";
  const BoundFormula formula = bound(sum + " = 0");
  const auto get = [](explore::ObservableId) { return 1; };
  EXPECT_EQ(evaluate(formula.instances[0].expression, get), 1);
}

TEST_F(BindingTest, PropertiesAreForTheirSystems) {
  const auto property = [](std::string_view systems) {
    return parse_property("f",
                          "property p \"m\" source \"s\" systems " + std::string(systems) + " always: true");
  };
  EXPECT_TRUE(applies_to(property("nfs3 afs2"), signature_));
  EXPECT_FALSE(applies_to(property("nfs3"), signature_));
}

TEST_F(BindingTest, ExistsForIsAClaimForEachChoice) {
  const auto claims = [&](std::string_view statement) {
    return bind_property(
               parse_property("f", "property p \"m\" source \"s\" systems afs2 " + std::string(statement)),
               signature_)
        .claims;
  };
  EXPECT_EQ(claims("exists for c in clients: c.open[a] = 1").size(), 2U);
  EXPECT_EQ(claims("exists: for c in clients: c.open[a] = 1").size(), 1U);
  EXPECT_EQ(claims("never for c in clients: c.open[a] = 1").size(), 1U);
  EXPECT_EQ(claims("never for c in clients: c.open[a] = 1")[0].instances.size(), 2U);
}

}  // namespace
}  // namespace braid::formula::testing
