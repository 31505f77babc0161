#include "braid/tracer/import/afs/rx_body.h"

#include <gtest/gtest.h>

#include "afs/written_rx.h"

namespace braid::import::afs {
namespace {

TEST(RxBody, TakesPiecesOnce) {
  RxBody body;
  EXPECT_FALSE(body.begun());
  EXPECT_TRUE(body.add({2, 2, true, "b", 0}));
  EXPECT_FALSE(body.add({2, 3, true, "b", 0}));
  EXPECT_TRUE(body.ended());
  EXPECT_FALSE(body.complete());
  EXPECT_EQ(body.text(), "");
  EXPECT_EQ(body.held(), 1U);
  EXPECT_TRUE(body.add({1, 1, false, "a", 0}));
  EXPECT_FALSE(body.add({1, 4, false, "a", 0}));
  EXPECT_TRUE(body.whole());
  EXPECT_EQ(body.text(), "ab");
}

TEST(RxBody, EndsItsTextWhereBytesAreMissing) {
  RxBody body;
  EXPECT_TRUE(body.add({1, 1, false, "ab", 3}));
  EXPECT_TRUE(body.add({2, 2, true, "c", 0}));
  EXPECT_TRUE(body.complete());
  EXPECT_FALSE(body.whole());
  EXPECT_EQ(body.text(), "ab");
}

TEST(RxBody, HoldsSoManyEarlyPieces) {
  RxBody body;
  for (std::uint32_t sequence = 2; sequence < 2 * RxBody::kMostEarly; ++sequence)
    (void)body.add({sequence, sequence, false, "x", 0});
  EXPECT_EQ(body.held(), RxBody::kMostEarly);
}

TEST(RxPacket, IsNoneWhereFieldsAreImpossible) {
  using test::rx;
  EXPECT_TRUE(read_rx_header(rx({})));
  EXPECT_FALSE(read_rx_header(std::string_view(rx({})).substr(0, 27)));
  EXPECT_FALSE(read_rx_header(rx({.call = 0})));
  EXPECT_FALSE(read_rx_header(rx({.sequence = 0})));
  EXPECT_FALSE(read_rx_header(rx({.type = 12})));
  EXPECT_FALSE(read_rx_header(rx({.type = 14})));
  EXPECT_FALSE(read_rx_header(rx({.flags = 0x45})));
  EXPECT_FALSE(read_rx_header(rx({.security = 9})));
  EXPECT_FALSE(read_rx_header(rx({.type = test::kRxAbort}, "abc")));
}

TEST(RxPacket, SplitsJumbogramsThatAreCut) {
  std::vector<RxPiece> pieces;
  const std::string packet = test::rx({.flags = 0x21}, std::string(1414, 'x'));
  const auto header = read_rx_header(packet);
  ASSERT_TRUE(header);
  split_rx_data(*header, packet, 100, pieces);
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].bytes.size(), 1412U);
  EXPECT_EQ(pieces[0].missing, 0U);
  split_rx_data(*header, std::string_view(packet).substr(0, 1028), 1000, pieces);
  ASSERT_EQ(pieces.size(), 1U);
  EXPECT_EQ(pieces[0].bytes.size(), 1000U);
  EXPECT_EQ(pieces[0].missing, 412U);
}

}  // namespace
}  // namespace braid::import::afs
