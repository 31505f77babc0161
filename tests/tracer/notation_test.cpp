// What each statement of the notation means. The words of its errors are in notation_messages_test.cpp.
#include "braid/tracer/notation.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "refused.h"

namespace braid {
namespace {

Trace parse(std::string_view text) {
  return parse_notation("t", text);
}

/// `open f0 d0` and so on: an actor's program with the indices it refers to.
std::vector<std::string> program(const Actor& actor) {
  std::vector<std::string> events;
  for (const Event& event : actor.events) {
    events.push_back(std::string(name_of(event.operation)) + " f" + std::to_string(event.file) + " d" +
                     std::to_string(event.descriptor));
  }
  return events;
}

TEST(Notation, ReadsTheExampleOfTheDesign) {
  const Trace trace = parse(
      "# Homework question 4: what can client 1 read?\n"
      "system afs2\n"
      "values counter\n"
      "file a = 0\n"
      "client c0: open a, write, close\n"
      "client c1: open a, read, close\n"
      "exists: c1.read1 = 1\n");
  EXPECT_EQ(trace.source, "t");
  EXPECT_EQ(trace.system, "afs2");
  EXPECT_EQ(trace.system_position.line, 2U);
  EXPECT_EQ(trace.system_position.column, 8U);
  EXPECT_TRUE(trace.options.empty());
  EXPECT_EQ(trace.values, Values::counter);
  ASSERT_EQ(trace.files.size(), 1U);
  EXPECT_EQ(trace.files[0].name, "a");
  EXPECT_EQ(trace.files[0].contents, "0");
  ASSERT_EQ(trace.actors.size(), 2U);
  EXPECT_EQ(trace.actors[0].name, "c0");
  EXPECT_EQ(program(trace.actors[0]), (std::vector<std::string>{"open f0 d0", "write f0 d0", "close f0 d0"}));
  EXPECT_EQ(program(trace.actors[1]), (std::vector<std::string>{"open f0 d0", "read f0 d0", "close f0 d0"}));
  EXPECT_EQ(trace.actors[1].descriptors, std::vector<std::string>{"a"});
  EXPECT_EQ(trace.actors[1].events[1].position.line, 6U);
  EXPECT_EQ(trace.actors[1].events[1].position.column, 20U);
  ASSERT_EQ(trace.conditions.size(), 1U);
  EXPECT_EQ(trace.conditions[0].kind, ConditionKind::exists);
  EXPECT_EQ(trace.conditions[0].formula, "c1.read1 = 1");
  EXPECT_EQ(trace.conditions[0].position.line, 7U);
  EXPECT_EQ(trace.conditions[0].position.column, 9U);
  EXPECT_EQ(trace.event_count(), 6U);
}

TEST(NotationSystem, HasOptions) {
  const Trace trace = parse("system afs2 reopen=keep granularity = operation x-y=-1.5\nclient c0:\n");
  ASSERT_EQ(trace.options.size(), 3U);
  EXPECT_EQ(trace.option("reopen"), "keep");
  EXPECT_EQ(trace.option("granularity"), "operation");
  EXPECT_EQ(trace.option("x-y"), "-1.5");
  EXPECT_EQ(trace.option("values"), std::nullopt);
  EXPECT_EQ(trace.options[1].position.column, 25U);
}

TEST(NotationSystem, ComesFirstAndOnce) {
  EXPECT_EQ(refused_at("client c0:\nsystem afs2\n"), "1:1");
  EXPECT_EQ(refused_at("system afs2\nsystem afs2\nclient c0:\n"), "2:1");
}

TEST(NotationSystem, RefusesOtherForms) {
  EXPECT_EQ(refused_at("system\nclient c0:\n"), "1:7");
  EXPECT_EQ(refused_at("system 2afs\nclient c0:\n"), "1:8");
  EXPECT_EQ(refused_at("system: afs2\nclient c0:\n"), "1:7");
  EXPECT_EQ(refused_at("system afs2 reopen\nclient c0:\n"), "1:19");
  EXPECT_EQ(refused_at("system afs2 reopen=\nclient c0:\n"), "1:20");
  EXPECT_EQ(refused_at("system afs2 =keep\nclient c0:\n"), "1:13");
  EXPECT_EQ(refused_at("system afs2 a=1, b=2\nclient c0:\n"), "1:16");
  EXPECT_EQ(refused_at("system afs2 a=1 b=2 a=1\nclient c0:\n"), "1:21");
  EXPECT_EQ(refused_at("system afs2 a=#1\nclient c0:\n"), "1:15");
}

TEST(NotationValues, AreWriterUnlessSaidOtherwise) {
  EXPECT_EQ(parse("system s\nclient c0:\n").values, Values::writer);
  EXPECT_EQ(parse("system s\nvalues writer\nclient c0:\n").values, Values::writer);
  EXPECT_EQ(parse("system s\nclient c0:\nvalues counter\n").values, Values::counter);
}

TEST(NotationValues, RefuseOtherForms) {
  EXPECT_EQ(refused_at("system s\nvalues\nclient c0:\n"), "2:7");
  EXPECT_EQ(refused_at("system s\nvalues count\nclient c0:\n"), "2:8");
  EXPECT_EQ(refused_at("system s\nvalues = counter\nclient c0:\n"), "2:8");
  EXPECT_EQ(refused_at("system s\nvalues counter writer\nclient c0:\n"), "2:16");
  EXPECT_EQ(refused_at("system s\nvalues writer\nvalues writer\nclient c0:\n"), "3:1");
}

TEST(NotationFile, MayShareAStatement) {
  const Trace trace = parse("system s\nfile a = 0, b=x.y-1\nfile _c2 = c0#1,\n  d = +\nclient c0:\n");
  ASSERT_EQ(trace.files.size(), 4U);
  EXPECT_EQ(trace.files[1].name, "b");
  EXPECT_EQ(trace.files[1].contents, "x.y-1");
  EXPECT_EQ(trace.files[2].name, "_c2");
  EXPECT_EQ(trace.files[2].contents, "c0#1");
  EXPECT_EQ(trace.files[3].contents, "+");
}

TEST(NotationFile, MayStandBehindItsUse) {
  const Trace trace = parse("system s\nclient c0: open b, open a\nfile a = 0\nfile b = 1\n");
  EXPECT_EQ(program(trace.actors[0]), (std::vector<std::string>{"open f1 d0", "open f0 d1"}));
}

TEST(NotationFile, HoldsAnIntegerUnderCounterWhereverThatIsSaid) {
  const Trace trace =
      parse("system s\nfile a = 4611686018427387903, b = 007, c = 000\nclient c0:\nvalues counter\n");
  EXPECT_EQ(trace.files[0].contents, "4611686018427387903");
  EXPECT_EQ(trace.files[1].contents, "7");
  EXPECT_EQ(trace.files[2].contents, "0");
  for (const std::string contents :
       {"4611686018427387904", "18446744073709551616", "99999999999999999999999999", "x", "-1", "+1", "1.5",
        "1x", "0x10", "c0#1"}) {
    EXPECT_EQ(refused_at("system s\nfile a = " + contents + "\nclient c0:\nvalues counter\n"), "2:10")
        << contents;
    EXPECT_NO_THROW(parse("system s\nfile a = " + contents + "\nclient c0:\n")) << contents;
  }
}

TEST(NotationFile, RefusesOtherForms) {
  EXPECT_EQ(refused_at("system s\nfile\nclient c0:\n"), "2:5");
  EXPECT_EQ(refused_at("system s\nfile a\nclient c0:\n"), "2:7");
  EXPECT_EQ(refused_at("system s\nfile a =\nclient c0:\n"), "2:9");
  EXPECT_EQ(refused_at("system s\nfile a = #1\nclient c0:\n"), "2:9") << "a comment";
  EXPECT_EQ(refused_at("system s\nfile a =#1\nclient c0:\n"), "2:9");
  EXPECT_EQ(refused_at("system s\nfile a = 1 2\nclient c0:\n"), "2:12");
  EXPECT_EQ(refused_at("system s\nfile a = 1,\nclient c0:\n"), "2:12");
  EXPECT_EQ(refused_at("system s\nfile a: 1\nclient c0:\n"), "2:7");
  EXPECT_EQ(refused_at("system s\nfile a.b = 1\nclient c0:\n"), "2:6");
  EXPECT_EQ(refused_at("system s\nfile 1a = 1\nclient c0:\n"), "2:6");
}

TEST(NotationNames, MayNotClash) {
  EXPECT_EQ(refused_at("system s\nfile a = 1\nfile a = 1\nclient c0:\n"), "3:6");
  EXPECT_EQ(refused_at("system s\nclient c0:\nclient c0:\n"), "3:8");
  EXPECT_EQ(refused_at("system s\nclient c0:\nfile c0 = 1\n"), "3:6");
  EXPECT_EQ(refused_at("system s\nfile c0 = 1\nclient c0:\n"), "3:8");
  for (const std::string word : {"server", "clients", "files", "callbacks", "client", "system", "as", "and",
                                 "exists", "open", "true", "in"}) {
    EXPECT_EQ(refused_at("system s\nclient " + word + ":\n"), "2:8") << word;
    EXPECT_EQ(refused_at("system s\nfile " + word + " = 1\nclient c0:\n"), "2:6") << word;
  }
}

TEST(NotationClient, MayHaveNoEvents) {
  const Trace trace = parse("system s\nclient c0:\nclient c1: # nothing\n");
  ASSERT_EQ(trace.actors.size(), 2U);
  EXPECT_TRUE(trace.actors[1].events.empty());
  EXPECT_TRUE(trace.actors[1].descriptors.empty());
}

TEST(NotationClient, MustExist) {
  EXPECT_EQ(refused_at("system s\nfile a = 1\n"), "1:8");
}

TEST(NotationClient, RefusesOtherForms) {
  const std::string head = "system s\nfile a = 0\n";
  EXPECT_EQ(refused_at(head + "client\n"), "3:7");
  EXPECT_EQ(refused_at(head + "client c0\n"), "3:10");
  EXPECT_EQ(refused_at(head + "client c0 open a\n"), "3:11");
  EXPECT_EQ(refused_at(head + "client c-0: open a\n"), "3:8");
  EXPECT_EQ(refused_at(head + "client c0: open a read\n"), "3:19");
  EXPECT_EQ(refused_at(head + "client c0: open a; read\n"), "3:18");
  EXPECT_EQ(refused_at(head + "client c0: open a,, read\n"), "3:19");
  EXPECT_EQ(refused_at(head + "client c0: , open a\n"), "3:12");
  EXPECT_EQ(refused_at(head + "client c0: open a,\n"), "3:18");
  EXPECT_EQ(refused_at(head + "client c0: open a,\nclient c1:\n"), "3:18");
  EXPECT_EQ(refused_at(head + "client c0: open\n"), "3:16");
  EXPECT_EQ(refused_at(head + "client c0: open as 1\n"), "3:17");
  EXPECT_EQ(refused_at(head + "client c0: open a as\n"), "3:21");
  EXPECT_EQ(refused_at(head + "client c0: open a as as\n"), "3:22");
  EXPECT_EQ(refused_at(head + "client c0: open a as x.y\n"), "3:22");
  EXPECT_EQ(refused_at(head + "client c0: open a = 1\n"), "3:19");
  EXPECT_EQ(refused_at(head + "client c0: Open a\n"), "3:12");
  EXPECT_EQ(refused_at(head + "client c0: open b\n"), "3:17");
  EXPECT_EQ(refused_at(head + "client c0: open a, read -> 0\n"), "3:25") << "histories have no notation";
}

TEST(NotationDescriptors, NeedNoNameWhereOneIsOpen) {
  const Trace trace = parse(
      "system s\nfile a = 0, b = 1\nclient c0: open a, read, close, open b, write, close, open a as x, read, "
      "close\n");
  EXPECT_EQ(program(trace.actors[0]),
            (std::vector<std::string>{"open f0 d0", "read f0 d0", "close f0 d0", "open f1 d1", "write f1 d1",
                                      "close f1 d1", "open f0 d2", "read f0 d2", "close f0 d2"}));
  EXPECT_EQ(trace.actors[0].descriptors, (std::vector<std::string>{"a", "b", "x"}));
}

TEST(NotationDescriptors, AreNamedWhereSeveralAreOpen) {
  const Trace trace =
      parse("system s\nfile a = 0\nclient c0: open a as 1, open a as 2, write 1, close 2, close 1\n");
  EXPECT_EQ(program(trace.actors[0]), (std::vector<std::string>{"open f0 d0", "open f0 d1", "write f0 d0",
                                                                "close f0 d1", "close f0 d0"}));
}

TEST(NotationDescriptors, MayBeUsedAgainAfterTheirClose) {
  const Trace trace =
      parse("system s\nfile a = 0, b = 0\nclient c0: open a as 1, close 1, open b as 1, read 1, close\n");
  EXPECT_EQ(program(trace.actors[0]), (std::vector<std::string>{"open f0 d0", "close f0 d0", "open f1 d0",
                                                                "read f1 d0", "close f1 d0"}));
  EXPECT_EQ(trace.actors[0].descriptors, std::vector<std::string>{"1"});
}

TEST(NotationDescriptors, MayStayOpen) {
  EXPECT_EQ(parse("system s\nfile a = 0\nclient c0: open a\n").event_count(), 1U);
}

TEST(NotationDescriptors, MustBeOpen) {
  const std::string head = "system s\nfile a = 0, b = 0\nclient c0: ";
  EXPECT_EQ(refused_at(head + "read"), "3:12");
  EXPECT_EQ(refused_at(head + "write 1"), "3:18");
  EXPECT_EQ(refused_at(head + "open a, close, close"), "3:27");
  EXPECT_EQ(refused_at(head + "open a, close, read a"), "3:32");
  EXPECT_EQ(refused_at(head + "open a as 1, read a"), "3:30");
  EXPECT_EQ(refused_at(head + "open a, open b, read"), "3:28");
  EXPECT_EQ(refused_at(head + "open a, open b, read c"), "3:33");
  EXPECT_EQ(refused_at("system s\nfile a = 0\nclient c0: open a\nclient c1: read a\n"), "4:17")
      << "descriptors belong to one client";
}

TEST(NotationDescriptors, AreNotOpenedTwice) {
  const std::string head = "system s\nfile a = 0, b = 0\nclient c0: ";
  EXPECT_EQ(refused_at(head + "open a, open a"), "3:25");
  EXPECT_EQ(refused_at(head + "open a as 1, open b as 1"), "3:35");
  EXPECT_EQ(refused_at(head + "open a as b, open b"), "3:30");
}

TEST(NotationFaults, HaveLimits) {
  const Trace trace = parse(
      "system s\nclient c0:\nfaults server-crash<=1 tick <= 18446744073709551615\nfaults partition<=0\n");
  ASSERT_EQ(trace.faults.size(), 3U);
  EXPECT_EQ(trace.faults[0].name, "server-crash");
  EXPECT_EQ(trace.faults[0].limit, 1U);
  EXPECT_EQ(trace.faults[1].name, "tick");
  EXPECT_EQ(trace.faults[1].limit, UINT64_MAX);
  EXPECT_EQ(trace.faults[1].position.column, 24U);
  EXPECT_EQ(trace.faults[2].limit, 0U);
}

TEST(NotationFaults, RefuseOtherForms) {
  const std::string head = "system s\nclient c0:\n";
  EXPECT_EQ(refused_at(head + "faults\n"), "3:7");
  EXPECT_EQ(refused_at(head + "faults tick\n"), "3:12");
  EXPECT_EQ(refused_at(head + "faults tick=1\n"), "3:12");
  EXPECT_EQ(refused_at(head + "faults tick<1\n"), "3:12");
  EXPECT_EQ(refused_at(head + "faults tick<=\n"), "3:14");
  EXPECT_EQ(refused_at(head + "faults tick<=x\n"), "3:14");
  EXPECT_EQ(refused_at(head + "faults tick<=-1\n"), "3:14");
  EXPECT_EQ(refused_at(head + "faults tick<=1.5\n"), "3:14");
  EXPECT_EQ(refused_at(head + "faults tick<=18446744073709551616\n"), "3:14");
  EXPECT_EQ(refused_at(head + "faults tick<=1, crash<=1\n"), "3:15");
  EXPECT_EQ(refused_at(head + "faults tick<=1 tick<=1\n"), "3:16");
  EXPECT_EQ(refused_at(head + "faults 1tick<=1\n"), "3:8");
}

TEST(NotationConditions, KeepTheirFormulasAsWritten) {
  const Trace trace = parse(
      "system s\nclient c0:\n"
      "exists:x = 1\nforall :  (x = c0#1) \t # comment\nnever: a  and  b\nalways: for c in clients: c.x <= 1 "
      "!= \"q\"\n");
  ASSERT_EQ(trace.conditions.size(), 4U);
  EXPECT_EQ(trace.conditions[0].kind, ConditionKind::exists);
  EXPECT_EQ(trace.conditions[0].formula, "x = 1");
  EXPECT_EQ(trace.conditions[1].kind, ConditionKind::forall);
  EXPECT_EQ(trace.conditions[1].formula, "(x = c0#1)");
  EXPECT_EQ(trace.conditions[1].position.column, 11U);
  EXPECT_EQ(trace.conditions[2].kind, ConditionKind::never);
  EXPECT_EQ(trace.conditions[2].formula, "a  and  b");
  EXPECT_EQ(trace.conditions[3].kind, ConditionKind::always);
  EXPECT_EQ(trace.conditions[3].formula, "for c in clients: c.x <= 1 != \"q\"");
}

TEST(NotationConditions, GoOnInIndentedLinesWithLinesAndColumnsKept) {
  const Trace trace = parse(
      "system s\nclient c0:\nalways: a and # one\n\n# two\n   b or\n\tfile in files\n\nexists:\n  # three\n  "
      "c\nnever: d\n");
  ASSERT_EQ(trace.conditions.size(), 3U);
  EXPECT_EQ(trace.conditions[0].formula, "a and\n\n\n   b or\n\tfile in files");
  EXPECT_EQ(trace.conditions[0].position.line, 3U);
  EXPECT_EQ(trace.conditions[1].formula, "c");
  EXPECT_EQ(trace.conditions[1].position.line, 11U);
  EXPECT_EQ(trace.conditions[1].position.column, 3U);
  EXPECT_EQ(trace.conditions[2].formula, "d");
}

TEST(NotationConditions, RefuseOtherForms) {
  const std::string head = "system s\nclient c0:\n";
  EXPECT_EQ(refused_at(head + "exists x = 1\n"), "3:8");
  EXPECT_EQ(refused_at(head + "exists:\n"), "3:8");
  EXPECT_EQ(refused_at(head + "exists: # x\n"), "3:8");
  EXPECT_EQ(refused_at(head + "exists:#x\n"), "3:8");
  EXPECT_EQ(refused_at(head + "exists:\nx = 1\n"), "3:8");
  EXPECT_EQ(refused_at(head + "exists: x and\ny\n"), "4:1");
  EXPECT_EQ(refused_at(head + "sometimes: x\n"), "3:1");
  EXPECT_EQ(refused_at(head + "exists: x\n  never: y\n"), "4:3") << "or a condition would be lost in another";
  EXPECT_EQ(refused_at(head + "exists: x\n  client c1: open a\n"), "4:3");
}

}  // namespace
}  // namespace braid
