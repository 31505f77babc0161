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
      "`file`, `client`, `faults`, `expect`, `volume`, `directory`, `acl`, `user`, `mount`, `size`, "
      "`capacity`, `measure`, `machine`, `vm`, "
      "`space`, "
      "`process`, `task`, `exists:`, `forall:`, "
      "`never:` or `always:`\n"
      "  clent c0: open a\n"
      "  ^");
  EXPECT_EQ(
      about("client c0: open a, raed"),
      "t.trace:3:20: unknown operation `raed`; did you mean `read`? an event is `open FILE [as DESCRIPTOR] "
      "[truncate]`, `read [DESCRIPTOR] [at BLOCK]`, `write [DESCRIPTOR] [at BLOCK [unaligned]]`, `close "
      "[DESCRIPTOR]`, "
      "`fsync "
      "[DESCRIPTOR]`, `stat FILE`, `flush FILE`, `create FILE`, `remove FILE`, `truncate FILE`, `lock "
      "FILE`, `unlock FILE`, `rename FILE FILE`, `release VOLUME`, `setacl DIRECTORY USER RIGHTS` or "
      "`makedir FILE`\n"
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
