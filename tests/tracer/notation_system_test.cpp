// The same program in another system.
#include "braid/tracer/notation_system.h"

#include <gtest/gtest.h>

namespace braid {
namespace {

TEST(WithSystem, ReplacesTheSystemLineAndKeepsTheNumbersOfTheOthers) {
  EXPECT_EQ(with_system("# c\nsystem afs2 reopen=keep\n  granularity=message\nfile a = 0\n", "afs1"),
            "# c\nsystem afs1\n\nfile a = 0\n");
  EXPECT_EQ(
      with_system("system afs2\r\n\n# c\n\tgranularity=message\nclient c0: open a,\n read", "  x\n y=1 "),
      "system x y=1\n\n# c\n\nclient c0: open a,\n read\n");
}

TEST(WithSystem, ReplacesBudgetsOnlyWhereItHasSome) {
  const char* text = "system afs2\nfaults loss<=1\n tick<=2\nfile a = 0\n";
  EXPECT_EQ(with_system(text, "afs1"), "system afs1\nfaults loss<=1\n tick<=2\nfile a = 0\n");
  EXPECT_EQ(with_system(text, "tick<=3 afs1 partition<=1"),
            "system afs1\nfaults tick<=3 partition<=1\n\nfile a = 0\n");
  EXPECT_EQ(with_system("system afs2\nfile a = 0", "afs1 loss<=1"),
            "system afs1\nfile a = 0\nfaults loss<=1\n");
}

TEST(WithSystem, LeavesAloneWhatOnlyLooksLikeTheStatement) {
  EXPECT_EQ(with_system("systems x\n# system y\nclient c0: open a,\n  system\n", "z"),
            "systems x\n# system y\nclient c0: open a,\n  system\n");
}

}  // namespace
}  // namespace braid
