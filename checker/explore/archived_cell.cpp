#include "braid/checker/explore/archived_cell.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <optional>
#include <span>

#include "braid/checker/explore/internal_error.h"

namespace braid::explore {
namespace {

/// Wider states stand alone in their cell and are written in full, so that a reader can tell absurd sizes.
constexpr std::size_t kWide = 64;
constexpr std::size_t kMost32 = std::numeric_limits<std::uint32_t>::max();

constexpr std::uint64_t ones(int bits) {
  return bits >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
}

/// Calls `run(shift, bits, target)` for each run of one bits of the mask, `target` being where it goes when
/// the mask's bits are squeezed together.
template <class Run>
void for_each_run(std::uint64_t mask, Run&& run) {
  int target = 0;
  while (mask != 0) {
    const int shift = std::countr_zero(mask);
    const int bits = std::countr_one(mask >> shift);
    run(shift, bits, target);
    target += bits;
    mask &= ~(ones(bits) << shift);
  }
}

/// The word's bits under the mask, squeezed together; keeps the order of words that agree elsewhere.
std::uint64_t squeeze(std::uint64_t word, std::uint64_t mask) {
  std::uint64_t squeezed = 0;
  for_each_run(
      mask, [&](int shift, int bits, int target) { squeezed |= ((word >> shift) & ones(bits)) << target; });
  return squeezed;
}

/// The inverse of squeeze().
std::uint64_t spread(std::uint64_t squeezed, std::uint64_t mask) {
  std::uint64_t word = 0;
  for_each_run(
      mask, [&](int shift, int bits, int target) { word |= ((squeezed >> target) & ones(bits)) << shift; });
  return word;
}

std::optional<std::uint64_t> bounded_varint(ByteReader& in, std::uint64_t greatest) {
  const std::optional<std::uint64_t> value = in.varint();
  return value && *value <= greatest ? value : std::nullopt;
}

bool decode_weights(ByteReader& in, CellWeights& weights) {
  const auto record_words = bounded_varint(in, kMost32);
  const auto count_limbs = bounded_varint(in, kMost32);
  const auto greatest_steps = bounded_varint(in, kMost32);
  const auto log2_bound = in.fixed(sizeof(double));
  const auto exponents = bounded_varint(in, in.left());
  if (!record_words || !count_limbs || !greatest_steps || !log2_bound || !exponents) return false;
  weights.record_words = static_cast<std::uint32_t>(*record_words);
  weights.count_limbs = static_cast<std::uint32_t>(*count_limbs);
  weights.greatest_steps = static_cast<std::uint32_t>(*greatest_steps);
  weights.log2_bound = std::bit_cast<double>(*log2_bound);
  weights.exponents.resize(*exponents);
  for (std::uint32_t& exponent : weights.exponents) {
    const auto value = bounded_varint(in, kMost32);
    if (!value) return false;
    exponent = static_cast<std::uint32_t>(*value);
  }
  return true;
}

/// The state after `before`, whose squeezed words become its own. False if it is not greater, or too great.
bool decode_next_state(ByteReader& in, std::span<const std::uint64_t> varying,
                       std::span<std::uint64_t> squeezed) {
  bool differs = false;
  for (std::size_t word = 0; word < varying.size(); ++word) {
    if (varying[word] == 0) continue;
    const std::uint64_t greatest = ones(std::popcount(varying[word]));
    const std::uint64_t base = differs ? 0 : squeezed[word];
    const auto more = bounded_varint(in, greatest - base);
    if (!more) return false;
    squeezed[word] = base + *more;
    differs = differs || *more != 0;
  }
  return differs;
}

bool decode_states(ByteReader& in, ArchivedCell& cell) {
  const auto used = bounded_varint(in, cell.stride);
  if (!used) return false;
  // Each word that is written takes two bytes at least; few are left out.
  if (*used > in.left() / 2) return false;
  if (cell.stride > kWide && (*used != cell.stride || cell.count > 1)) return false;
  std::vector<std::uint64_t> least(*used);
  std::vector<std::uint64_t> varying(*used);
  std::vector<std::uint64_t> squeezed(*used);
  bool any_varying = false;
  for (std::size_t word = 0; word < *used; ++word) {
    const auto value = in.varint();
    const auto mask = in.varint();
    if (!value || !mask) return false;
    least[word] = *value;
    varying[word] = *mask;
    squeezed[word] = squeeze(*value, *mask);
    any_varying = any_varying || *mask != 0;
  }
  // Every further state takes a byte at least.
  if (cell.count == 0 || cell.count - 1 > (any_varying ? in.left() : 0)) return false;
  cell.states.assign(cell.count * cell.stride, 0);
  std::copy(least.begin(), least.end(), cell.states.begin());
  for (std::size_t number = 1; number < cell.count; ++number) {
    if (!decode_next_state(in, varying, squeezed)) return false;
    std::uint64_t* const state = cell.states.data() + number * cell.stride;
    for (std::size_t word = 0; word < *used; ++word) {
      state[word] = (least[word] & ~varying[word]) | spread(squeezed[word], varying[word]);
    }
  }
  return true;
}

bool decode_records(ByteReader& in, ArchivedCell& cell) {
  const std::size_t words = cell.record_words;
  if (words > in.left() / cell.count) return false;  // every number takes a byte at least
  cell.records.resize(cell.count * words);
  for (std::size_t column = 0; column < words; ++column) {
    const auto width = in.fixed(1);
    if (!width || *width < 1 || *width > sizeof(std::uint64_t)) return false;
    for (std::size_t number = 0; number < cell.count; ++number) {
      const auto value = in.fixed(static_cast<unsigned>(*width));
      if (!value) return false;
      cell.records[number * words + column] = *value;
    }
  }
  return true;
}

}  // namespace

void CellEncoder::encode(const CellView& cell, ByteWriter& out) {
  if (cell.count == 0) return;
  if (cell.stride > kWide && cell.count > 1)
    throw InternalError("wide states must stand alone in their cell");
  sort(cell);
  find_varying(cell);
  const std::size_t header =
      cell.control.positions.size() + cell.weights->exponents.size() + 2 * gathers_.size();
  constexpr std::size_t kFurtherNumbers = 10;
  out.reserve((header + kFurtherNumbers) * ByteWriter::kGreatestVarint);
  for (const Position position : cell.control.positions) out.put_varint(position);
  out.put_fixed(static_cast<std::uint64_t>(cell.ending), 1);
  encode_weights(*cell.weights, out);
  out.put_varint(cell.stride);
  out.put_varint(cell.count);
  encode_states(cell, out);
  encode_records(cell, out);
}

void CellEncoder::sort(const CellView& cell) {
  order_.resize(cell.count);
  for (std::size_t number = 0; number < cell.count; ++number) {
    order_[number] = {cell.states[number * cell.stride], static_cast<std::uint32_t>(number)};
  }
  const auto further_words = [&](const Ordered& ordered) {
    return std::span(cell.states + ordered.number * cell.stride + 1, cell.stride - 1);
  };
  std::sort(order_.begin(), order_.end(), [&](const Ordered& a, const Ordered& b) {
    if (a.first_word != b.first_word) return a.first_word < b.first_word;
    const auto words_a = further_words(a);
    const auto words_b = further_words(b);
    return std::lexicographical_compare(words_a.begin(), words_a.end(), words_b.begin(), words_b.end());
  });
}

void CellEncoder::find_varying(const CellView& cell) {
  const std::uint64_t* const least = cell.states + order_.front().number * cell.stride;
  gathers_.assign(cell.stride, {});
  for (std::size_t word = 0; word < cell.stride; ++word) {
    std::uint64_t varying = 0;
    for (std::size_t number = 0; number < cell.count; ++number) {
      varying |= cell.states[number * cell.stride + word] ^ least[word];
    }
    gathers_[word] = {varying, least[word]};
  }
  if (cell.stride > kWide) return;
  const auto is_zero = [](const Gather& gather) { return gather.varying == 0 && gather.constant == 0; };
  while (!gathers_.empty() && is_zero(gathers_.back())) gathers_.pop_back();
}

void CellEncoder::encode_weights(const CellWeights& weights, ByteWriter& out) const {
  out.put_varint(weights.record_words);
  out.put_varint(weights.count_limbs);
  out.put_varint(weights.greatest_steps);
  out.put_fixed(std::bit_cast<std::uint64_t>(weights.log2_bound), sizeof(double));
  out.put_varint(weights.exponents.size());
  for (const std::uint32_t exponent : weights.exponents) out.put_varint(exponent);
}

void CellEncoder::encode_states(const CellView& cell, ByteWriter& out) const {
  out.reserve((cell.count + 2) * gathers_.size() * ByteWriter::kGreatestVarint + ByteWriter::kGreatestVarint);
  out.put_varint(gathers_.size());
  for (const Gather& gather : gathers_) {
    out.put_varint(gather.constant);
    out.put_varint(gather.varying);
  }
  for (std::size_t i = 1; i < cell.count; ++i) {
    const std::uint64_t* const before = cell.states + order_[i - 1].number * cell.stride;
    const std::uint64_t* const state = cell.states + order_[i].number * cell.stride;
    bool differs = false;
    for (std::size_t word = 0; word < gathers_.size(); ++word) {
      const std::uint64_t varying = gathers_[word].varying;
      if (varying == 0) continue;
      const std::uint64_t squeezed = squeeze(state[word], varying);
      out.put_varint(differs ? squeezed : squeezed - squeeze(before[word], varying));
      differs = differs || state[word] != before[word];
    }
  }
}

void CellEncoder::encode_records(const CellView& cell, ByteWriter& out) const {
  const std::size_t words = cell.weights->record_words;
  out.reserve(words * (1 + cell.count * sizeof(std::uint64_t)));
  for (std::size_t column = 0; column < words; ++column) {
    std::uint64_t all_bits = 1;
    for (std::size_t number = 0; number < cell.count; ++number)
      all_bits |= cell.records[number * words + column];
    const auto width = static_cast<unsigned>(std::bit_width(all_bits) + 7) / 8;
    out.put_fixed(width, 1);
    for (const Ordered& ordered : order_) out.put_fixed(cell.records[ordered.number * words + column], width);
  }
}

bool decode_cell(ByteReader& in, std::size_t actors, ArchivedCell& cell) {
  if (actors > in.left()) return false;
  cell.control.positions.resize(actors);
  for (Position& position : cell.control.positions) {
    const auto value = bounded_varint(in, std::numeric_limits<Position>::max());
    if (!value) return false;
    position = static_cast<Position>(*value);
  }
  const auto ending = in.fixed(1);
  if (!ending || *ending > static_cast<std::uint64_t>(Ending::error)) return false;
  cell.ending = static_cast<Ending>(*ending);
  if (!decode_weights(in, cell.weights)) return false;
  cell.record_words = cell.weights.record_words;
  const auto stride = bounded_varint(in, kMost32);
  const auto count = bounded_varint(in, kMost32);
  if (!stride || *stride == 0 || !count) return false;
  cell.stride = *stride;
  cell.count = *count;
  return decode_states(in, cell) && decode_records(in, cell);
}

}  // namespace braid::explore
