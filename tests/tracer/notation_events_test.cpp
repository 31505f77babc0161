// Processes of a client, and the events that need no descriptor.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

constexpr const char* kHead = "system s\nfile a = 0, b = 1\n";

Trace parse(const std::string& rest) {
  return parse_notation("t", kHead + rest);
}

std::string at(const std::string& rest) {
  return refused_at(kHead + rest);
}

TEST(NotationProcesses, BelongToTheClientBeforeTheDot) {
  const Trace trace = parse("client c0.editor: open a\nclient c1: open a\nclient c0._2: open a, read\n");
  ASSERT_EQ(trace.actors.size(), 3U);
  EXPECT_EQ(trace.actors[0].name, "c0.editor");
  EXPECT_EQ(client_of(trace.actors[0]), "c0");
  EXPECT_EQ(client_of(trace.actors[1]), "c1");
  EXPECT_EQ(trace.actors[2].name, "c0._2");
  EXPECT_EQ(trace.clients(), (std::vector<std::string>{"c0", "c1"}));
}

TEST(NotationProcesses, HaveDescriptorsOfTheirOwn) {
  EXPECT_EQ(at("client c0.x: open a\nclient c0.y: read\n"), "4:14");
}

TEST(NotationProcesses, MayHaveNamesOfFilesAndOfOtherClients) {
  EXPECT_EQ(parse("client c0.a: open a\nclient c0.c1:\nclient c1.c0:\n").clients().size(), 2U);
}

TEST(NotationProcesses, AreDeclaredOnce) {
  EXPECT_EQ(at("client c0.x:\nclient c0.x:\n"), "4:8");
  EXPECT_EQ(at("client c0.x:\nclient c1.x:\n"), "accepted");
}

TEST(NotationProcesses, AllHaveNamesOrTheClientHasOne) {
  EXPECT_EQ(at("client c0:\nclient c0.x:\n"), "4:8");
  EXPECT_EQ(at("client c0.x:\nclient c0:\n"), "4:8");
  EXPECT_EQ(at("client c0.x:\nclient c0.y:\nclient c0:\n"), "5:8");
}

TEST(NotationProcesses, MayNotClashWithFiles) {
  EXPECT_EQ(at("client a.x:\n"), "3:8");
  EXPECT_EQ(at("client c0.x:\nfile c0 = 1\n"), "4:6");
  EXPECT_EQ(at("client c0.x:\nfile x = 1\n"), "accepted");
}

TEST(NotationProcesses, RefuseOtherForms) {
  for (const std::string name : {"c0.", ".x", ".", "c0..x", "c0.x.y", "c0.1", "0.x", "c0.x-y", "c0#1.x",
                                 "c0.open", "server.x", "c0.user", "volume.x"}) {
    EXPECT_EQ(at("client " + name + ":\n"), "3:8") << name;
  }
  EXPECT_EQ(at("client c0 .x:\n"), "3:11");
  EXPECT_EQ(at("client c0.x open a\n"), "3:13");
}

TEST(NotationProcesses, BeginAStatementBehindACommaAndWhiteSpace) {
  EXPECT_EQ(at("client c0.x: open a,\nclient c0.y:\n"), "3:20") << "the comma";
  EXPECT_EQ(at("client c0.x: open a\n client c0.y:\n"), "4:2");
}

TEST(NotationEvents, NameFiles) {
  const Trace trace = parse("client c0: stat b, flush a, create b, rename b a\n");
  const std::vector<Event>& events = trace.actors[0].events;
  ASSERT_EQ(events.size(), 4U);
  EXPECT_EQ(events[0].operation, Operation::stat);
  EXPECT_EQ(events[0].file, 1U);
  EXPECT_EQ(events[0].position.line, 3U);
  EXPECT_EQ(events[0].position.column, 12U);
  EXPECT_EQ(events[1].operation, Operation::flush);
  EXPECT_EQ(events[1].file, 0U);
  EXPECT_EQ(events[2].operation, Operation::create);
  EXPECT_EQ(events[2].file, 1U);
  EXPECT_EQ(events[3].operation, Operation::rename);
  EXPECT_EQ(events[3].file, 1U);
  EXPECT_EQ(events[3].replaced, 0U);
  EXPECT_TRUE(trace.actors[0].descriptors.empty());
}

TEST(NotationEvents, MayStandBeforeTheDeclarations) {
  const Trace trace = parse_notation("t",
                                     "system s\n"
                                     "client c0: release w, rename d c, setacl y ann rw, setacl x ann r\n"
                                     "volume v: d\nvolume w: c\n"
                                     "directory x: c\ndirectory y: d\n"
                                     "file c = 0, d = 0\n");
  const std::vector<Event>& events = trace.actors[0].events;
  EXPECT_EQ(events[0].file, 1U) << "volume w";
  EXPECT_EQ(events[1].file, 1U) << "file d";
  EXPECT_EQ(events[1].replaced, 0U) << "file c";
  EXPECT_EQ(events[2].file, 1U) << "directory y";
  EXPECT_EQ(events[3].file, 0U) << "directory x";
  EXPECT_EQ(trace.volumes[0].files, std::vector<std::uint32_t>{1});
  EXPECT_EQ(trace.directories[0].files, std::vector<std::uint32_t>{0});
}

TEST(NotationEvents, LeaveDescriptorsAlone) {
  const Trace trace = parse("client c0: flush a, open a, stat b, write, rename a b, close\n");
  EXPECT_EQ(trace.actors[0].descriptors, std::vector<std::string>{"a"});
  EXPECT_EQ(trace.actors[0].events[3].file, 0U);
}

TEST(NotationEvents, ReleaseVolumes) {
  const Trace trace = parse("volume u: b\nvolume v: a\nclient c0: release v\n");
  EXPECT_EQ(trace.actors[0].events[0].operation, Operation::release);
  EXPECT_EQ(trace.actors[0].events[0].file, 1U);
}

TEST(NotationEvents, SetRights) {
  const Trace trace = parse(
      "directory d: a\nclient c0: setacl d ann r, setacl d ann w, setacl d bob rw, setacl d a none, "
      "setacl d a ra\n");
  const std::vector<Event>& events = trace.actors[0].events;
  ASSERT_EQ(events.size(), 5U);
  EXPECT_EQ(events[0].operation, Operation::setacl);
  EXPECT_EQ(events[0].file, 0U);
  EXPECT_EQ(events[0].user, "ann");
  EXPECT_EQ(events[0].rights, (Rights{true, false}));
  EXPECT_EQ(events[1].rights, (Rights{false, true}));
  EXPECT_EQ(events[2].user, "bob");
  EXPECT_EQ(events[2].rights, (Rights{true, true}));
  EXPECT_EQ(events[3].user, "a");
  EXPECT_EQ(events[3].rights, Rights{});
  EXPECT_EQ(events[4].rights, (Rights{true, false, true}));
}

TEST(NotationEvents, NameFilesThatAreDeclared) {
  EXPECT_EQ(at("client c0: stat c\n"), "3:17");
  EXPECT_EQ(at("client c0: flush c\n"), "3:18");
  EXPECT_EQ(at("client c0: create c\n"), "3:19");
  EXPECT_EQ(at("client c0: rename c a\n"), "3:19");
  EXPECT_EQ(at("client c0: rename a c\n"), "3:21");
  EXPECT_EQ(at("client c0: release v\n"), "3:20");
  EXPECT_EQ(at("client c0: release a\n"), "3:20") << "a file";
  EXPECT_EQ(at("directory d: a\nclient c0: release d\n"), "4:20") << "a directory";
  EXPECT_EQ(at("client c0: setacl d ann r\n"), "3:19");
  EXPECT_EQ(at("volume v: a\nclient c0: setacl v ann r\n"), "4:19") << "a volume";
}

TEST(NotationEvents, RefuseOtherForms) {
  const std::string head = "volume v: a\ndirectory d: a\nclient c0: ";
  for (const std::string word : {"stat", "flush", "create", "rename", "release", "setacl", "makedir"}) {
    const std::string column = std::to_string(12 + word.size());
    EXPECT_EQ(at(head + word + '\n'), "5:" + column) << word;
    EXPECT_EQ(at(head + word + "=\n"), "5:" + column) << word;
    const std::string operand = std::to_string(13 + word.size());
    EXPECT_EQ(at(head + word + " file\n"), "5:" + operand) << word;
    EXPECT_EQ(at(head + word + " a.b\n"), "5:" + operand) << word;
    EXPECT_EQ(at(head + word + " 1\n"), "5:" + operand) << word;
  }
  EXPECT_EQ(at(head + "stat a b\n"), "5:19");
  EXPECT_EQ(at(head + "stat a as 1\n"), "5:19");
  EXPECT_EQ(at(head + "rename a\n"), "5:20");
  EXPECT_EQ(at(head + "rename a, b\n"), "5:20");
  EXPECT_EQ(at(head + "rename a to b\n"), "5:24") << "`to` is taken for the file, b for too much";
  EXPECT_EQ(at(head + "rename a a\n"), "5:21");
  EXPECT_EQ(at(head + "rename a open\n"), "5:21");
  EXPECT_EQ(at(head + "release v a\n"), "5:22");
  EXPECT_EQ(at(head + "setacl d\n"), "5:20");
  EXPECT_EQ(at(head + "setacl d ann\n"), "5:24");
  EXPECT_EQ(at(head + "setacl d user r\n"), "5:21");
  EXPECT_EQ(at(head + "setacl d ann = r\n"), "5:25");
  EXPECT_EQ(at(head + "setacl d ann r w\n"), "5:27");
  for (const std::string rights : {"x", "R", "wr", "rwx", "all", "r+w", "ar", "rr", "rwaa", "anone"}) {
    EXPECT_EQ(at(head + "setacl d ann " + rights + '\n'), "5:25") << rights;
  }
}

}  // namespace
}  // namespace braid
