// What NFS does not know is refused, with the place, the cause, and what would be accepted.
#include <gtest/gtest.h>

#include <string>

#include "braid/checker/models/system.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/notation.h"

namespace braid::models {
namespace {

std::string refusal(const std::string& text) {
  try {
    static_cast<void>(open_system(parse_notation("test", text)));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

void expect_refused(const std::string& text, const std::string& cause, const std::string& accepted) {
  const std::string told = refusal(text);
  EXPECT_NE(told.find(cause), std::string::npos) << told;
  EXPECT_NE(told.find(accepted), std::string::npos) << told;
}

TEST(NfsRefusals, NameWhatWouldBeAccepted) {
  EXPECT_EQ(refusal("system nfs2\nfile a = 0\nclient c0: open a, write, close\n"), "accepted");
  expect_refused("system nfs2\nfile a = 0\nclient c0: lock a\n", "nfs2 has no", "its events are open, read");
  expect_refused("system nfs3 write=stable rotate=no\nfile a = 0\nclient c0: open a, close\n",
                 "write=stable leaves nothing to be committed", "leave one of the options out");
  expect_refused("system nfs3 acregmin=5\nfile a = 0\nclient c0: open a, close\n",
                 "acregmin is above acregmax", "acregmin is at most acregmax");
  expect_refused("system nfs2\nvalues counter\nfile a = 0\nclient c0: truncate a\n",
                 "leaves no number behind", "use `values writer`");
  expect_refused("system nfs2\nfile a = 0, b = 0 blocks 2\nmount c0: a = b\nclient c0: open a, close\n",
                 "different numbers of blocks", "declare them with as many blocks");
  expect_refused("system nfs3\nfile a = 0\nclient c0: open a, close, remove a\nclient c1: create a\n",
                 "may be open at this client", "use silly=remove");
}

}  // namespace
}  // namespace braid::models
