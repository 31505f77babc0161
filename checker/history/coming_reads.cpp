#include "braid/checker/history/coming_reads.h"

#include <algorithm>

namespace braid::history {
namespace {

bool writes(const Effect& effect) {
  return effect.kind == OperationKind::write || effect.kind == OperationKind::compare_and_set;
}

bool reads(const Effect& effect) {
  return effect.kind == OperationKind::read || effect.kind == OperationKind::compare_and_set;
}

}  // namespace

ComingReads::ComingReads(const RecordedEffects& effects)
    : effects_(effects), useful_(!effects.has_transactions()), objects_(effects.places()) {
  if (!useful_) return;
  const auto all = effects.effects();
  for (std::uint32_t number = 0; number < all.size(); ++number) {
    Object& object = objects_[all[number].place];
    if (reads(all[number]) && all[number].is_known()) object.reads.push_back(number);
    if (reads(all[number]) && !all[number].is_known()) object.uncertain.push_back(seen_by(all[number]));
    if (writes(all[number])) object.writes.push_back(number);
  }
  for (Object& object : objects_) {
    std::sort(object.reads.begin(), object.reads.end(),
              [&](std::uint32_t a, std::uint32_t b) { return all[a].returned < all[b].returned; });
    std::sort(object.writes.begin(), object.writes.end(),
              [&](std::uint32_t a, std::uint32_t b) { return all[a].called < all[b].called; });
  }
}

bool ComingReads::begins(std::string_view text, std::string_view beginning) {
  constexpr std::size_t kTail = 16;
  if (text.size() < beginning.size()) return false;
  if (beginning.size() > kTail) {
    const std::size_t from = beginning.size() - kTail;
    if (text.substr(from, kTail) != beginning.substr(from)) return false;
  }
  return text.starts_with(beginning);
}

void ComingReads::advance(std::uint32_t moment) {
  now_ = moment;
  if (!useful_) return;
  if (past_ != kNone) leave(past_);
  past_ = kNone;
  const Moment& now = effects_.moments()[moment];
  const Effect& effect = effects_.effects()[now.effect];
  if (now.is_return) {
    past_ = now.effect;  // in some states it has not taken effect yet, but will before it returns
  } else if (writes(effect)) {
    objects_[effect.place].active.push_back(now.effect);
    ++objects_[effect.place].next_write;
  }
}

void ComingReads::leave(std::uint32_t number) {
  const Effect& effect = effects_.effects()[number];
  Object& object = objects_[effect.place];
  if (writes(effect)) std::erase(object.active, number);
  if (reads(effect)) ++object.next_read;
}

std::size_t ComingReads::last_to_see(std::uint32_t place, ValueId held) {
  Object& object = objects_[place];
  const auto [entry, is_new] = object.last_to_see.try_emplace(held, 0);
  if (!is_new) return entry->second;
  const auto sees = [&](ValueId seen) { return leads_to(place, held, seen); };
  if (std::any_of(object.uncertain.begin(), object.uncertain.end(), sees))
    return entry->second = object.reads.size() + 1;
  for (std::size_t k = object.reads.size(); k > 0 && entry->second == 0; --k) {
    if (sees(seen_by(effects_.effects()[object.reads[k - 1]]))) entry->second = k;
  }
  return entry->second;
}

}  // namespace braid::history
