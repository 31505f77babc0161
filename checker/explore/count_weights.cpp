#include "braid/checker/explore/count_weights.h"

#include <algorithm>
#include <cmath>

#include "braid/checker/explore/internal_error.h"

namespace braid::explore {

/// The arguments of one merge.
struct CountBatch {
  const std::uint64_t* source;
  const std::uint32_t* source_numbers;
  std::uint32_t source_limbs;
  std::uint32_t source_words;
  std::uint64_t* target;
  const std::uint32_t* target_numbers;
  std::uint32_t target_limbs;
  std::uint32_t target_words;
  std::size_t count;
};

namespace {

std::uint32_t limbs_for(double log2_bound) {
  // The margin covers the rounding of 10^7 additions of logarithms.
  return static_cast<std::uint32_t>(std::floor((log2_bound + 0.01) / 64)) + 1;
}

double add_log2(double a, double b) {
  const double greater = std::max(a, b);
  return greater + std::log2(1 + std::exp2(std::min(a, b) - greater));
}

/// target += source, `Target` and `Source` limbs of counts; 0 means "as the arguments say".
template <std::uint32_t Source, std::uint32_t Target>
inline void add_count(const std::uint64_t* source, std::uint64_t* target, std::uint32_t source_limbs,
                      std::uint32_t target_limbs) {
  const std::uint32_t from = Source != 0 ? Source : source_limbs;
  const std::uint32_t to = Target != 0 ? Target : target_limbs;
  unsigned long long carry = 0;
  for (std::uint32_t limb = 0; limb < from; ++limb) {
    unsigned long long sum = 0;
    const bool first = __builtin_add_overflow(source[limb], target[limb], &sum);
    const bool second = __builtin_add_overflow(sum, carry, &sum);
    target[limb] = sum;
    carry = static_cast<unsigned long long>(first || second);
  }
  for (std::uint32_t limb = from; limb < to; ++limb) {
    unsigned long long sum = 0;
    carry = static_cast<unsigned long long>(__builtin_add_overflow(target[limb], carry, &sum));
    target[limb] = sum;
  }
}

template <std::uint32_t Source, std::uint32_t Target, std::size_t Moduli>
void merge_batch(const CountBatch& batch, const PrimeModulus* moduli, std::size_t modulus_count) {
  const std::size_t residues = Moduli != 0 ? Moduli - 1 : modulus_count;
  const std::uint32_t source_limbs = Source != 0 ? Source : batch.source_limbs;
  const std::uint32_t target_limbs = Target != 0 ? Target : batch.target_limbs;
  const std::size_t source_words = source_limbs + residues;
  const std::size_t target_words = target_limbs + residues;
  for (std::size_t i = 0; i < batch.count; ++i) {
    const std::size_t number = batch.source_numbers == nullptr ? i : batch.source_numbers[i];
    const std::uint64_t* from = batch.source + number * source_words;
    std::uint64_t* to = batch.target + batch.target_numbers[i] * target_words;
    add_count<Source, Target>(from, to, source_limbs, target_limbs);
    for (std::size_t k = 0; k < residues; ++k) {
      std::uint64_t& mass = to[target_limbs + k];
      mass = moduli[k].add(mass, from[source_limbs + k]);
    }
  }
}

template <std::size_t Moduli>
void merge_limbs(const CountBatch& batch, const PrimeModulus* moduli, std::size_t modulus_count) {
  if (batch.source_limbs == 1 && batch.target_limbs == 1) {
    merge_batch<1, 1, Moduli>(batch, moduli, modulus_count);
  } else if (batch.source_limbs == 1 && batch.target_limbs == 2) {
    merge_batch<1, 2, Moduli>(batch, moduli, modulus_count);
  } else if (batch.source_limbs == 2 && batch.target_limbs == 2) {
    merge_batch<2, 2, Moduli>(batch, moduli, modulus_count);
  } else {
    merge_batch<0, 0, Moduli>(batch, moduli, modulus_count);
  }
}

}  // namespace

CountWeights::CountWeights(std::size_t moduli, std::uint32_t greatest_choices)
    : moduli_(prime_moduli(moduli)) {
  for (std::uint32_t number = 2; number <= greatest_choices; ++number) {
    const bool composite = std::any_of(denominator_primes_.begin(), denominator_primes_.end(),
                                       [&](std::uint32_t prime) { return number % prime == 0; });
    if (!composite) denominator_primes_.push_back(number);
  }
  for (const PrimeModulus& modulus : moduli_) {
    std::vector<std::uint64_t>& inverses = inverses_.emplace_back(greatest_choices + 1);
    for (std::uint32_t number = 1; number <= greatest_choices; ++number) {
      inverses[number] = modulus.inverse(number);
    }
  }
}

std::uint64_t CountWeights::inverse(std::size_t modulus, std::uint32_t number) const {
  return inverses_[modulus][number];
}

void CountWeights::open_initial(CellWeights& cell) const {
  cell.count_limbs = 1;
  cell.record_words = static_cast<std::uint32_t>(1 + moduli_.size());
  cell.log2_bound = 0;
  cell.exponents.assign(denominator_primes_.size(), 0);
}

void CountWeights::initial(const CellWeights& cell, std::uint64_t* record) const {
  record[0] = 1;
  std::fill_n(record + cell.count_limbs, moduli_.size(), std::uint64_t{1});
}

void CountWeights::open(CellWeights& target, const std::vector<Source>& sources) const {
  target.exponents.assign(denominator_primes_.size(), 0);
  target.log2_bound = sources.front().cell->log2_bound;
  for (std::size_t i = 1; i < sources.size(); ++i) {
    target.log2_bound = add_log2(target.log2_bound, sources[i].cell->log2_bound);
  }
  target.count_limbs = limbs_for(target.log2_bound);
  target.record_words = static_cast<std::uint32_t>(target.count_limbs + moduli_.size());
  if (moduli_.empty()) return;
  for (const Source& source : sources) {
    std::uint64_t choices = source.choices;
    for (std::size_t k = 0; k < target.exponents.size(); ++k) {
      std::uint32_t exponent = source.cell->exponents[k];
      for (const std::uint32_t prime = denominator_primes_[k]; choices % prime == 0; choices /= prime)
        ++exponent;
      target.exponents[k] = std::max(target.exponents[k], exponent);
    }
    if (choices != 1) throw InternalError("a state has more choices than the weights were told of");
  }
}

void CountWeights::merge(const WeightEdge& edge, const std::uint64_t* source,
                         const std::uint32_t* source_numbers, const std::uint32_t* siblings,
                         std::size_t count, std::uint64_t* target,
                         const std::uint32_t* target_numbers) const {
  const CountBatch batch{source, source_numbers, edge.source->count_limbs, edge.source->record_words,
                         target, target_numbers, edge.target->count_limbs, edge.target->record_words,
                         count};
  if (siblings != nullptr) {
    merge_shared(batch, siblings);
    return;
  }
  switch (moduli_.size()) {
    case 0:
      return merge_limbs<1>(batch, moduli_.data(), 0);
    case 1:
      return merge_limbs<2>(batch, moduli_.data(), 1);
    case 2:
      return merge_limbs<3>(batch, moduli_.data(), 2);
    case 3:
      return merge_limbs<4>(batch, moduli_.data(), 3);
    default:
      return merge_limbs<0>(batch, moduli_.data(), moduli_.size());
  }
}

/// An actor with several steps shares its turn among them: each gets a part of the mass.
void CountWeights::merge_shared(const CountBatch& batch, const std::uint32_t* siblings) const {
  for (std::size_t i = 0; i < batch.count; ++i) {
    const std::size_t number = batch.source_numbers == nullptr ? i : batch.source_numbers[i];
    const std::uint64_t* from = batch.source + number * batch.source_words;
    std::uint64_t* to = batch.target + std::size_t{batch.target_numbers[i]} * batch.target_words;
    add_count<0, 0>(from, to, batch.source_limbs, batch.target_limbs);
    for (std::size_t k = 0; k < moduli_.size(); ++k) {
      const std::uint64_t part = moduli_[k].multiply(from[batch.source_limbs + k], inverse(k, siblings[i]));
      std::uint64_t& mass = to[batch.target_limbs + k];
      mass = moduli_[k].add(mass, part);
    }
  }
}

void CountWeights::close(const CellWeights& cell, const std::uint32_t* choices, std::uint32_t uniform_choices,
                         std::size_t count, std::uint64_t* records) const {
  if (choices == nullptr && uniform_choices <= 1) return;
  for (std::size_t k = 0; k < moduli_.size(); ++k) {
    const PrimeModulus modulus = moduli_[k];
    const std::uint64_t uniform = choices == nullptr ? inverse(k, uniform_choices) : 0;
    std::uint64_t* mass = records + cell.count_limbs + k;
    for (std::size_t i = 0; i < count; ++i, mass += cell.record_words) {
      if (choices != nullptr && choices[i] <= 1) continue;
      *mass = modulus.multiply(*mass, choices == nullptr ? uniform : inverse(k, choices[i]));
    }
  }
}

BigInteger CountWeights::count_of(const CellWeights& cell, const std::uint64_t* record) {
  BigInteger count = 0;
  for (std::uint32_t limb = cell.count_limbs; limb > 0; --limb) count = (count << 64) | record[limb - 1];
  return count;
}

BigInteger CountWeights::denominator(const std::vector<std::uint32_t>& exponents) const {
  BigInteger product = 1;
  for (std::size_t k = 0; k < exponents.size(); ++k) {
    product *= boost::multiprecision::pow(BigInteger(denominator_primes_[k]), exponents[k]);
  }
  return product;
}

std::size_t CountWeights::moduli_for(const BigInteger& denominator) {
  // Every modulus is above 2^60.
  return boost::multiprecision::msb(denominator) / 60 + 1;
}

BigRational CountWeights::fraction(const std::vector<std::uint64_t>& residues,
                                   const BigInteger& denominator) const {
  // Garner: the numerator, digit by digit, in the mixed radix of the moduli.
  BigInteger numerator = 0;
  BigInteger radix = 1;
  for (std::size_t k = 0; k < residues.size(); ++k) {
    const PrimeModulus modulus = moduli_[k];
    const auto reduce = [&](const BigInteger& number) {
      return static_cast<std::uint64_t>(number % modulus.value());
    };
    const std::uint64_t wanted = modulus.multiply(residues[k], reduce(denominator));
    const std::uint64_t have = reduce(numerator);
    const std::uint64_t difference = wanted >= have ? wanted - have : wanted + modulus.value() - have;
    numerator += radix * modulus.multiply(difference, modulus.inverse(reduce(radix)));
    radix *= modulus.value();
  }
  return {numerator, denominator};
}

}  // namespace braid::explore
