// Counts and probabilities: how many schedules lead to a state, and how likely the random scheduler takes
// one.
#pragma once

#include <boost/multiprecision/cpp_int.hpp>
#include <cstdint>
#include <vector>

#include "braid/checker/explore/residues.h"
#include "braid/checker/explore/weights.h"

namespace braid::explore {

using BigInteger = boost::multiprecision::cpp_int;
using BigRational = boost::multiprecision::cpp_rational;
struct CountBatch;

/// Exact counts, and probability masses as residues modulo `moduli` many primes near 2^61.
///
/// A record is the count, little end first, in as many limbs as this cell's bound needs, then one residue a
/// prime. Until close() the mass is the probability of reaching the state; close() divides it by the number
/// of actors that can step, so that merging needs no multiplication. One prime is enough to check that all
/// mass arrives; the exact probability needs as many as the common denominator has bits (moduli_for()).
class CountWeights final : public Weights {
 public:
  /// `greatest_choices`: the most actors that can step in one state, or steps that one actor can take.
  CountWeights(std::size_t moduli, std::uint32_t greatest_choices);

  void open_initial(CellWeights& cell) const override;
  void initial(const CellWeights& cell, std::uint64_t* record) const override;
  void open(CellWeights& target, const std::vector<Source>& sources) const override;
  void merge(const WeightEdge& edge, const std::uint64_t* source, const std::uint32_t* source_numbers,
             const std::uint32_t* siblings, std::size_t count, std::uint64_t* target,
             const std::uint32_t* target_numbers) const override;
  void close(const CellWeights& cell, const std::uint32_t* choices, std::uint32_t uniform_choices,
             std::size_t count, std::uint64_t* records) const override;

  [[nodiscard]] const std::vector<PrimeModulus>& moduli() const { return moduli_; }

  /// The count in a record.
  [[nodiscard]] static BigInteger count_of(const CellWeights& cell, const std::uint64_t* record);

  /// The common denominator that CellWeights::exponents stands for.
  [[nodiscard]] BigInteger denominator(const std::vector<std::uint32_t>& exponents) const;
  /// How many moduli pin down every fraction with this denominator in 0..1.
  [[nodiscard]] static std::size_t moduli_for(const BigInteger& denominator);

  /// The fraction n/denominator in 0..1 with these residues, one for each modulus.
  /// REQUIRES at least moduli_for(denominator) residues.
  [[nodiscard]] BigRational fraction(const std::vector<std::uint64_t>& residues,
                                     const BigInteger& denominator) const;

 private:
  [[nodiscard]] std::uint64_t inverse(std::size_t modulus, std::uint32_t number) const;
  void merge_shared(const CountBatch& batch, const std::uint32_t* siblings) const;

  std::vector<PrimeModulus> moduli_;
  std::vector<std::uint32_t> denominator_primes_;     // up to greatest_choices
  std::vector<std::vector<std::uint64_t>> inverses_;  // by modulus, of 0 .. greatest_choices
};

}  // namespace braid::explore
