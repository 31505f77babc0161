#include "braid/checker/formula/columns.h"

// GCC compiles the loops once more for AVX2 and picks at load time; sanitizers and ifunc do not go together.
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define BRAID_WIDE_LOOPS __attribute__((target_clones("avx2", "default")))
#else
#define BRAID_WIDE_LOOPS
#endif

namespace braid::formula {
namespace {

using Word = std::uint64_t;

constexpr Word kTop = Word{1} << 63;

/// The topmost bit tells whether x, which lacks it, is not 0.
[[gnu::always_inline]] inline Word nonzero_below_top(Word x) {
  return x + (kTop - 1);
}

/// The target is no operand of `truth`.
template <class Truth>
[[gnu::always_inline]] inline void combine(Combine how, Word* __restrict target, std::size_t count,
                                           Truth truth) {
  switch (how) {
    case Combine::set:
      for (std::size_t i = 0; i < count; ++i) target[i] = truth(i);
      break;
    case Combine::set_not:
      for (std::size_t i = 0; i < count; ++i) target[i] = ~truth(i);
      break;
    case Combine::conjoin:
      for (std::size_t i = 0; i < count; ++i) target[i] &= truth(i);
      break;
    case Combine::conjoin_not:
      for (std::size_t i = 0; i < count; ++i) target[i] &= ~truth(i);
      break;
  }
}

// Function objects rather than lambdas: GCC compiles a lambda in a cloned function for the default target
// only.
struct Truth {
  const Instruction& code;
  const Word* left;
  const Word* right;
};

struct Mismatch : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const {
    return nonzero_below_top((left[i] & code.mask) ^ code.constant);
  }
};
struct Differ : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const {
    return nonzero_below_top(((left[i] >> code.shift) ^ (right[i] >> code.other_shift)) & code.mask);
  }
};
struct DifferWithin : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const {
    return nonzero_below_top((left[i] ^ (left[i] >> code.shift)) & code.mask);
  }
};
struct Nonzero : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const { return left[i] | (Word{0} - left[i]); }
};
struct Less : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const {
    return static_cast<std::int64_t>(left[i]) < static_cast<std::int64_t>(right[i]) ? kTop : 0;
  }
};
struct Sign : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const { return left[i]; }
};
struct SignsDiffer : Truth {
  [[gnu::always_inline]] Word operator()(std::size_t i) const { return left[i] ^ right[i]; }
};

}  // namespace

BRAID_WIDE_LOOPS
void run(std::span<const Instruction> program, const Word* const* words, Word* registers, std::size_t count) {
  for (const Instruction& shared : program) {
    const Instruction code = shared;
    Word* const target = registers + code.target * kBlock;
    const bool reads_words = code.step == Step::load || code.step == Step::mismatch ||
                             code.step == Step::differ || code.step == Step::differ_within;
    const Word* const left = reads_words ? words[code.left] : registers + code.left * kBlock;
    const Word* const right = reads_words ? words[code.right] : registers + code.right * kBlock;
    switch (code.step) {
      case Step::load:
        for (std::size_t i = 0; i < count; ++i) {
          target[i] = ((left[i] >> code.shift) & code.mask) + code.constant;
        }
        break;
      case Step::fill:
        for (std::size_t i = 0; i < count; ++i) target[i] = code.constant;
        break;
      case Step::add:
        for (std::size_t i = 0; i < count; ++i) target[i] = left[i] + right[i];
        break;
      case Step::subtract:
        for (std::size_t i = 0; i < count; ++i) target[i] = left[i] - right[i];
        break;
      case Step::multiply:
        for (std::size_t i = 0; i < count; ++i) target[i] = left[i] * right[i];
        break;
      case Step::add_constant:
        for (std::size_t i = 0; i < count; ++i) target[i] = left[i] + code.constant;
        break;
      case Step::subtract_from_constant:
        for (std::size_t i = 0; i < count; ++i) target[i] = code.constant - left[i];
        break;
      case Step::mismatch:
        combine(code.combine, target, count, Mismatch{{code, left, right}});
        break;
      case Step::differ:
        combine(code.combine, target, count, Differ{{code, left, right}});
        break;
      case Step::differ_within:
        combine(code.combine, target, count, DifferWithin{{code, left, right}});
        break;
      case Step::nonzero:
        combine(code.combine, target, count, Nonzero{{code, left, right}});
        break;
      case Step::less:
        combine(code.combine, target, count, Less{{code, left, right}});
        break;
      case Step::sign:
        combine(code.combine, target, count, Sign{{code, left, right}});
        break;
      case Step::signs_differ:
        combine(code.combine, target, count, SignsDiffer{{code, left, right}});
        break;
    }
  }
}

BRAID_WIDE_LOOPS
bool any_false(const Word* truth, std::size_t count) {
  Word all = kTop;
  for (std::size_t i = 0; i < count; ++i) all &= truth[i];
  return all == 0;
}

}  // namespace braid::formula
