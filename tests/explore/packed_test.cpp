#include "braid/checker/explore/packed.h"

#include <gtest/gtest.h>

#include <vector>

namespace braid::explore {
namespace {

TEST(BitsFor, IsTheWidthOfTheGreatestNumber) {
  EXPECT_EQ(bits_for(0), 0U);
  EXPECT_EQ(bits_for(1), 1U);
  EXPECT_EQ(bits_for(2), 2U);
  EXPECT_EQ(bits_for(3), 2U);
  EXPECT_EQ(bits_for(4), 3U);
  EXPECT_EQ(bits_for(255), 8U);
  EXPECT_EQ(bits_for(256), 9U);
  EXPECT_EQ(bits_for(~std::uint64_t{0}), 64U);
}

TEST(Layout, AnEmptyLayoutHasOneWord) {
  const Layout layout;
  EXPECT_EQ(layout.words(), 1U);
  EXPECT_EQ(layout.bits(), 0U);
}

TEST(Layout, FieldsOfNoWidthTakeNoRoom) {
  Layout layout;
  const Field none = layout.add(0);
  EXPECT_EQ(none.width, 0U);
  EXPECT_EQ(layout.bits(), 0U);
  State<1> state{};
  state.set(layout.add(3), 5);
  state.set(none, 0);
  EXPECT_EQ(state.get(none), 0U);
  EXPECT_EQ(state.words[0], 5U);
}

TEST(Layout, FieldsAreDisjointAndNeverStraddleWordsNorTakeTheTopBit) {
  Layout layout;
  std::vector<Field> fields;
  std::size_t bits = 0;
  for (unsigned round = 0; round < 5; ++round) {
    for (unsigned width = 1; width <= 63; width += 7) {
      fields.push_back(layout.add(width));
      bits += width;
    }
  }
  EXPECT_EQ(layout.bits(), bits);
  std::vector<std::uint64_t> taken(layout.words(), 0);
  for (const Field& field : fields) {
    ASSERT_LT(field.word, taken.size());
    EXPECT_LE(field.shift + field.width, 63);
    const std::uint64_t own = field.mask() << field.shift;
    EXPECT_EQ(taken[field.word] & own, 0U);
    taken[field.word] |= own;
  }
}

TEST(Layout, AFullWordIsFollowedByTheNext) {
  Layout layout;
  EXPECT_EQ(layout.add(63).word, 0U);
  EXPECT_EQ(layout.words(), 1U);
  EXPECT_EQ(layout.add(1).word, 1U);
  EXPECT_EQ(layout.words(), 2U);
}

template <class AnyState>
void expect_fields_to_hold_their_values(AnyState state) {
  Layout layout;
  std::vector<Field> fields;
  for (unsigned width = 1; width <= 20; ++width) fields.push_back(layout.add(width));
  ASSERT_LE(layout.words(), state.words.size());
  for (const Field& field : fields) {
    const AnyState before = state;
    state.set(field, field.mask());
    EXPECT_EQ(state.get(field), field.mask());
    for (const Field& other : fields) {
      if (other == field) continue;
      EXPECT_EQ(state.get(other), before.get(other));
    }
    state.set(field, field.mask() / 3);
    EXPECT_EQ(state.get(field), field.mask() / 3);
  }
  AnyState same = state;
  EXPECT_EQ(same, state);
  same.set(fields[7], state.get(fields[7]) ^ 1);
  EXPECT_NE(same, state);
}

TEST(PackedState, FieldsHoldTheirValuesAndLeaveOthersAlone) {
  expect_fields_to_hold_their_values(State<4>{});
  expect_fields_to_hold_their_values(State<8>{});
  expect_fields_to_hold_their_values(WideState{std::vector<std::uint64_t>(4, 0)});
}

TEST(PackedState, TheWidestFieldHoldsItsGreatestNumber) {
  Layout layout;
  const Field field = layout.add(63);
  State<1> state{};
  state.set(field, (std::uint64_t{1} << 63) - 1);
  EXPECT_EQ(state.get(field), (std::uint64_t{1} << 63) - 1);
  EXPECT_NE(state.words[0], ~std::uint64_t{0});
}

}  // namespace
}  // namespace braid::explore
