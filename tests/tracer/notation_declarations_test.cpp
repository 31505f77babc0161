// The statements about the world of a trace (absent files, volumes, directories, rights, users), and what is
// expected of it.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "braid/tracer/notation.h"
#include "refused.h"

namespace braid {
namespace {

constexpr const char* kHead = "system s\nfile a = 0, b = 1\nclient c0:\n";

Trace parse(const std::string& rest) {
  return parse_notation("t", kHead + rest);
}

std::string at(const std::string& rest) {
  return refused_at(kHead + rest);
}

TEST(NotationAbsentFile, HoldsNothing) {
  const Trace trace = parse("file c absent, d = absent, e absent\nfile absent absent\n");
  ASSERT_EQ(trace.files.size(), 6U);
  EXPECT_FALSE(trace.files[0].absent);
  EXPECT_TRUE(trace.files[2].absent);
  EXPECT_EQ(trace.files[2].name, "c");
  EXPECT_EQ(trace.files[2].contents, "");
  EXPECT_EQ(trace.files[2].position.column, 8U);
  EXPECT_FALSE(trace.files[3].absent);
  EXPECT_EQ(trace.files[3].contents, "absent");
  EXPECT_TRUE(trace.files[4].absent);
  EXPECT_EQ(trace.files[5].name, "absent");
}

TEST(NotationAbsentFile, IsNoIntegerUnderCounterAndNeedNotBe) {
  const Trace trace = parse("file c absent, d = 07\nvalues counter\n");
  EXPECT_EQ(trace.files[2].contents, "");
  EXPECT_EQ(trace.files[3].contents, "7");
  EXPECT_EQ(at("file c absent, d = x\nvalues counter\n"), "4:20");
}

TEST(NotationAbsentFile, RefusesOtherForms) {
  EXPECT_EQ(at("file c\n"), "4:7");
  EXPECT_EQ(at("file c missing\n"), "4:8");
  EXPECT_EQ(at("file c absent = 1\n"), "4:15");
  EXPECT_EQ(at("file c absent d = 1\n"), "4:15");
  EXPECT_EQ(at("file c absent,\n"), "4:15");
  EXPECT_EQ(at("file a absent\n"), "4:6");
  EXPECT_EQ(at("file c0 absent\n"), "4:6");
  EXPECT_EQ(at("file c absent\nfile c = 1\n"), "5:6");
}

TEST(NotationVolume, HasFiles) {
  const Trace trace = parse("volume v: b, c,\n  a\nvolume c0: d\nfile c = 0, d absent\n");
  ASSERT_EQ(trace.volumes.size(), 2U);
  EXPECT_EQ(trace.volumes[0].name, "v");
  EXPECT_EQ(trace.volumes[0].files, (std::vector<std::uint32_t>{1, 2, 0}));
  EXPECT_EQ(trace.volumes[0].position.line, 4U);
  EXPECT_EQ(trace.volumes[0].position.column, 8U);
  EXPECT_EQ(trace.volumes[1].name, "c0");
  EXPECT_EQ(trace.volumes[1].files, std::vector<std::uint32_t>{3});
}

TEST(NotationDirectory, HasFiles) {
  const Trace trace = parse("directory d: b, a\ndirectory e: c\nfile c absent\n");
  ASSERT_EQ(trace.directories.size(), 2U);
  EXPECT_EQ(trace.directories[0].name, "d");
  EXPECT_EQ(trace.directories[0].files, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_EQ(trace.directories[0].position.column, 11U);
  EXPECT_TRUE(trace.directories[0].acl.empty());
  EXPECT_EQ(trace.directories[1].files, std::vector<std::uint32_t>{2});
}

TEST(NotationDirectory, MayHaveAFileOfAVolume) {
  EXPECT_EQ(at("directory d: a, b\nvolume v: b\n"), "accepted");
}

TEST(NotationVolumesAndDirectories, RefuseOtherForms) {
  for (const std::string word : {"volume", "directory"}) {
    const auto refused_behind = [&](const std::string& rest) {
      const std::string position = at(word + rest + '\n');
      return position.substr(0, 2) == "4:" ? std::stoi(position.substr(2)) - static_cast<int>(word.size())
                                           : -1;
    };
    EXPECT_EQ(refused_behind(""), 1);
    EXPECT_EQ(refused_behind(": a"), 1);
    EXPECT_EQ(refused_behind(" v"), 3);
    EXPECT_EQ(refused_behind(" v = a"), 4);
    EXPECT_EQ(refused_behind(" v:"), 4);
    EXPECT_EQ(refused_behind(" v: a b"), 7);
    EXPECT_EQ(refused_behind(" v: a,"), 7);
    EXPECT_EQ(refused_behind(" v: a, , b"), 8);
    EXPECT_EQ(refused_behind(" v: a, b, a"), 11);
    EXPECT_EQ(refused_behind(" v: a, z"), 8);
    EXPECT_EQ(refused_behind(" v: open"), 5);
    EXPECT_EQ(refused_behind(" acl: a"), 2);
    EXPECT_EQ(refused_behind(" v.w: a"), 2);
  }
}

TEST(NotationVolumesAndDirectories, HaveAFileAtMostOnce) {
  EXPECT_EQ(at("volume v: a\nvolume w: b, a\n"), "5:14");
  EXPECT_EQ(at("directory d: a\ndirectory e: a\n"), "5:14");
}

TEST(NotationVolumesAndDirectories, HaveNamesOfTheirOwn) {
  EXPECT_EQ(at("volume v: a\nvolume v: b\n"), "5:8");
  EXPECT_EQ(at("directory v: a\ndirectory v: b\n"), "5:11");
  EXPECT_EQ(at("volume v: a\ndirectory v: b\n"), "5:11");
  EXPECT_EQ(at("directory v: a\nvolume v: b\n"), "5:8");
}

TEST(NotationAcl, GivesRights) {
  const Trace trace =
      parse("acl e: ann r, bob w,\n  c0 rw, r none, eve a, dan rwa\ndirectory d: a\ndirectory e: b\n");
  EXPECT_TRUE(trace.directories[0].acl.empty());
  const std::vector<Directory::Entry>& acl = trace.directories[1].acl;
  ASSERT_EQ(acl.size(), 6U);
  EXPECT_EQ(acl[0].user, "ann");
  EXPECT_EQ(acl[0].rights, (Rights{true, false}));
  EXPECT_EQ(acl[1].user, "bob");
  EXPECT_EQ(acl[1].rights, (Rights{false, true}));
  EXPECT_EQ(acl[2].user, "c0");
  EXPECT_EQ(acl[2].rights, (Rights{true, true}));
  EXPECT_EQ(acl[3].user, "r");
  EXPECT_EQ(acl[3].rights, Rights{});
  EXPECT_EQ(acl[4].rights, (Rights{false, false, true}));
  EXPECT_EQ(acl[5].rights, (Rights{true, true, true}));
}

TEST(NotationAcl, RefusesOtherForms) {
  const std::string head = "directory d: a\n";
  EXPECT_EQ(at(head + "acl\n"), "5:4");
  EXPECT_EQ(at(head + "acl d\n"), "5:6");
  EXPECT_EQ(at(head + "acl d = ann r\n"), "5:7");
  EXPECT_EQ(at(head + "acl d:\n"), "5:7");
  EXPECT_EQ(at(head + "acl d: ann\n"), "5:11");
  EXPECT_EQ(at(head + "acl d: ann, bob r\n"), "5:11");
  EXPECT_EQ(at(head + "acl d: ann x\n"), "5:12");
  EXPECT_EQ(at(head + "acl d: ann r bob w\n"), "5:14");
  EXPECT_EQ(at(head + "acl d: ann r,\n"), "5:14");
  EXPECT_EQ(at(head + "acl d: ann r, ann w\n"), "5:15");
  EXPECT_EQ(at(head + "acl d: user r\n"), "5:8");
}

TEST(NotationAcl, IsTheOnlyOneOfADirectoryThatThereIs) {
  EXPECT_EQ(at("directory d: a\nacl d: ann r\nacl d: bob r\n"), "6:5");
  EXPECT_EQ(at("acl d: ann r\n"), "4:5");
  EXPECT_EQ(at("volume d: a\nacl d: ann r\n"), "5:5");
}

TEST(NotationUser, WorksAtAClient) {
  const Trace trace = parse("user c1 = ann claims bob\nuser c0 = ann\nclient c1.x:\nclient c1.y:\n");
  ASSERT_EQ(trace.users.size(), 2U);
  EXPECT_EQ(trace.users[0].client, "c1");
  EXPECT_EQ(trace.users[0].name, "ann");
  EXPECT_EQ(trace.users[0].claims, "bob");
  EXPECT_EQ(trace.users[0].position.line, 4U);
  EXPECT_EQ(trace.users[0].position.column, 6U);
  EXPECT_EQ(trace.users[1].name, "ann");
  EXPECT_EQ(trace.users[1].claims, "ann");
}

TEST(NotationUser, MayBeCalledClaims) {
  const Trace trace = parse("user c0 = claims claims claims\n");
  EXPECT_EQ(trace.users[0].name, "claims");
  EXPECT_EQ(trace.users[0].claims, "claims");
}

TEST(NotationUser, RefusesOtherForms) {
  EXPECT_EQ(at("user\n"), "4:5");
  EXPECT_EQ(at("user c0\n"), "4:8");
  EXPECT_EQ(at("user c0: ann\n"), "4:8");
  EXPECT_EQ(at("user c0 =\n"), "4:10");
  EXPECT_EQ(at("user c0 = ann bob\n"), "4:15");
  EXPECT_EQ(at("user c0 = ann, c1 = bob\n"), "4:14");
  EXPECT_EQ(at("user c0 = ann claims\n"), "4:21");
  EXPECT_EQ(at("user c0 = ann claims bob eve\n"), "4:26");
  EXPECT_EQ(at("user c0 = server\n"), "4:11");
  EXPECT_EQ(at("user c0 = ann claims 1\n"), "4:22");
}

TEST(NotationUser, IsTheOnlyOneOfAClientThatThereIs) {
  EXPECT_EQ(at("user c0 = ann\nuser c0 = ann\n"), "5:6");
  EXPECT_EQ(at("user c1 = ann\n"), "4:6");
  EXPECT_EQ(at("user a = ann\n"), "4:6") << "a file";
  EXPECT_EQ(at("client c1.x:\nuser c1.x = ann\n"), "5:6") << "a process";
}

TEST(NotationExpectation, IsOfOneProperty) {
  const Trace trace = parse("expect close-to-open violated\nexpect progress holds\n");
  ASSERT_EQ(trace.expectations.size(), 2U);
  EXPECT_EQ(trace.expectations[0].property, "close-to-open");
  EXPECT_FALSE(trace.expectations[0].holds);
  EXPECT_EQ(trace.expectations[0].position.line, 4U);
  EXPECT_EQ(trace.expectations[0].position.column, 8U);
  EXPECT_EQ(trace.expectations[1].property, "progress");
  EXPECT_TRUE(trace.expectations[1].holds);
}

TEST(NotationExpectation, RefusesOtherForms) {
  EXPECT_EQ(at("expect\n"), "4:7");
  EXPECT_EQ(at("expect: x holds\n"), "4:7");
  EXPECT_EQ(at("expect x\n"), "4:9");
  EXPECT_EQ(at("expect x = holds\n"), "4:10");
  EXPECT_EQ(at("expect 1x holds\n"), "4:8");
  EXPECT_EQ(at("expect x fails\n"), "4:10");
  EXPECT_EQ(at("expect x Holds\n"), "4:10");
  EXPECT_EQ(at("expect x holds, y holds\n"), "4:15");
  EXPECT_EQ(at("expect x holds holds\n"), "4:16");
  EXPECT_EQ(at("expect x holds\nexpect x violated\n"), "5:8");
}

TEST(NotationDeclarations, AreNotLostInTheStatementAbove) {
  for (const std::string statement :
       {"volume v: a", "directory d: a", "acl d: ann r", "user c0 = ann", "expect close-to-open holds",
        "expect progress holds", "faults server-crash<=1", "client c1.x: open a", "file c absent"}) {
    EXPECT_EQ(at("exists: x\n  " + statement + '\n'), "5:3") << statement;
    EXPECT_EQ(at("volume w: b,\n" + statement + '\n'), "4:13") << statement;
  }
  EXPECT_EQ(at("exists: for\n  user in users: x\n"), "accepted") << "words of a formula";
}

TEST(NotationDeclarations, ReserveTheirWords) {
  for (const std::string word : {"volume", "directory", "acl", "user", "expect"}) {
    EXPECT_EQ(at("file " + word + " = 1\n"), "4:6") << word;
    EXPECT_EQ(at("client " + word + ":\n"), "4:8") << word;
    EXPECT_EQ(at("client c1: stat " + word + '\n'), "4:17") << word;
    EXPECT_EQ(at("user c0 = " + word + '\n'), "4:11") << word;
  }
  for (const std::string word : {"absent", "claims", "holds", "violated", "stat", "rename", "rw", "none"}) {
    EXPECT_EQ(at("file " + word + " = 1\n"), "accepted") << word;
  }
}

TEST(NotationDeclarations, TakeTheTimeOfTheirTextOnly) {
  std::string text = "system s\n";
  std::string acl = "acl d0: u r";
  for (int i = 0; i < 20'000; ++i) {
    const std::string n = std::to_string(i);
    text += "file a" + n + " absent\nclient c" + n + ".x:\nuser c" + n + " = u\nvolume v" + n + ": a" + n +
            "\ndirectory d" + n + ": a" + n + "\nexpect p" + n + " holds\n";
    if (i > 0) text += "acl d" + n + ": u rw\n";
    acl += ", u" + n + " w";
  }
  const Trace trace = parse_notation("t", text + acl);
  EXPECT_EQ(trace.directories.size(), 20'000U);
  EXPECT_EQ(trace.directories[0].acl.size(), 20'001U);
}

}  // namespace
}  // namespace braid
