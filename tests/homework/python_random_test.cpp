#include "braid/tracer/python_random.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>
#include <string>

namespace braid {
namespace {

using boost::multiprecision::cpp_int;

// From Python 3.11: three times getrandbits(32), and the 2000th random(), each on a fresh
// random.Random(seed).
struct Vector {
  cpp_int seed;
  std::array<std::uint32_t, 3> words;
  double last;

  friend std::ostream& operator<<(std::ostream& out, const Vector& vector) { return out << vector.seed; }
};

class KnownSeeds : public testing::TestWithParam<Vector> {};

TEST_P(KnownSeeds, GiveTheWordsOfPython) {
  PythonRandom random(GetParam().seed);
  for (const std::uint32_t word : GetParam().words) EXPECT_EQ(random.next_word(), word);
}

TEST_P(KnownSeeds, GiveTheFractionsOfPythonAcrossSeveralRefills) {
  PythonRandom random(GetParam().seed);
  double fraction = 0;
  for (int i = 0; i < 2000; ++i) fraction = random.random();
  EXPECT_EQ(fraction, GetParam().last);
}

INSTANTIATE_TEST_SUITE_P(
    PythonRandom, KnownSeeds,
    testing::Values(Vector{0, {0xd82c07cd, 0x629f6fbe, 0xc2094cac}, 0x1.69416a5e82de0p-2},
                    Vector{1, {0x2265b1f5, 0x91b7584a, 0xd8f16adf}, 0x1.ccc3fc3e80418p-2},
                    Vector{-1, {0x2265b1f5, 0x91b7584a, 0xd8f16adf}, 0x1.ccc3fc3e80418p-2},
                    Vector{cpp_int("4294967295"), {0xa2a6c909, 0x9e9c04f4, 0x3404e941}, 0x1.b6a0a448e32d2p-1},
                    Vector{cpp_int("4294967296"), {0x1ced31d7, 0x59ef8bbc, 0x6af6d506}, 0x1.eb97064de5cbfp-1},
                    Vector{cpp_int(1) << 64, {0xfa4706a3, 0xbc476fb5, 0x5f011aab}, 0x1.3d906046bc84ap-1},
                    Vector{
                        -(cpp_int(1) << 200) - 7, {0x5497ddd0, 0xb655a201, 0x89d46fa9}, 0x1.2efd49161adf2p-2},
                    Vector{cpp_int("1" + std::string(40, '0')),
                           {0x58f83f80, 0x25337c54, 0xc2b25aee},
                           0x1.003c58ff2cb7ap-1}));

TEST(PythonRandom, TakesASeedLongerThanItsState) {
  PythonRandom random((cpp_int(1) << 20000) - 3);
  EXPECT_EQ(random.random(), 0x1.d7cbe6b4bf430p-5);
}

TEST(PythonRandom, HasThePublishedFirstFractionsOfSeedZero) {
  PythonRandom random(0);
  EXPECT_EQ(random.random(), 0x1.b0580f98a7dbep-1);
  EXPECT_EQ(random.random(), 0x1.84129978f9c1ap-1);
  EXPECT_EQ(random.random(), 0x1.aeaa51052e978p-2);
}

TEST(PythonRandom, PicksAnIndexAsTheSimulatorDoes) {
  PythonRandom random(7);
  constexpr std::array<std::size_t, 12> kExpected{8, 3, 16, 1, 13, 9, 1, 13, 0, 11, 1, 2};
  for (const std::size_t index : kExpected) EXPECT_EQ(random.index_below(26), index);
}

TEST(PythonRandom, PicksTheOnlyIndexOfOne) {
  PythonRandom random(3);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(random.index_below(1), 0U);
}

}  // namespace
}  // namespace braid
