#include "braid/tracer/python_random.h"

#include <algorithm>
#include <iterator>
#include <vector>

namespace braid {
namespace {

std::vector<std::uint32_t> words_of(const boost::multiprecision::cpp_int& seed) {
  std::vector<std::uint32_t> words;
  const boost::multiprecision::cpp_int magnitude = abs(seed);
  export_bits(magnitude, std::back_inserter(words), 32, /*msv_first=*/false);
  if (words.empty()) words.push_back(0);
  return words;
}

}  // namespace

PythonRandom::PythonRandom(const boost::multiprecision::cpp_int& seed) {
  seed_by_words(words_of(seed));
}

double PythonRandom::random() {
  const std::uint32_t high = next_word() >> 5;  // 27 bits
  const std::uint32_t low = next_word() >> 6;   // 26 bits
  return (high * 0x1p26 + low) * 0x1p-53;
}

std::size_t PythonRandom::index_below(std::size_t count) {
  return static_cast<std::size_t>(random() * static_cast<double>(count));
}

std::uint32_t PythonRandom::next_word() {
  if (next_ == kWords) generate_words();
  std::uint32_t word = words_[next_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680U;
  word ^= (word << 15) & 0xefc60000U;
  word ^= word >> 18;
  return word;
}

void PythonRandom::seed_by_word(std::uint32_t seed) {
  words_[0] = seed;
  for (std::uint32_t i = 1; i < kWords; ++i) {
    words_[i] = 1812433253U * (words_[i - 1] ^ (words_[i - 1] >> 30)) + i;
  }
  next_ = kWords;
}

void PythonRandom::seed_by_words(std::span<const std::uint32_t> key) {
  seed_by_word(19650218U);
  std::size_t at = 1;
  const auto advance = [&] {
    if (++at == kWords) {
      words_[0] = words_[kWords - 1];
      at = 1;
    }
  };
  std::size_t from = 0;
  for (std::size_t rounds = std::max(kWords, key.size()); rounds > 0; --rounds) {
    const std::uint32_t mixed = (words_[at - 1] ^ (words_[at - 1] >> 30)) * 1664525U;
    words_[at] = (words_[at] ^ mixed) + key[from] + static_cast<std::uint32_t>(from);
    advance();
    if (++from == key.size()) from = 0;
  }
  for (std::size_t rounds = kWords - 1; rounds > 0; --rounds) {
    const std::uint32_t mixed = (words_[at - 1] ^ (words_[at - 1] >> 30)) * 1566083941U;
    words_[at] = (words_[at] ^ mixed) - static_cast<std::uint32_t>(at);
    advance();
  }
  words_[0] = 0x80000000U;
}

void PythonRandom::generate_words() {
  constexpr std::size_t kOffset = 397;
  for (std::size_t i = 0; i < kWords; ++i) {
    const std::uint32_t joined = (words_[i] & 0x80000000U) | (words_[(i + 1) % kWords] & 0x7fffffffU);
    const std::uint32_t twist = (joined & 1U) != 0 ? 0x9908b0dfU : 0U;
    words_[i] = words_[(i + kOffset) % kWords] ^ (joined >> 1) ^ twist;
  }
  next_ = 0;
}

}  // namespace braid
