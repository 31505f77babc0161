#include "braid/checker/explore/chains.h"

#include <algorithm>
#include <functional>
#include <numeric>

namespace braid::explore {
namespace {

/// first * (first + 1) * ... * last, by halves, so that the factors of each product are of like size.
BigInteger product_of_range(std::uint64_t first, std::uint64_t last) {
  if (first > last) return 1;
  if (last - first < 8) {
    BigInteger product = first;
    for (std::uint64_t factor = first + 1; factor <= last; ++factor) product *= factor;
    return product;
  }
  const std::uint64_t middle = first + (last - first) / 2;
  return product_of_range(first, middle) * product_of_range(middle + 1, last);
}

bool is_prime(std::uint64_t number) {
  for (std::uint64_t factor = 2; factor * factor <= number; ++factor) {
    if (number % factor == 0) return false;
  }
  return number > 1;
}

unsigned multiplicity(std::uint64_t prime, std::uint64_t number) {
  unsigned times = 0;
  for (; number % prime == 0; number /= prime) ++times;
  return times;
}

}  // namespace

BigInteger multinomial(std::span<const std::uint64_t> lengths) {
  // The longest chain's factorial cancels.
  const auto longest = std::max_element(lengths.begin(), lengths.end());
  if (longest == lengths.end()) return 1;
  const std::uint64_t sum = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
  BigInteger result = product_of_range(*longest + 1, sum);
  for (auto length = lengths.begin(); length != lengths.end(); ++length) {
    if (length != longest) result /= product_of_range(2, *length);
  }
  return result;
}

double position_combinations(std::span<const std::uint64_t> lengths) {
  return std::accumulate(lengths.begin(), lengths.end(), 1.0, [](double product, std::uint64_t length) {
    return product * (static_cast<double>(length) + 1);
  });
}

std::vector<double> combinations_by_sum(std::span<const std::uint64_t> lengths) {
  std::vector<double> counts = {1};
  for (const std::uint64_t length : lengths) {
    // Convolution with 1, 1, ..., 1 (length + 1 of them): a sliding sum.
    std::vector<double> next(counts.size() + length, 0);
    double window = 0;
    for (std::size_t sum = 0; sum < next.size(); ++sum) {
      if (sum < counts.size()) window += counts[sum];
      if (sum > length) window -= counts[sum - length - 1];
      next[sum] = window;
    }
    counts = std::move(next);
  }
  return counts;
}

BigInteger chain_denominator(std::span<const std::uint64_t> lengths) {
  std::vector<std::uint64_t> falling;
  std::copy_if(lengths.begin(), lengths.end(), std::back_inserter(falling),
               [](std::uint64_t length) { return length > 0; });
  std::sort(falling.begin(), falling.end(), std::greater<>());
  // While exactly k actors are unfinished, the steps are theirs: at most the sum of the k greatest lengths,
  // less the k - 1 events or more that are left when one of them finishes.
  std::vector<std::uint64_t> greatest_time = {0};
  std::uint64_t sum = 0;
  for (const std::uint64_t length : falling) {
    sum += length;
    greatest_time.push_back(sum - (greatest_time.size() - 1));
  }
  BigInteger denominator = 1;
  for (std::uint64_t prime = 2; prime < greatest_time.size(); ++prime) {
    if (!is_prime(prime)) continue;
    // The exponent is the sum of time * multiplicity; all times together are the sum of the lengths.
    std::vector<std::pair<unsigned, std::uint64_t>>
        multiples;  // multiplicity of the prime in k, greatest time at k
    for (std::uint64_t k = prime; k < greatest_time.size(); k += prime) {
      multiples.emplace_back(multiplicity(prime, k), greatest_time[k]);
    }
    std::sort(multiples.begin(), multiples.end(), std::greater<>());
    std::uint64_t exponent = 0;
    std::uint64_t left = sum;
    for (const auto& [times, time] : multiples) {
      exponent += times * std::min(time, left);
      left -= std::min(time, left);
    }
    denominator *= boost::multiprecision::pow(BigInteger(prime), static_cast<unsigned>(exponent));
  }
  return denominator;
}

}  // namespace braid::explore
