// From recorded calls to sessions: what is added, what is left out, what dup, exit and many opens mean.
#include "braid/checker/cost/recorded_sessions.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace braid::cost {
namespace {

using recording::Record;

Record record(const std::string& actor, const std::string& operation, const std::string& object,
              std::optional<std::int64_t> descriptor, std::int64_t second) {
  Record made;
  made.actor = actor;
  made.process = 7;
  made.operation = operation;
  made.object = object;
  if (descriptor) made.arguments.add("descriptor", *descriptor);
  made.start = recording::seconds(second);
  made.end = recording::seconds(second);
  made.result.add("value", operation == "close" ? 0 : 16);
  return made;
}

class RecordedSessionsTest : public ::testing::Test {
 protected:
  void take(const std::string& operation, const std::string& object, std::optional<std::int64_t> descriptor) {
    sessions_.take(record("c1", operation, object, descriptor, ++second_));
  }
  void take(const Record& record) { sessions_.take(record); }
  /// `open f/0`, the operation, the file and the session; a line each.
  std::string told() { return std::exchange(told_, ""); }

  std::int64_t second_ = 0;
  std::string told_;
  RecordedSessions sessions_{[this](const RecordedUse& told) {
    told_ += told.says == Says::missing      ? "no"
             : told.says == Says::new_folder ? "folder"
                                             : name_of(told.use.operation);
    told_ += " " + told.file;
    if (told.use.session != kNoSession) told_ += fmt::format("/{}", told.use.session);
    if (told.renamed != nullptr) told_ += " to " + *told.renamed;
    if (told.makes != Makes::nothing) told_ += told.makes == Makes::always ? " made" : " made if missing";
    told_ += told.use.truncates ? " empty\n" : "\n";
  }};
};

TEST_F(RecordedSessionsTest, FollowDescriptors) {
  take("open", "f", 3);
  take("open", "g", 4);
  take("read", "f", 3);
  take("close", "f", 3);
  take("write", "g", 4);
  take("close", "g", 4);
  EXPECT_EQ(told(), "open f/0\nopen g/1\nread f/0\nclose f/0\nwrite g/1\nclose g/1\n");
  EXPECT_TRUE(sessions_.remarks().empty());
  EXPECT_EQ(sessions_.operations(), 6U);
}

TEST_F(RecordedSessionsTest, AddWhatTheRecordingLacks) {
  take("read", "f", 3);  // opened before the recording
  take("open", "g", 3);  // so f was closed
  take("fsync", "g", 3);
  sessions_.finish();  // and g stays open
  EXPECT_EQ(told(), "open f/0\nread f/0\nclose f/0\nopen g/1\nfsync g/1\nclose g/1\n");
  EXPECT_EQ(sessions_.remarks(), (std::vector<std::string>{"1 opens are added, of files opened before",
                                                           "2 closes are added, that the recording lacks"}));
}

TEST_F(RecordedSessionsTest, ADuplicateIsTheSameSession) {
  take("open", "f", 3);
  Record dup = record("c1", "dup", "f", 3, ++second_);
  dup.result.clear();
  dup.result.add("value", 1);
  take(dup);
  take("close", "f", 3);
  take("write", "f", 1);
  take("close", "f", 1);
  EXPECT_EQ(told(), "open f/0\nwrite f/0\nclose f/0\n");
}

TEST_F(RecordedSessionsTest, TheEndOfAProcessClosesItsDescriptors) {
  take("open", "f", 3);
  take("exit", "", std::nullopt);
  EXPECT_EQ(told(), "open f/0\nclose f/0\n");
  sessions_.finish();
  EXPECT_EQ(told(), "");
  EXPECT_TRUE(sessions_.remarks().empty());
}

TEST_F(RecordedSessionsTest, WithoutDescriptorsAProcessHasAFileOpenOnce) {
  for (const char* operation : {"open", "read", "open", "read", "close"}) {
    Record made = record("c1", operation, "f", std::nullopt, ++second_);
    made.result.clear();  // an open's value would be its descriptor
    take(made);
  }
  EXPECT_EQ(told(), "open f/0\nread f/0\nclose f/0\nopen f/1\nread f/1\nclose f/1\n");
}

TEST_F(RecordedSessionsTest, ManyOpensAtOnceAreOneSession) {
  for (std::int64_t descriptor = 0; descriptor < 10; ++descriptor) take("open", "f", descriptor);
  for (std::int64_t descriptor = 0; descriptor < 10; ++descriptor) take("close", "f", descriptor);
  const std::string uses = told();
  EXPECT_EQ(std::count(uses.begin(), uses.end(), '\n'), 16);
  EXPECT_TRUE(uses.ends_with("close f/6\nclose f/7\n")) << uses;
  EXPECT_EQ(sessions_.remarks(),
            (std::vector<std::string>{"2 opens are not priced, of files that the client had open 8 times"}));
}

TEST_F(RecordedSessionsTest, LeaveOutWhatFailedAndWhatIsNoUseOfAFile) {
  Record failed = record("c1", "open", "f", 3, 1);
  failed.result.clear();
  failed.result.add("error", "ENOENT");
  take(failed);
  Record unfinished = record("c1", "write", "f", 3, 2);
  unfinished.end.reset();
  unfinished.result.clear();
  take(unfinished);
  take("rename", "f", std::nullopt);
  EXPECT_EQ(told(), "");
  EXPECT_EQ(sessions_.remarks(),
            (std::vector<std::string>{"not priced: 1 failed open, 1 rename, 1 unfinished write"}));
}

TEST_F(RecordedSessionsTest, TellWhatBecomesOfNames) {
  Record open = record("c1", "open", "f", 3, 1);
  open.arguments.add("flags", "O_WRONLY|O_CREAT|O_EXCL");
  take(open);
  Record truncate = record("c1", "truncate", "f", 3, 2);
  truncate.arguments.add("length", 0);
  take(truncate);
  Record by_name = record("c1", "truncate", "f", std::nullopt, 3);
  by_name.arguments.add("length", 0);
  take(by_name);
  Record rename = record("c1", "rename", "f", std::nullopt, 4);
  rename.arguments.add("to", "g");
  take(rename);
  take("close", "f", 3);
  take("unlink", "g", std::nullopt);
  Record again = record("c1", "open", "g", 4, 6);
  again.arguments.add("flags", "O_RDWR|O_CREAT|O_TRUNC");
  take(again);
  take("create", "h", std::nullopt);
  EXPECT_EQ(told(),
            "open f/0 made\ntruncate f/0\ntruncate f\nrename f to g\nclose f/0\nremove g\n"
            "open g/1 made if missing empty\ncreate h\n");
  EXPECT_TRUE(sessions_.remarks().empty());
}

TEST_F(RecordedSessionsTest, TellWhatIsNotThere) {
  Record failed = record("c1", "stat", "f", std::nullopt, 1);
  failed.result.clear();
  failed.result.add("error", "ENOENT");
  take(failed);
  Record read = record("c1", "read", "f", 3, 2);  // not of the name
  read.result.clear();
  read.result.add("error", "ENOENT");
  take(read);
  take("mkdir", "d", std::nullopt);
  EXPECT_EQ(told(), "no f\nfolder d\n");
  EXPECT_EQ(sessions_.remarks(),
            (std::vector<std::string>{"not priced: 1 failed read, 1 failed stat, 1 mkdir"}));
}

TEST_F(RecordedSessionsTest, LeaveOutWhatNoModelHas) {
  Record shorter = record("c1", "truncate", "f", std::nullopt, 1);
  shorter.arguments.add("length", 5);
  take(shorter);
  Record exchange = record("c1", "rename", "f", std::nullopt, 2);
  exchange.arguments.add("to", "g");
  exchange.arguments.add("flags", "RENAME_EXCHANGE");
  take(exchange);
  EXPECT_EQ(told(), "");
  EXPECT_EQ(sessions_.remarks(),
            (std::vector<std::string>{"not priced: 1 rename that exchanges, 1 truncate to a length"}));
}

/// Opens of a name's next file do not join those of the last.
TEST_F(RecordedSessionsTest, CountSessionsByFile) {
  for (std::int64_t descriptor = 0; descriptor < 8; ++descriptor) take("open", "f", descriptor);
  take("unlink", "f", std::nullopt);
  told();
  take("open", "f", 8);
  for (std::int64_t descriptor = 0; descriptor < 9; ++descriptor) take("close", "f", descriptor);
  EXPECT_TRUE(told().starts_with("open f/8\nclose f/0\n"));
  EXPECT_TRUE(sessions_.remarks().empty());
}

TEST_F(RecordedSessionsTest, PassOverReadsAtTheEndOfTheFile) {
  take("open", "f", 3);
  Record read = record("c1", "read", "f", 3, ++second_);
  read.result.clear();
  read.result.add("value", 0);
  take(read);
  take("read", "f", 3);
  take("close", "f", 3);
  EXPECT_EQ(told(), "open f/0\nread f/0\nclose f/0\n");
  EXPECT_EQ(sessions_.operations(), 4U);
}

TEST_F(RecordedSessionsTest, TellWhatAnOpenIsFor) {
  std::vector<std::optional<bool>> writes;
  RecordedSessions sessions([&](const RecordedUse& told) { writes.push_back(told.use.writes); });
  for (const char* flags : {"O_RDONLY", "O_RDWR|O_CREAT", ""}) {
    Record open = record("c1", "open", "f", static_cast<std::int64_t>(writes.size()), 1);
    if (*flags != '\0') open.arguments.add("flags", flags);
    sessions.take(open);
  }
  EXPECT_EQ(writes, (std::vector<std::optional<bool>>{false, true, std::nullopt}));
}

}  // namespace
}  // namespace braid::cost
