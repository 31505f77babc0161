#include "braid/checker/explore/cell_index.h"

#include <gtest/gtest.h>

#include <memory>
#include <vector>

namespace braid::explore {
namespace {

struct Cell {
  OwnedControl control;
};

TEST(CellIndex, FindsWhatWasInsertedAndNothingElse) {
  CellIndex<Cell> index;
  std::vector<std::unique_ptr<Cell>> cells;
  for (Position a = 0; a < 40; ++a) {
    for (Position b = 0; b < 40; ++b) {
      const std::vector<Position> positions = {a, b * 1000000007U};
      EXPECT_EQ(index.find(positions), nullptr);
      cells.push_back(std::make_unique<Cell>(Cell{{positions, 0}}));
      index.insert(cells.back().get());
    }
  }
  for (const auto& cell : cells) EXPECT_EQ(index.find(cell->control.positions), cell.get());
  EXPECT_EQ(index.find(std::vector<Position>{40, 0}), nullptr);
}

TEST(CellIndex, AnEmptyIndexFindsNothing) {
  const CellIndex<Cell> index;
  EXPECT_EQ(index.find(std::vector<Position>{0}), nullptr);
}

TEST(CellIndex, AModelWithoutActorsHasOneCell) {
  CellIndex<Cell> index;
  Cell cell;
  EXPECT_EQ(index.find({}), nullptr);
  index.insert(&cell);
  EXPECT_EQ(index.find({}), &cell);
}

}  // namespace
}  // namespace braid::explore
