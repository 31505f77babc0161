#include "braid/checker/history/sweep_states.h"

#include <algorithm>
#include <bit>

namespace braid::history {
namespace {

constexpr std::uint32_t kEnd = kNone;

}  // namespace

std::size_t StateShape::count_done(const std::uint64_t* state) const {
  std::size_t count = 0;
  for (std::size_t k = value_words_; k < words_; ++k)
    count += static_cast<std::size_t>(std::popcount(state[k]));
  return count;
}

void LeastStates::clear(std::span<const std::uint64_t> unknown) {
  unknown_ = unknown;
  words_.clear();
  next_.clear();
  live_.clear();
  used_ = 0;
  ++generation_;
  if (table_.empty()) table_.resize(64);
}

bool LeastStates::admit(const std::uint64_t* state) {
  if ((used_ + 1) * 2 > table_.size()) grow();
  const std::size_t mask = table_.size() - 1;
  std::size_t at = hash(state) & mask;
  while (table_[at].generation == generation_ && !same(this->at(table_[at].first), state))
    at = (at + 1) & mask;
  Place& place = table_[at];
  if (place.generation != generation_) {
    ++used_;
    append(state, kEnd);
    place = {generation_, size() - 1};
    return true;
  }
  std::uint32_t last = kEnd;
  for (std::uint32_t number = place.first; number != kEnd; number = next_[number]) {
    last = number;
    if (live_[number] != 0 && includes(state, this->at(number))) return false;
  }
  for (std::uint32_t number = place.first; number != kEnd; number = next_[number]) {
    if (includes(this->at(number), state)) live_[number] = 0;
  }
  append(state, kEnd);
  next_[last] = size() - 1;
  return true;
}

std::size_t LeastStates::hash(const std::uint64_t* state) const {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  const std::size_t values = shape_.value_words();
  std::uint64_t hash = 0;
  for (std::size_t k = 0; k < shape_.words(); ++k) {
    const std::uint64_t word = k < values ? state[k] : state[k] & ~unknown_[k - values];
    hash = (hash ^ word) * kOdd;
    hash ^= hash >> 32U;
  }
  return hash;
}

bool LeastStates::same(const std::uint64_t* a, const std::uint64_t* b) const {
  const std::size_t values = shape_.value_words();
  for (std::size_t k = 0; k < shape_.words(); ++k) {
    const std::uint64_t mask = k < values ? ~std::uint64_t{0} : ~unknown_[k - values];
    if (((a[k] ^ b[k]) & mask) != 0) return false;
  }
  return true;
}

bool LeastStates::includes(const std::uint64_t* more, const std::uint64_t* less) const {
  const std::size_t values = shape_.value_words();
  for (std::size_t k = values; k < shape_.words(); ++k) {
    if ((less[k] & ~more[k] & unknown_[k - values]) != 0) return false;
  }
  return true;
}

void LeastStates::grow() {
  std::vector<Place> old(table_.size() * 2);
  old.swap(table_);
  const std::size_t mask = table_.size() - 1;
  for (const Place& place : old) {
    if (place.generation != generation_) continue;
    std::size_t at = hash(this->at(place.first)) & mask;
    while (table_[at].generation == generation_) at = (at + 1) & mask;
    table_[at] = place;
  }
}

void LeastStates::append(const std::uint64_t* state, std::uint32_t next) {
  words_.insert(words_.end(), state, state + shape_.words());
  next_.push_back(next);
  live_.push_back(1);
}

}  // namespace braid::history
