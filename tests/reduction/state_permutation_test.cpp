#include "braid/checker/models/reduction/state_permutation.h"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace braid::models {
namespace {

using explore::Field;
using explore::Position;
using explore::WideState;

TEST(StatePermutation, MovesPositions) {
  Symmetry symmetry;
  symmetry.positions = {1, 2, 0, 3};
  const StatePermutation permutation(symmetry);
  std::vector<Position> positions{10, 11, 12, 13};
  permutation.permute(positions);
  EXPECT_EQ(positions, (std::vector<Position>{12, 10, 11, 13}));
}

TEST(StatePermutation, ComparesWhatItWouldMake) {
  Symmetry identity;
  identity.positions = {0, 1};
  Symmetry exchange;
  exchange.positions = {1, 0};
  const StatePermutation same(identity);
  const StatePermutation exchanged(exchange);
  EXPECT_EQ(exchanged.compare(same, std::vector<Position>{5, 4}), -1);
  EXPECT_EQ(exchanged.compare(same, std::vector<Position>{4, 5}), 1);
  EXPECT_EQ(exchanged.compare(same, std::vector<Position>{4, 4}), 0);
}

/// Fields of random widths in three words, moved in a random cycle among those of one width: every field's
/// value arrives, whatever stands in the others, and all else stays.
TEST(StatePermutation, MovesEachFieldsValue) {
  std::mt19937 random(7);  // NOLINT: pinned
  for (int round = 0; round < 200; ++round) {
    explore::Layout layout;
    std::vector<Field> fields;
    for (int i = 0; i < 24; ++i) fields.push_back(layout.add(static_cast<unsigned>(1 + random() % 11)));
    Symmetry symmetry;
    std::vector<std::size_t> image(fields.size());
    for (unsigned width = 1; width <= 11; ++width) {
      std::vector<std::size_t> alike;
      for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].width == width) alike.push_back(i);
      }
      for (std::size_t i = 0; i < alike.size(); ++i) image[alike[i]] = alike[(i + 1) % alike.size()];
    }
    for (std::size_t i = 0; i < fields.size(); ++i) symmetry.moves.push_back({fields[i], fields[image[i]]});
    WideState state{std::vector<std::uint64_t>(layout.words(), 0)};
    for (const Field field : fields) state.set(field, random() & field.mask());
    const WideState permuted = StatePermutation(symmetry).permuted(state);
    for (std::size_t i = 0; i < fields.size(); ++i) {
      EXPECT_EQ(permuted.get(fields[image[i]]), state.get(fields[i])) << "round " << round;
    }
  }
}

TEST(StatePermutation, RenamesContents) {
  explore::Layout layout;
  const Field kept = layout.add(3);
  const Field plain = layout.add(2);
  const Field based = layout.add(2);     // contents 1 .. 4
  const Field optional = layout.add(2);  // none, contents 0 .. 2
  Symmetry symmetry;
  symmetry.contents = {0, 2, 1, 3, 4};
  symmetry.moves = {{plain, plain, true, 0}, {based, based, true, 1}, {optional, optional, true, -1}};
  const StatePermutation permutation(symmetry);
  const auto permuted = [&](std::uint64_t plain_value, std::uint64_t based_value,
                            std::uint64_t optional_value) {
    WideState state{std::vector<std::uint64_t>(layout.words(), 0)};
    state.set(kept, 5);
    state.set(plain, plain_value);
    state.set(based, based_value);
    state.set(optional, optional_value);
    const WideState result = permutation.permuted(state);
    EXPECT_EQ(result.get(kept), 5U);
    return std::vector<std::uint64_t>{result.get(plain), result.get(based), result.get(optional)};
  };
  EXPECT_EQ(permuted(0, 2, 0), (std::vector<std::uint64_t>{0, 2, 0}));
  EXPECT_EQ(permuted(1, 0, 2), (std::vector<std::uint64_t>{2, 1, 3}));
  EXPECT_EQ(permuted(2, 1, 3), (std::vector<std::uint64_t>{1, 0, 2}));
  EXPECT_EQ(permuted(3, 3, 1), (std::vector<std::uint64_t>{3, 3, 1}));
}

}  // namespace
}  // namespace braid::models
