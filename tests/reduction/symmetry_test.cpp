#include "braid/checker/models/reduction/symmetry.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"
#include "braid/checker/models/afs2.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

using Images = std::vector<std::uint32_t>;

TEST(PermutationsWithin, AreAllOfEachClass) {
  const auto of = [](const Images& classes, std::size_t most = 1000) {
    const auto all = permutations_within(classes, most);
    const std::set<Images> different(all.begin(), all.end());
    EXPECT_EQ(different.size(), all.size());
    for (const Images& images : all) {
      for (std::size_t i = 0; i < images.size(); ++i) EXPECT_EQ(classes[images[i]], classes[i]);
    }
    return all.size();
  };
  EXPECT_EQ(of({}), 1U);
  EXPECT_EQ(of({0, 1, 2}), 1U);
  EXPECT_EQ(of({7, 7}), 2U);
  EXPECT_EQ(of({0, 1, 0, 1, 0}), 12U);
  EXPECT_EQ(of({3, 3, 3, 3, 3}), 120U);
  EXPECT_EQ(of({3, 3, 3, 3, 3}, 119), 24U);
  EXPECT_EQ(of({3, 3, 3, 3, 3}, 1), 1U);
}

TEST(PermutationsWithin, AreAGroupAlsoWhereTheyAreNotAll) {
  const std::vector<Images> all = permutations_within(Images{0, 0, 0, 0, 1, 1, 1}, 40);
  EXPECT_EQ(all.front(), (Images{0, 1, 2, 3, 4, 5, 6}));
  const std::set<Images> group(all.begin(), all.end());
  EXPECT_EQ(group.size(), 24U);
  for (const Images& a : all) {
    for (const Images& b : all) {
      Images product;
      for (const std::uint32_t image : b) product.push_back(a[image]);
      EXPECT_TRUE(group.contains(product));
    }
  }
}

/// Two clients that do the same and a third that does not, in a model of their own.
class Fixing : public testing::Test {
 protected:
  Fixing()
      : trace_(parse_notation("t",
                              "system afs2\nvalues writer\nfile a = 0\n"
                              "client c0: open a, write, close\nclient c1: open a, write, close\n"
                              "client c2: open a, read, close\n")),
        model_(trace_, {}),
        signature_(Afs2::signature(trace_)) {}

  /// Whether exchanging c0 and c1 fixes the property; it does if the identity does, which is expected.
  [[nodiscard]] bool fixed(formula::BoundProperty property) const {
    const std::vector<Symmetry> symmetries = model_.symmetries(100);
    EXPECT_EQ(symmetries.size(), 2U);
    const auto fixes_one = [&](const Symmetry& symmetry) {
      const auto observables = permuted_observables(symmetry, {&property, 1});
      return fixes(symmetry, observables, bound_signature_, {&property, 1});
    };
    EXPECT_TRUE(fixes_one(symmetries.front()));
    return fixes_one(symmetries.back());
  }
  [[nodiscard]] bool fixes_condition(const std::string& text, ConditionKind kind = ConditionKind::always) {
    bound_signature_ = signature_;
    formula::BoundProperty property;
    property.claims = {formula::bind_condition(kind, formula::parse_expression("t", text), bound_signature_)};
    return fixed(std::move(property));
  }
  [[nodiscard]] bool fixes_property(const std::string& body) {
    bound_signature_ = signature_;
    const formula::Property property = formula::parse_property(
        "t", "property p\n  \"means\"\n  source \"test\"\n  systems afs2\n" + body + "\n");
    return fixed(formula::bind_property(property, bound_signature_));
  }

  Trace trace_;
  Afs2 model_;
  explore::Signature signature_;
  explore::Signature bound_signature_;
};

TEST_F(Fixing, WhatSpeaksOfAllClientsAlike) {
  EXPECT_TRUE(fixes_condition("for c in clients: c.open[a] <= 1"));
  EXPECT_TRUE(fixes_condition("exists c in clients: c.open[a] = 1 and callbacks(c, a)"));
  EXPECT_TRUE(fixes_condition("c0.open.a + c1.open.a <= 2"));
  EXPECT_TRUE(fixes_condition("c1.open.a = c0.open.a and c2.open.a = 0", ConditionKind::never));
  EXPECT_TRUE(fixes_condition("c2.read1 = 0", ConditionKind::exists));
}

/// `server.a` and `server.version.a` have the same value, and are not each other's image.
TEST_F(Fixing, KeepsObservablesApartThatReadTheSame) {
  EXPECT_TRUE(fixes_condition("server.a = server.version.a"));
  EXPECT_TRUE(fixes_condition("for c in clients: c.cache[a].data = server.a or not c.cache[a].valid"));
  EXPECT_FALSE(fixes_condition("c0.cache.a.data = server.a or c1.cache.a.version = server.a"));
}

TEST_F(Fixing, NotWhatSpeaksOfOne) {
  EXPECT_FALSE(fixes_condition("c0.open.a = 0"));
  EXPECT_FALSE(fixes_condition("c0.open.a < c1.open.a"));
  EXPECT_FALSE(fixes_condition("c0.open.a - c1.open.a < 1"));
  EXPECT_FALSE(fixes_condition("c0.open.a = 1 and c2.open.a = 0", ConditionKind::exists));
}

TEST_F(Fixing, ContentsChangePlacesWithTheirWriters) {
  EXPECT_FALSE(fixes_condition("c2.read1 = c0#1", ConditionKind::exists));
  EXPECT_TRUE(fixes_condition("c2.read1 = c0#1 or c2.read1 = c1#1", ConditionKind::exists));
  EXPECT_TRUE(fixes_condition("(c0.open.a = 1 and server.a = c0#1) or (c1.open.a = 1 and server.a = c1#1)",
                              ConditionKind::exists));
  EXPECT_FALSE(fixes_condition("(c0.open.a = 1 and server.a = c1#1) or (c1.open.a = 1 and server.a = c1#1)",
                               ConditionKind::exists));
}

TEST_F(Fixing, WhatIsRememberedOfAllAlike) {
  EXPECT_TRUE(
      fixes_property("remember seen[c, f] := true at open(c, f)\nalways for c in clients, f in files: "
                     "seen[c, f] or c.open[f] = 0"));
  EXPECT_FALSE(
      fixes_property("remember seen[c, f] := true at open(c, f) when c = c0\n"
                     "always for c in clients, f in files: not seen[c, f]"));
  EXPECT_FALSE(fixes_property(
      "remember seen[f] := true at open(c, f) when c = c0\nalways for f in files: not seen[f]"));
  EXPECT_FALSE(fixes_property("remember seen[c, f] := true at open(c, f)\nalways: not seen[c0, a]"));
}

}  // namespace
}  // namespace braid::models
