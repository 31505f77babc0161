#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "afs_signature.h"
#include "braid/checker/formula/binding.h"
#include "braid/checker/formula/parser.h"

namespace braid::formula::testing {
namespace {

class RememberingTest : public ::testing::Test {
 protected:
  BoundProperty bound(const std::string& lines) {
    return bind_property(parse_property("f", "property p \"m\" source \"s\" systems afs2\n" + lines),
                         signature_);
  }
  std::string refusal(const std::string& lines) {
    const std::size_t before = signature_.observables.size();
    std::string message = message_of([&] { return bound(lines); });
    EXPECT_EQ(signature_.observables.size(), before) << "the signature is as before";
    return message.substr(0, message.find('\n'));
  }
  const explore::Observable& observable(const std::string& name) {
    return signature_.observables[id_of(signature_, name)];
  }
  std::vector<std::string> used(const BoundProperty& property) {
    std::vector<std::string> names;
    for (const explore::ObservableId id : observables_used(property)) {
      names.push_back(signature_.observables[id].name);
    }
    return names;
  }

  explore::Signature signature_ = afs_signature(2, 2, 2);
};

using Strings = std::vector<std::string>;

TEST_F(RememberingTest, DeclaresAnObservableForEachChoice) {
  const std::size_t before = signature_.observables.size();
  const BoundProperty property = bound(
      "remember floor[f, c] := server[f] at open(c, f) when c.open[f] = 1\n"
      "always for c in clients, f in files: c.open[f] = 0 or floor[f, c] = server[f]");
  ASSERT_EQ(signature_.observables.size(), before + 4);
  EXPECT_EQ(signature_.observables[before].name, "p.floor.a.c0");
  EXPECT_EQ(signature_.observables[before + 1].name, "p.floor.a.c1");
  EXPECT_EQ(signature_.observables[before + 3].name, "p.floor.b.c1");
  EXPECT_EQ(observable("p.floor.a.c0").type, explore::ValueType::content);
  EXPECT_TRUE(observable("p.floor.a.c0").history);
  ASSERT_EQ(property.remembered.size(), 4U);
  ASSERT_EQ(property.updates.size(), 4U);
  const Update& update = property.updates[1];  // open(c0, b)
  EXPECT_EQ(update.event, (explore::EventInstance{0, {0, 1}}));
  EXPECT_EQ(signature_.observables[update.target].name, "p.floor.b.c0");
  const auto get = [&](explore::ObservableId id) {
    return id == id_of(signature_, "c0.open.b") ? 1 : id == id_of(signature_, "server.b") ? 3 : 0;
  };
  EXPECT_EQ(evaluate(update.condition, get), 1);
  EXPECT_EQ(evaluate(update.value, get), 3);
}

TEST_F(RememberingTest, SeveralLinesUpdateOneName) {
  const BoundProperty property = bound(
      "remember dirty[c, f] := true at write(c, f)\nremember dirty[d, g] := false at close(d, g)\n"
      "always for c in clients: dirty[c, a] implies c.open[a] > 0");
  EXPECT_EQ(property.updates.size(), 8U);
  EXPECT_EQ(observable("p.dirty.c0.a").type, explore::ValueType::boolean);
  EXPECT_EQ(property.updates[0].target, property.updates[4].target);
}

TEST_F(RememberingTest, ALineStandsForEachChoiceOfWhatTheEventDoesNotBind) {
  const std::size_t before = signature_.observables.size();
  const BoundProperty property = bound(
      "remember seen[d, g] := server[g] at close(c, f) for g in files, d in clients when d != c and g != f\n"
      "always for d in clients, g in files: seen[d, g] = server[g]");
  ASSERT_EQ(signature_.observables.size(), before + 4);
  ASSERT_EQ(property.updates.size(), 4U);
  const Update& update = property.updates[1];  // close(c0, b)
  EXPECT_EQ(update.event, (explore::EventInstance{3, {0, 1}}));
  EXPECT_EQ(signature_.observables[update.target].name, "p.seen.c1.a");
  const auto get = [&](explore::ObservableId id) { return id == id_of(signature_, "server.a") ? 3 : 0; };
  EXPECT_EQ(evaluate(update.condition, get), 1);
  EXPECT_EQ(evaluate(update.value, get), 3);
}

TEST_F(RememberingTest, InitialValuesMayReadTheInitialState) {
  const BoundProperty property = bound(
      "remember last[f] := c.cache[f].data at close(c, f) initially server[f]\n"
      "always for f in files: server[f] = last[f]");
  ASSERT_EQ(property.remembered.size(), 2U);
  const auto get = [&](explore::ObservableId id) { return id == id_of(signature_, "server.b") ? 2 : 0; };
  EXPECT_EQ(evaluate(property.remembered[0].initial, get), 0);
  EXPECT_EQ(evaluate(property.remembered[1].initial, get), 2);
}

TEST_F(RememberingTest, DefaultInitialValuesAreFalseZeroAndTheFirstContent) {
  const BoundProperty property = bound(
      "remember b := true at open(c, f)\nremember n := 5 at open(c, f)\nremember d := c0#1 at open(c, f)\n"
      "always: b and n = 5 and d = c0#1");
  for (const RememberedValue& value : property.remembered) {
    EXPECT_TRUE(value.initial.constant());
    EXPECT_EQ(value.initial.root().value, 0);
  }
  EXPECT_EQ(observable("p.d").type, explore::ValueType::content);
}

TEST_F(RememberingTest, FindsExactRanges) {
  (void)bound(
      "remember n[c] := n[c] + 1 at write(c, f) when n[c] < 3\n"
      "remember m := m - 2 at write(c, f) when m > -5 and c.open[f] > 0\n"
      "remember k := 7 at write(c, f) initially 5\n"
      "remember copy[c] := n[c] * 2 at read(c, f)\n"
      "remember refs[c] := c.cache[f].refs at read(c, f)\n"
      "always: n[c0] + m + k + copy[c0] + refs[c0] < 1000 or n[c0] = copy[c0]");
  const auto range = [&](const std::string& name) {
    return std::pair(observable(name).least, observable(name).greatest);
  };
  using Pair = std::pair<std::int64_t, std::int64_t>;
  EXPECT_EQ(range("p.n.c1"), Pair(0, 3));
  EXPECT_EQ(range("p.m"), Pair(-6, 0));
  EXPECT_EQ(range("p.k"), Pair(5, 7));
  EXPECT_EQ(range("p.copy.c0"), Pair(0, 6));
  EXPECT_EQ(range("p.refs.c0"), Pair(-3, 3));
}

TEST_F(RememberingTest, CountsFarWithoutWalkingThere) {
  (void)bound("remember n := n + 1 at write(c, f) when n < 1000000\nalways: n >= 0 implies n < 5");
  EXPECT_EQ(observable("p.n").least, 0);
  EXPECT_EQ(observable("p.n").greatest, 1000000);
}

TEST_F(RememberingTest, RefusesWhatGrowsWithoutBound) {
  EXPECT_EQ(refusal("remember n[c] := n[c] + 1 at write(c, f)\nalways: n[c0] < 5"),
            "f:2:10: `n` may grow without bound; bound it, for instance with `when n[c] < 3`");
  EXPECT_NE(refusal("remember n := 0 - n * 2 - 1 at write(c, f)\nalways: n < 5"), "");
  EXPECT_NE(refusal("remember n := m at write(c, f)\nremember m := n + 1 at read(c, f)\nalways: n < 5"), "");
}

TEST_F(RememberingTest, RememberedNamesMayDependOnEachOther) {
  (void)bound(
      "remember older := newer at write(c, f)\nremember newer := server[f] at write(c, f)\n"
      "always: older = newer");
  EXPECT_EQ(observable("p.older").type, explore::ValueType::content);
  EXPECT_EQ(observable("p.older").greatest, 4);
  signature_ = afs_signature(2, 2, 2);
  EXPECT_EQ(refusal("remember older := newer at write(c, f)\nremember newer := older at write(c, f)\n"
                    "always: older = newer"),
            "f:2:10: nothing tells the type of `older`; give it a value with `initially`");
}

TEST_F(RememberingTest, OnlyWhatIsUsedMustBeKnown) {
  const BoundProperty property = bound(
      "remember last[c, f] := c.cache[f].data at write(c, f)\n"
      "remember copy[f] := last[c, f] at close(c, f) when c.open[f] = 0\n"
      "always: copy[a] = server.b");
  EXPECT_EQ(used(property), (Strings{"server.b", "c0.cache.a.data", "c0.open.a", "c1.cache.a.data",
                                     "c1.open.a", "p.last.c0.a", "p.last.c1.a", "p.copy.a"}));
}

TEST_F(RememberingTest, UpdatesThatCanNeverHappenAreDropped) {
  EXPECT_TRUE(bound("remember n := 1 at open(c, f) when break_pending(c, f)\nalways: n = 0").updates.empty());
}

TEST_F(RememberingTest, ErrorsHaveTheirPlace) {
  EXPECT_EQ(refusal("remember n := 1 at opn(c, f)\nalways: n = 0"),
            "f:2:20: unknown event `opn`; did you mean `open`?");
  EXPECT_EQ(refusal("remember n := 1 at open(c)\nalways: n = 0"),
            "f:2:20: `open` has 2 arguments, here are 1");
  EXPECT_EQ(refusal("remember n[d] := 1 at open(c, f)\nalways: n = 0").substr(0, 7), "f:2:12:");
  EXPECT_EQ(refusal("remember n[d] := 1 at open(c, f) for d in files, d in clients\nalways: n[a] = 0"),
            "f:2:50: the variable `d` is in use already; choose another name");
  EXPECT_EQ(refusal("remember n[d] := 1 at open(c, f) for f in files, d in clients\nalways: n[c0] = 0"),
            "f:2:38: the variable `f` is in use already; choose another name");
  EXPECT_EQ(refusal("remember n[d] := 1 at open(c, f) for d in client\nalways: n[c0] = 0"),
            "f:2:43: unknown set `client`; did you mean `clients`?");
  EXPECT_EQ(refusal("remember n[c, c] := 1 at open(c, f)\nalways: n = 0"),
            "f:2:15: the variable `c` stands here twice");
  EXPECT_EQ(refusal("remember n := 1 at open(c, c)\nalways: n = 0"),
            "f:2:28: the variable `c` stands here twice");
  EXPECT_EQ(refusal("remember n[c] := 1 at open(c, f)\nremember n[f] := 1 at read(c, f)\nalways: n[c0] = 0"),
            "f:3:10: `n` had other parameters in line 2");
  EXPECT_EQ(refusal("remember n := 1 at open(c, f) initially 1\nremember n := 1 at read(c, f) initially 2\n"
                    "always: n = 0"),
            "f:3:41: `n` has an initial value already");
  EXPECT_EQ(refusal("remember server := 1 at open(c, f)\nalways: server = 0").substr(0, 44),
            "f:2:10: `server` is an observable already (`");
  EXPECT_EQ(refusal("remember n := 1 at open(c, f)\nalways: true"),
            "f:2:10: `n` is remembered, but nothing uses it; name it in the statement, or remove the line");
  EXPECT_EQ(
      refusal("remember n := 1 at open(c, f)\nremember m := 1 at open(c, f) initially n\nalways: n = m"),
      "f:3:41: `n` is remembered: an initial value cannot depend on it");
  EXPECT_EQ(
      refusal("remember n := 1 at open(c, f)\nremember n := true at read(c, f)\nalways: n = 1").substr(0, 8),
      "f:2:15: ");
  EXPECT_EQ(refusal("remember n := 1 at open(c, f) when c.open[f]\nalways: n = 1").substr(0, 8), "f:2:36: ");
  EXPECT_EQ(refusal("remember n := 1 at open(c, f)\nalways: n[c0] = 1").substr(0, 40),
            "f:3:9: unknown observable `p.n.c0`; `bra");
  EXPECT_EQ(refusal("remember d := c0#7 at open(c, f) initially server.a\nalways: d = server.a").substr(0, 8),
            "f:2:15: ");
}

TEST_F(RememberingTest, BindingTwiceToOneSignatureIsAnError) {
  const std::string lines = "remember n := 1 at open(c, f)\nalways: n < 2 and c0.open.a = n";
  (void)bound(lines);
  EXPECT_EQ(refusal(lines),
            "f:2:10: `n` is an observable already (`p.n`); remember the value under another name");
}

TEST_F(RememberingTest, NumbersThatTurnInTheirRangeAreBounded) {
  (void)bound("remember n := 0 - n - 1 at write(c, f)\nalways: n < 5");
  EXPECT_EQ(observable("p.n").least, -1);
  EXPECT_EQ(observable("p.n").greatest, 0);
}

TEST_F(RememberingTest, RefusesTooManyUpdates) {
  signature_ = afs_signature(400, 20, 1);
  EXPECT_NE(refusal("remember n := (for x in clients, g in files: x.open[g] = 0) at open(c, f)\nalways: n")
                .find("operations; at most 1000000 are accepted"),
            std::string::npos);
}

}  // namespace
}  // namespace braid::formula::testing
