// A symmetry, made ready to be applied to positions and packed states.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "braid/checker/explore/control.h"
#include "braid/checker/models/reduction/symmetry.h"

namespace braid::models {

/// Moves positions and bits as a symmetry says. Immutable.
class StatePermutation {
 public:
  explicit StatePermutation(const Symmetry& symmetry) : sources_(symmetry.positions.size()) {
    for (std::uint32_t place = 0; place < sources_.size(); ++place)
      sources_[symmetry.positions[place]] = place;
    for (std::size_t content = 0; content < symmetry.contents.size(); ++content) {
      if (symmetry.contents[content] != content) content_images_ = symmetry.contents;
    }
    for (const FieldMove& move : symmetry.moves) {
      const bool renames = move.content && !content_images_.empty();
      if (move.from.width == 0 || (move.from == move.to && !renames)) continue;
      clear(move.from);
      if (renames) {
        contents_.push_back(move);
      } else {
        add_shift(move);
      }
    }
  }

  /// -1, 0, 1: how the positions that this permutation makes of `positions` compare with those that `other`
  /// makes, in lexicographic order.
  [[nodiscard]] int compare(const StatePermutation& other,
                            std::span<const explore::Position> positions) const {
    for (std::size_t place = 0; place < sources_.size(); ++place) {
      const explore::Position own = positions[sources_[place]];
      const explore::Position others = positions[other.sources_[place]];
      if (own != others) return own < others ? -1 : 1;
    }
    return 0;
  }

  void permute(std::span<explore::Position> positions) const {
    const std::vector<explore::Position> before(positions.begin(), positions.end());
    for (std::size_t place = 0; place < sources_.size(); ++place) positions[place] = before[sources_[place]];
  }

  template <class S>
  [[nodiscard]] S permuted(const S& state) const {
    S result = state;
    for (const Clear& clear : cleared_) result.words[clear.word] &= ~clear.bits;
    for (const Shift& shift : shifts_) {
      const std::uint64_t bits = state.words[shift.from] & shift.bits;
      result.words[shift.to] |= shift.left >= 0 ? bits << shift.left : bits >> -shift.left;
    }
    for (const FieldMove& move : contents_) {
      const auto content = static_cast<std::int64_t>(state.get(move.from)) + move.base;
      const std::int64_t image =
          content < 0 ? content
                      : static_cast<std::int64_t>(content_images_[static_cast<std::size_t>(content)]);
      result.words[move.to.word] |= static_cast<std::uint64_t>(image - move.base) << move.to.shift;
    }
    return result;
  }

 private:
  struct Clear {
    std::uint32_t word = 0;
    std::uint64_t bits = 0;
  };
  /// Bits of one word that move together.
  struct Shift {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    int left = 0;  ///< negative: to the right
    std::uint64_t bits = 0;
  };

  void clear(explore::Field field) {
    const std::uint64_t bits = field.mask() << field.shift;
    for (Clear& known : cleared_) {
      if (known.word != field.word) continue;
      known.bits |= bits;
      return;
    }
    cleared_.push_back({field.word, bits});
  }

  void add_shift(const FieldMove& move) {
    const int left = int{move.to.shift} - int{move.from.shift};
    const std::uint64_t bits = move.from.mask() << move.from.shift;
    for (Shift& known : shifts_) {
      if (known.from != move.from.word || known.to != move.to.word || known.left != left) continue;
      known.bits |= bits;
      return;
    }
    shifts_.push_back({move.from.word, move.to.word, left, bits});
  }

  std::vector<std::uint32_t> sources_;  // by place: where the position that comes to it stood
  std::vector<Clear> cleared_;
  std::vector<Shift> shifts_;
  std::vector<FieldMove> contents_;
  std::vector<std::uint64_t> content_images_;  // empty: contents stay
};

}  // namespace braid::models
