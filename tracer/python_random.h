// The pseudo-random numbers of Python's `random` module, so that a seed means here what it means there.
//
// Facts: M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), the generator MT19937 and
// its seeding by an array of 32-bit words; the Python Library Reference, module random (an integer seeds by
// its absolute value; random() has 53 bits).
#pragma once

#include <array>
#include <boost/multiprecision/cpp_int.hpp>
#include <cstddef>
#include <cstdint>
#include <span>

namespace braid {

/// random.Random(seed) for an integer seed of any size; `random.seed(seed, version=1)` is the same for
/// integers. The sequence depends on nothing but the seed.
class PythonRandom {
 public:
  /// O(size of the seed). A seed and its negative give the same sequence.
  explicit PythonRandom(const boost::multiprecision::cpp_int& seed);

  /// Uniform in [0, 1), a multiple of 2^-53: Python's random.random(). Consumes two words.
  [[nodiscard]] double random();

  /// floor(random() * count), an index below `count`, as the homework simulator picks from a list.
  /// `count` is from 1 to 2^53.
  [[nodiscard]] std::size_t index_below(std::size_t count);

  /// The next 32 bits of MT19937.
  [[nodiscard]] std::uint32_t next_word();

 private:
  static constexpr std::size_t kWords = 624;

  void seed_by_word(std::uint32_t seed);
  void seed_by_words(std::span<const std::uint32_t> key);
  void generate_words();

  std::array<std::uint32_t, kWords> words_{};
  std::size_t next_ = kWords;
};

}  // namespace braid
