#include "braid/checker/formula/explanation.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "afs_signature.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"

namespace braid::formula::testing {
namespace {

class ExplanationTest : public ::testing::Test {
 protected:
  void set(const std::string& name, std::int64_t value) { values_[id_of(signature_, name)] = value; }

  Explanation explained(const BoundFormula& formula) {
    const ValueSource get = [this](explore::ObservableId id) { return values_[id]; };
    const std::size_t instance = deciding_instance(formula, get);
    EXPECT_LT(instance, formula.instances.size());
    return explain(formula, instance, signature_, get);
  }

  Explanation explained(ConditionKind kind, std::string_view text) {
    return explained(bind_condition(kind, parse_expression("test", text), signature_));
  }

  explore::Signature signature_ = afs_signature(2, 2, 2);
  std::map<explore::ObservableId, std::int64_t> values_;
};

constexpr std::string_view kCoherence = R"(property callback-coherence
  "A trusted copy is current."
  source "Howard 1988"
  systems afs2
  always for c in clients, f in files:
    c.cache[f].trusted and not c.cache[f].dirty implies   # a comment
      c.cache[f].version = server.version[f] or break_pending(c, f)
)";

TEST_F(ExplanationTest, NamesInstancePartPremisesAndValues) {
  const BoundProperty bound = bind_property(parse_property("file", kCoherence), signature_);
  set("c1.cache.b.trusted", 1);
  set("c1.cache.b.version", 3);
  const Explanation explanation = explained(bound.claims.at(0));
  EXPECT_EQ(explanation.property, "callback-coherence");
  EXPECT_EQ(explanation.instance, "c=c1, f=b");
  EXPECT_FALSE(explanation.truth);
  EXPECT_EQ(explanation.part, "c.cache[f].version = server.version[f] or break_pending(c, f)");
  EXPECT_EQ(explanation.premises, std::vector<std::string>{"c.cache[f].trusted and not c.cache[f].dirty"});
  EXPECT_EQ(to_text(explanation),
            "callback-coherence fails for c=c1, f=b: "
            "c.cache[f].version = server.version[f] or break_pending(c, f) is false, "
            "although c.cache[f].trusted and not c.cache[f].dirty, "
            "with c1.cache.b.trusted = true, c1.cache.b.dirty = false, c1.cache.b.version = c1#1, "
            "server.version.b = 0.");
}

TEST_F(ExplanationTest, FindsTheFalseConjunctAndTheFalseChoice) {
  set("c1.open.b", 2);
  const Explanation explanation = explained(
      ConditionKind::forall, "server.a = 0 and (for c in clients: true and (for f in files: c.open[f] < 2))");
  EXPECT_EQ(explanation.instance, "c=c1, f=b");
  EXPECT_EQ(explanation.part, "c.open[f] < 2");
  ASSERT_EQ(explanation.values.size(), 1U);
  EXPECT_EQ(explanation.values[0].name, "c1.open.b");
  EXPECT_EQ(explanation.values[0].value, "2");
}

TEST_F(ExplanationTest, OfNeverShowsWhatIsTrue) {
  set("c0.cache.b.dirty", 1);
  const Explanation explanation = explained(
      ConditionKind::never, "exists c in clients: c.open[a] > 1 or (exists f in files: c.cache[f].dirty)");
  EXPECT_TRUE(explanation.truth);
  EXPECT_EQ(explanation.instance, "c=c0, f=b");
  EXPECT_EQ(to_text(explanation),
            "the condition is met for c=c0, f=b: c.cache[f].dirty is true, with c0.cache.b.dirty = true.");
}

TEST_F(ExplanationTest, ShowsRememberedValues) {
  const BoundProperty bound = bind_property(parse_property("file", R"(property p "m" source "s" systems afs2
      remember last[f] := server[f] at close(c, f) initially server[f]
      always for f in files: server[f] = last[f])"),
                                            signature_);
  set("p.last.a", 2);
  EXPECT_EQ(to_text(explained(bound.claims.at(0))),
            "p fails for f=a: server[f] = last[f] is false, with server.a = 0, p.last.a = c0#2.");
}

TEST_F(ExplanationTest, WithoutVariablesOrValues) {
  EXPECT_EQ(to_text(explained(ConditionKind::always, "1 = 2")), "the condition fails: 1 = 2 is false.");
}

}  // namespace
}  // namespace braid::formula::testing
