// The whole messages about processes, events without descriptors, and statements about the world of a trace.
#include <gtest/gtest.h>

#include "refused.h"

namespace braid {
namespace {

std::string about(const std::string& rest) {
  return message_about("system afs2\nfile a = 0\n" + rest);
}

TEST(NotationWorldMessages, TellProcessesFromClients) {
  EXPECT_EQ(about("client c0:\nclient c0.x:"),
            "t.trace:4:8: client `c0` has a process without a name; that is in line 3; name all processes of "
            "a client, `c0.NAME`, or have one\n"
            "  client c0.x:\n"
            "         ^");
  EXPECT_EQ(about("client c0.x:\nclient c0:"),
            "t.trace:4:8: client `c0` has a process with a name; that is in line 3; name all processes of a "
            "client, `c0.NAME`, or have one\n"
            "  client c0:\n"
            "         ^");
  EXPECT_EQ(about("client c0.:"),
            "t.trace:3:8: `c0.` is not the name of a process; write `client CLIENT.PROCESS: EVENT, ...`; "
            "both are names, and not reserved\n"
            "  client c0.:\n"
            "         ^");
  EXPECT_EQ(about("client c0.x:\nclient c0.x:"),
            "t.trace:4:8: process `c0.x` is declared twice; the first time is in line 3; a process has one "
            "statement, which may go on in the line after a comma\n"
            "  client c0.x:\n"
            "         ^");
  EXPECT_EQ(
      about("client a.x:"),
      "t.trace:3:8: client `a` has the name of a file; the file is declared in line 2; take another name\n"
      "  client a.x:\n"
      "         ^");
  EXPECT_EQ(
      about("client c0.x:\nfile c0 = 1"),
      "t.trace:4:6: file `c0` has the name of a client; the client is declared in line 3; take another name\n"
      "  file c0 = 1\n"
      "       ^");
}

TEST(NotationWorldMessages, NameTheFormOfAnEvent) {
  EXPECT_EQ(about("client c0: stat"),
            "t.trace:3:16: expected the name of a file, found the end of the statement; write `stat FILE`\n"
            "  client c0: stat\n"
            "                 ^");
  EXPECT_EQ(
      about("client c0: rename a, stat a"),
      "t.trace:3:20: expected the name of the file that is replaced, found `,`; write `rename FILE FILE`\n"
      "  client c0: rename a, stat a\n"
      "                     ^");
  EXPECT_EQ(about("client c0: rename a a"),
            "t.trace:3:21: a file is renamed to itself; name two files\n"
            "  client c0: rename a a\n"
            "                      ^");
  EXPECT_EQ(
      about("client c0: release"),
      "t.trace:3:19: expected the name of a volume, found the end of the statement; write `release VOLUME`\n"
      "  client c0: release\n"
      "                    ^");
  EXPECT_EQ(
      about("client c0: setacl d ann"),
      "t.trace:3:24: expected rights, such as `rw` or `none`, found the end of the statement; write `setacl "
      "DIRECTORY USER RIGHTS`\n"
      "  client c0: setacl d ann\n"
      "                         ^");
  EXPECT_EQ(
      about("client c0: setacl d ann all"),
      "t.trace:3:25: `all` are no rights; rights are `none`, or some of `r`, `w` and `a`, in this order\n"
      "  client c0: setacl d ann all\n"
      "                          ^");
  EXPECT_EQ(about("client c0: create volume"),
            "t.trace:3:19: `volume` cannot be the name of a file; the word has a meaning of its own in "
            "traces or in formulas; take another\n"
            "  client c0: create volume\n"
            "                    ^");
}

TEST(NotationWorldMessages, SayWhatIsNotDeclared) {
  EXPECT_EQ(
      about("volume vol: a\nclient c0: release vul"),
      "t.trace:4:20: volume `vul` is not declared; did you mean `vol`? declare it: `volume NAME: FILE, ...`\n"
      "  client c0: release vul\n"
      "                     ^");
  EXPECT_EQ(about("client c0: setacl a ann r"),
            "t.trace:3:19: directory `a` is not declared; declare it: `directory NAME: FILE, ...`\n"
            "  client c0: setacl a ann r\n"
            "                    ^");
  EXPECT_EQ(about("client c0:\nacl d: ann r"),
            "t.trace:4:5: directory `d` is not declared; declare it: `directory NAME: FILE, ...`\n"
            "  acl d: ann r\n"
            "      ^");
  EXPECT_EQ(
      about("client c0:\nuser c1 = ann"),
      "t.trace:4:6: client `c1` is not declared; did you mean `c0`? declare it: `client NAME: EVENT, ...`\n"
      "  user c1 = ann\n"
      "       ^");
  EXPECT_EQ(about("client c0:\nvolume v: a, b"),
            "t.trace:4:14: file `b` is not declared; declare it: `file NAME = CONTENTS`\n"
            "  volume v: a, b\n"
            "               ^");
}

TEST(NotationWorldMessages, SayWhatIsGivenTwice) {
  EXPECT_EQ(about("volume v: a\nvolume w: a"),
            "t.trace:4:11: file `a` is in a volume already; it was named in line 3\n"
            "  volume w: a\n"
            "            ^");
  EXPECT_EQ(about("directory d: a, a"),
            "t.trace:3:17: file `a` is in a directory already; it was named in line 3\n"
            "  directory d: a, a\n"
            "                  ^");
  EXPECT_EQ(about("volume v: a\nvolume v: a"),
            "t.trace:4:8: volume `v` is declared twice; the first time is in line 3; declare it once\n"
            "  volume v: a\n"
            "         ^");
  EXPECT_EQ(about("volume v: a\ndirectory v: a"),
            "t.trace:4:11: directory `v` has the name of a volume; the volume is declared in line 3; take "
            "another name\n"
            "  directory v: a\n"
            "            ^");
  EXPECT_EQ(about("acl d: ann r\nacl d: bob r"),
            "t.trace:4:5: directory `d` has a list already; the first is in line 3\n"
            "  acl d: bob r\n"
            "      ^");
  EXPECT_EQ(about("acl d: ann r, ann w"),
            "t.trace:3:15: user `ann` is in this list twice; the first is in line 3\n"
            "  acl d: ann r, ann w\n"
            "                ^");
  EXPECT_EQ(about("user c0 = ann\nuser c0 = bob"),
            "t.trace:4:6: client `c0` has a user already; the first is in line 3\n"
            "  user c0 = bob\n"
            "       ^");
  EXPECT_EQ(about("expect progress holds\nexpect progress holds"),
            "t.trace:4:8: a second expectation of `progress`; the first is in line 3\n"
            "  expect progress holds\n"
            "         ^");
}

TEST(NotationWorldMessages, NameTheFormOfADeclaration) {
  EXPECT_EQ(about("file b 1"),
            "t.trace:3:8: expected `=` or `absent` after file `b`, found `1`; write `file NAME = CONTENTS "
            "[blocks NUMBER]` "
            "or `file NAME absent [blocks NUMBER]`\n"
            "  file b 1\n"
            "         ^");
  EXPECT_EQ(about("volume v a"),
            "t.trace:3:10: expected `:` after volume `v`, found `a`; write `volume NAME: FILE, FILE, ...`\n"
            "  volume v a\n"
            "           ^");
  EXPECT_EQ(about("directory d: a b"),
            "t.trace:3:16: expected `,` or the end of the statement, found `b`; write `directory NAME: FILE, "
            "FILE, ...`\n"
            "  directory d: a b\n"
            "                 ^");
  EXPECT_EQ(about("acl d: ann x"),
            "t.trace:3:12: `x` are no rights; rights are `none`, or some of `r`, `w` and `a`, in this order\n"
            "  acl d: ann x\n"
            "             ^");
  EXPECT_EQ(about("user c0 ann"),
            "t.trace:3:9: expected `=` after client `c0`, found `ann`; write `user CLIENT = NAME` or `user "
            "CLIENT = NAME claims NAME`\n"
            "  user c0 ann\n"
            "          ^");
  EXPECT_EQ(about("expect progress fails"),
            "t.trace:3:17: expected `holds` or `violated`, found `fails`; write `expect PROPERTY holds` or "
            "`expect PROPERTY violated`\n"
            "  expect progress fails\n"
            "                  ^");
  EXPECT_EQ(about("expect c0.read1 holds"),
            "t.trace:3:8: `c0.read1` cannot be the name of a property; write `expect PROPERTY holds` or "
            "`expect PROPERTY violated`\n"
            "  expect c0.read1 holds\n"
            "         ^");
}

}  // namespace
}  // namespace braid
