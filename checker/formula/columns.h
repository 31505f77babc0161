// The instructions that formulas are compiled to, and their loops over columns of states.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace braid::formula {

/// States that one pass of an instruction handles; the length of a register.
inline constexpr std::size_t kBlock = 256;

/// What an instruction computes for each state. `word` means a word of the packed state, `left` and `right`
/// are registers. A truth value is the topmost bit of a register's element; the bits below it mean nothing.
enum class Step : std::uint8_t {
  load,                    ///< ((word[left] >> shift) & mask) + constant
  fill,                    ///< constant
  add,                     ///< left + right
  subtract,                ///< left - right
  multiply,                ///< left * right
  add_constant,            ///< left + constant
  subtract_from_constant,  ///< constant - left
  // Those below are truth values and take part in Combine.
  mismatch,       ///< (word[left] & mask) differs from constant; mask lacks the topmost bit
  differ,         ///< the bits `mask` of word[left] >> shift and word[right] >> other_shift differ; likewise
  differ_within,  ///< the bits `mask` of word[left] and word[left] >> shift differ; likewise
  nonzero,        ///< left is not 0
  less,           ///< left < right, signed
  sign,           ///< the truth value left; of a number: whether it is negative
  signs_differ    ///< exactly one of the truth values left and right
};

/// What becomes of a truth value and of the target's former one.
enum class Combine : std::uint8_t { set, set_not, conjoin, conjoin_not };

struct Instruction {
  Step step = Step::fill;
  Combine combine = Combine::set;
  std::uint8_t shift = 0;
  std::uint8_t other_shift = 0;
  std::uint32_t target = 0;  ///< a register
  std::uint32_t left = 0;
  std::uint32_t right = 0;
  std::uint64_t mask = 0;
  std::uint64_t constant = 0;
};

/// Runs a program over `count` <= kBlock states. `words[w]` is the column of the states' word w; register r
/// is the kBlock elements from `registers` + r * kBlock. Does not allocate.
void run(std::span<const Instruction> program, const std::uint64_t* const* words, std::uint64_t* registers,
         std::size_t count);

/// Whether the topmost bit of some element is 0.
[[nodiscard]] bool any_false(const std::uint64_t* truth, std::size_t count);

}  // namespace braid::formula
