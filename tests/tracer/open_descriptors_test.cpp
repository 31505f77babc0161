#include "braid/tracer/open_descriptors.h"

#include <gtest/gtest.h>

namespace braid {
namespace {

TEST(OpenDescriptors, NumbersNamesInTheOrderOfTheirFirstOpen) {
  OpenDescriptors descriptors;
  EXPECT_EQ(descriptors.open("x", 3), 0U);
  EXPECT_EQ(descriptors.open("y", 4), 1U);
  descriptors.close(0);
  EXPECT_EQ(descriptors.open("z", 5), 2U);
  EXPECT_EQ(descriptors.open("x", 6), 0U) << "a name that is used again has its number again";
  EXPECT_EQ(descriptors.file_of(0), 6U);
  EXPECT_EQ(descriptors.file_of(1), 4U);
  EXPECT_EQ(descriptors.names(), (std::vector<std::string>{"x", "y", "z"}));
}

TEST(OpenDescriptors, RefusesASecondOpenUnderTheName) {
  OpenDescriptors descriptors;
  ASSERT_TRUE(descriptors.open("x", 0).has_value());
  EXPECT_FALSE(descriptors.open("x", 1).has_value());
  EXPECT_EQ(descriptors.file_of(0), 0U);
}

TEST(OpenDescriptors, FindsOnlyWhatIsOpen) {
  OpenDescriptors descriptors;
  EXPECT_FALSE(descriptors.find("x").has_value());
  ASSERT_EQ(descriptors.open("x", 0), 0U);
  EXPECT_EQ(descriptors.find("x"), 0U);
  descriptors.close(0);
  EXPECT_FALSE(descriptors.find("x").has_value());
}

TEST(OpenDescriptors, KnowsTheOnlyOne) {
  OpenDescriptors descriptors;
  EXPECT_FALSE(descriptors.only().has_value());
  ASSERT_EQ(descriptors.open("x", 0), 0U);
  EXPECT_EQ(descriptors.only(), 0U);
  ASSERT_EQ(descriptors.open("y", 0), 1U);
  EXPECT_FALSE(descriptors.only().has_value());
  descriptors.close(0);
  EXPECT_EQ(descriptors.only(), 1U);
}

TEST(OpenDescriptors, ListsTheOpenOnesByNumberWhateverTheOrderOfCloses) {
  OpenDescriptors descriptors;
  for (const std::string_view name : {"a", "b", "c", "d"}) ASSERT_TRUE(descriptors.open(name, 0).has_value());
  descriptors.close(1);
  descriptors.close(0);
  EXPECT_EQ(descriptors.open_names(), (std::vector<std::string_view>{"c", "d"}));
  ASSERT_EQ(descriptors.open("b", 0), 1U);
  EXPECT_EQ(descriptors.open_names(), (std::vector<std::string_view>{"b", "c", "d"}));
}

}  // namespace
}  // namespace braid
