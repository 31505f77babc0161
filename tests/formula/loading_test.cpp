#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "afs_signature.h"
#include "braid/checker/formula/properties.h"

namespace braid::formula::testing {
namespace {

namespace fs = std::filesystem;

class LoadingTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    directory_ = fs::path(::testing::TempDir()) / (std::string("braid_loading_") + info->name());
    fs::remove_all(directory_);
    fs::create_directories(directory_);
  }
  void TearDown() override { fs::remove_all(directory_); }

  void write(const std::string& file, const std::string& name) {
    std::ofstream(directory_ / file) << "property " << name
                                     << " \"m\" source \"s\" systems afs2 always: true\n";
  }

  fs::path directory_;
};

TEST_F(LoadingTest, SortsByNameAndIgnoresOtherFiles) {
  write("1.property", "zebra");
  write("2.property", "ant");
  write("3.txt", "bee");
  fs::create_directory(directory_ / "below");
  write("below/4.property", "cow");
  const auto properties = load_properties(directory_);
  ASSERT_EQ(properties.size(), 2U);
  EXPECT_EQ(properties[0].name.name, "ant");
  EXPECT_EQ(properties[1].name.name, "zebra");
  EXPECT_EQ(find_property(properties, "zebra"), &properties[1]);
  EXPECT_EQ(find_property(properties, "bee"), nullptr);
}

TEST_F(LoadingTest, RefusesTwoPropertiesOfOneName) {
  write("a.property", "same");
  write("b.property", "same");
  const std::string message = message_of([&] { return load_properties(directory_); });
  EXPECT_NE(message.find("b.property:1:10: the property `same` is in "), std::string::npos) << message;
  EXPECT_NE(message.find("a.property already"), std::string::npos) << message;
}

TEST_F(LoadingTest, TakesTwoPropertiesOfOneNameForDifferentSystems) {
  const auto write_for = [&](const std::string& file, const std::string& systems) {
    std::ofstream(directory_ / file) << "property same \"meaning\" source \"here\" systems " << systems
                                     << " always: true\n";
  };
  write_for("a.property", "one two");
  write_for("b.property", "three");
  const auto properties = load_properties(directory_);
  ASSERT_EQ(properties.size(), 2U);
  EXPECT_EQ(find_property(properties, "same", "two"), &properties[0]);
  EXPECT_EQ(find_property(properties, "same", "three"), &properties[1]);
  EXPECT_EQ(find_property(properties, "same", "four"), &properties[0]);
  write_for("b.property", "three two");
  EXPECT_NE(message_of([&] { return load_properties(directory_); }).find("already"), std::string::npos);
}

TEST_F(LoadingTest, NamesWhatItCannotRead) {
  const std::string missing = (directory_ / "missing").string();
  EXPECT_EQ(
      message_of([&] { return load_properties(missing); }).find(missing + ": cannot read this directory"),
      0U);
  EXPECT_EQ(message_of([&] { return load_property(missing); }).find(missing + ": cannot read this file"), 0U);
  fs::create_directory(directory_ / "d.property");
  EXPECT_NE(message_of([&] { return load_properties(directory_); }).find("this is a directory"),
            std::string::npos);
}

TEST_F(LoadingTest, AnEmptyDirectoryHasNoProperties) {
  EXPECT_TRUE(load_properties(directory_).empty());
}

}  // namespace
}  // namespace braid::formula::testing
