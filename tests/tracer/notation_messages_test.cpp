// The whole messages of the most common mistakes.
#include <gtest/gtest.h>

#include "refused.h"

namespace braid {
namespace {

constexpr const char* kHead = "system afs2\nfile a = 0\n";

std::string about(const std::string& rest) {
  return message_about(kHead + rest);
}

TEST(NotationMessages, NameTheBeginningOfATrace) {
  EXPECT_EQ(message_about(""),
            "t.trace:1:1: the trace is empty; a trace begins with `system NAME [OPTION=VALUE ...]`");
  EXPECT_EQ(
      message_about("client c0: open a"),
      "t.trace:1:1: expected `system`, found `client`; a trace begins with `system NAME [OPTION=VALUE ...]`\n"
      "  client c0: open a\n"
      "  ^");
}

TEST(NotationMessages, SuggestTheWordThatWasMeant) {
  EXPECT_EQ(
      about("clent c0: open a"),
      "t.trace:3:1: `clent` begins no statement; did you mean `client`? a statement begins with `values`, "
      "`file`, `client`, `faults`, `expect`, `volume`, `directory`, `acl`, `user`, `exists:`, `forall:`, "
      "`never:` or `always:`\n"
      "  clent c0: open a\n"
      "  ^");
  EXPECT_EQ(
      about("client c0: open a, raed"),
      "t.trace:3:20: unknown operation `raed`; did you mean `read`? an event is `open FILE [as DESCRIPTOR]`, "
      "`read [DESCRIPTOR]`, `write [DESCRIPTOR]`, `close [DESCRIPTOR]`, `stat FILE`, `flush FILE`, `create "
      "FILE`, `rename FILE FILE`, `release VOLUME` or `setacl DIRECTORY USER RIGHTS`\n"
      "  client c0: open a, raed\n"
      "                     ^");
  EXPECT_EQ(message_about("system afs2\nfile alpha = 0\nclient c0: open alhpa\n"),
            "t.trace:3:17: file `alhpa` is not declared; did you mean `alpha`? declare it: `file NAME = "
            "CONTENTS`\n"
            "  client c0: open alhpa\n"
            "                  ^");
  EXPECT_EQ(
      about("values countr"),
      "t.trace:3:8: expected `counter` or `writer`, found `countr`; did you mean `counter`? write `values "
      "counter` or `values writer`\n"
      "  values countr\n"
      "         ^");
}

TEST(NotationMessages, NameAMissingSign) {
  EXPECT_EQ(
      about("client c0 open a"),
      "t.trace:3:11: expected `:` after client `c0`, found `open`; write `client NAME: EVENT, EVENT, ...`\n"
      "  client c0 open a\n"
      "            ^");
  EXPECT_EQ(
      about("client c0: open a read"),
      "t.trace:3:19: expected `,` or the end of the statement, found `read`; events are separated by commas\n"
      "  client c0: open a read\n"
      "                    ^");
  EXPECT_EQ(about("client c0:\nexists c0.read1 = 1"),
            "t.trace:4:8: expected `:` after `exists`, found `c0.read1`; write `exists: FORMULA`\n"
            "  exists c0.read1 = 1\n"
            "         ^");
  EXPECT_EQ(about("client c0:\nfaults tick=1"),
            "t.trace:4:12: expected `<=` after fault `tick`, found `=`; write `faults NAME<=NUMBER ...`\n"
            "  faults tick=1\n"
            "             ^");
}

TEST(NotationMessages, NameTheDescriptorsThatAreOpen) {
  EXPECT_EQ(about("client c0: read"),
            "t.trace:3:12: client `c0` has no descriptor open here; `open FILE` must come before `read`\n"
            "  client c0: read\n"
            "             ^");
  EXPECT_EQ(about("client c0: open a as 1, read a"),
            "t.trace:3:30: client `c0` has no descriptor `a` open here; open: `1`\n"
            "  client c0: open a as 1, read a\n"
            "                               ^");
  EXPECT_EQ(about("client c0: open a as 1, open a as 2, read"),
            "t.trace:3:38: `read` must name a descriptor: client `c0` has 2 open here; open: `1` and `2`\n"
            "  client c0: open a as 1, open a as 2, read\n"
            "                                       ^");
  EXPECT_EQ(
      about("client c0: open a, open a"),
      "t.trace:3:25: client `c0` already has a descriptor `a` open here; close it first, or name this one, "
      "`open FILE as DESCRIPTOR`\n"
      "  client c0: open a, open a\n"
      "                          ^");
}

TEST(NotationMessages, SayWhereTheFirstDeclarationIs) {
  EXPECT_EQ(
      about("client c0: open a\nclient c0: open a"),
      "t.trace:4:8: client `c0` is declared twice; the first time is in line 3; a client has one statement, "
      "which may go on in the line after a comma\n"
      "  client c0: open a\n"
      "         ^");
  EXPECT_EQ(about("file a = 1"),
            "t.trace:3:6: file `a` is declared twice; the first time is in line 2; declare it once\n"
            "  file a = 1\n"
            "       ^");
}

TEST(NotationMessages, TellProcessesFromClients) {
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

TEST(NotationMessages, NameTheFormOfAnEvent) {
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
  EXPECT_EQ(about("client c0: setacl d ann"),
            "t.trace:3:24: expected `r`, `w`, `rw` or `none`, found the end of the statement; write `setacl "
            "DIRECTORY USER RIGHTS`\n"
            "  client c0: setacl d ann\n"
            "                         ^");
  EXPECT_EQ(about("client c0: setacl d ann all"),
            "t.trace:3:25: `all` are no rights; rights are `r`, `w`, `rw` or `none`\n"
            "  client c0: setacl d ann all\n"
            "                          ^");
  EXPECT_EQ(about("client c0: create volume"),
            "t.trace:3:19: `volume` cannot be the name of a file; the word has a meaning of its own in "
            "traces or in formulas; take another\n"
            "  client c0: create volume\n"
            "                    ^");
}

TEST(NotationMessages, SayWhatIsNotDeclared) {
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

TEST(NotationMessages, SayWhatIsGivenTwice) {
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

TEST(NotationMessages, NameTheFormOfADeclaration) {
  EXPECT_EQ(about("file b 1"),
            "t.trace:3:8: expected `=` or `absent` after file `b`, found `1`; write `file NAME = CONTENTS` "
            "or `file NAME absent`\n"
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
            "t.trace:3:12: `x` are no rights; rights are `r`, `w`, `rw` or `none`\n"
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

TEST(NotationMessages, NameTheRangeOfNumbers) {
  EXPECT_EQ(
      message_about("system afs2\nvalues counter\nfile a = 4611686018427387904\nclient c0:"),
      "t.trace:3:10: the contents `4611686018427387904` of file `a` are too large; under `values counter` "
      "contents are integers from 0 to 4611686018427387903\n"
      "  file a = 4611686018427387904\n"
      "           ^");
  EXPECT_EQ(
      message_about("system afs2\nvalues counter\nfile a = new\nclient c0:"),
      "t.trace:3:10: the contents `new` of file `a` are not an integer; under `values counter` contents are "
      "integers from 0 to 4611686018427387903\n"
      "  file a = new\n"
      "           ^");
}

TEST(NotationMessages, TellAnIndentedStatement) {
  EXPECT_EQ(
      about("exists: x\n  client c0: open a"),
      "t.trace:4:3: a statement begins behind white space; statements begin in the first column; an indented "
      "line goes on with the statement above it\n"
      "    client c0: open a\n"
      "    ^");
}

TEST(NotationMessages, DoNotPassControlCharactersOn) {
  EXPECT_EQ(
      about("client \x1b[31m:"),
      "t.trace:3:8: control character 0x1B; a trace is plain text; of the control characters only tabs and "
      "line ends may stand in it\n"
      "  client  [31m:\n"
      "         ^");
}

}  // namespace
}  // namespace braid
