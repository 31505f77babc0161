// A cache of bounded size that gives up what was used longest ago.
#pragma once

#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>

namespace braid::cost {

/// Keys in the order of their last use. Each operation takes constant time. It gives up nothing by itself:
/// its user asks what to give up, since not everything can be at any time.
class RecentlyUsed {
 public:
  using Key = std::uint64_t;

  [[nodiscard]] bool contains(Key key) const { return places_.contains(key); }
  [[nodiscard]] std::size_t size() const { return places_.size(); }

  /// Makes the key the one used last, whether it was there or not.
  void use(Key key) {
    const auto place = places_.find(key);
    if (place != places_.end()) order_.erase(place->second);
    places_[key] = order_.insert(order_.end(), key);
  }
  void erase(Key key) {
    const auto place = places_.find(key);
    if (place == places_.end()) return;
    order_.erase(place->second);
    places_.erase(place);
  }
  /// From the one used longest ago on.
  [[nodiscard]] const std::list<Key>& by_age() const { return order_; }

 private:
  std::list<Key> order_;
  std::unordered_map<Key, std::list<Key>::iterator> places_;
};

}  // namespace braid::cost
