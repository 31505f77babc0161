// A cell as the archive keeps it, and its spelling in bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "braid/checker/explore/byte_stream.h"
#include "braid/checker/explore/observer.h"

namespace braid::explore {

/// A cell as the archive gives it back: its states in ascending order of their words (the first word weighs
/// most), each with its record.
struct ArchivedCell {
  OwnedControl control;
  Ending ending = Ending::blocked;
  std::size_t stride = 1;
  std::size_t count = 0;
  std::uint32_t record_words = 0;
  CellWeights weights;                 ///< how the records are read, as CellView::weights
  std::vector<std::uint64_t> states;   ///< count * stride words
  std::vector<std::uint64_t> records;  ///< count * record_words words, as CellView::records
};

/// Writes cells as bytes.
///
/// A cell: positions; ending; what its weights know of all states; words of a state; the number of states;
/// how many words are written, since words that are zero in all states are left out at the end; of each
/// written word the least state's, and which of its bits differ between states; then the other states,
/// ascending, of which only these bits are written, squeezed together, as the difference to the state before
/// (in the first word that differs; later words as they are); then the records column by column, each column
/// as many bytes wide as its greatest number needs, and at least one. Equal cells have equal bytes, whatever
/// the order of their states.
class CellEncoder {
 public:
  /// Appends the cell. Allocates only where a cell is larger than all before. O(states log states). States of
  /// more than 64 words must stand alone in their cell: throws InternalError.
  void encode(const CellView& cell, ByteWriter& out);

  [[nodiscard]] std::size_t bytes() const {
    return order_.capacity() * sizeof(Ordered) + gathers_.capacity() * sizeof(Gather);
  }

 private:
  struct Ordered {
    std::uint64_t first_word = 0;
    std::uint32_t number = 0;
  };
  /// The bits of a word that differ between states, and what they are elsewhere.
  struct Gather {
    std::uint64_t varying = 0;
    std::uint64_t constant = 0;
  };

  void sort(const CellView& cell);
  void find_varying(const CellView& cell);
  void encode_weights(const CellWeights& weights, ByteWriter& out) const;
  void encode_states(const CellView& cell, ByteWriter& out) const;
  void encode_records(const CellView& cell, ByteWriter& out) const;

  std::vector<Ordered> order_;
  std::vector<Gather> gathers_;  // by word
};

/// Reads the next cell, of a control with `actors` positions; its rank is left alone. False if the bytes are
/// no such cell; then `cell` holds anything. Takes at most 512 times the memory of the bytes that are left.
[[nodiscard]] bool decode_cell(ByteReader& in, std::size_t actors, ArchivedCell& cell);

}  // namespace braid::explore
