// Which members an object of a recording has: each once, none that is unknown, none missing.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <string_view>

#include "braid/tracer/recording/equal_names.h"

namespace braid::recording {

/// Members that have been seen, so that none comes twice and none that is needed is missing. Borrows the
/// names, of which there are at most 32.
class Members {
 public:
  template <std::size_t size>
  explicit Members(const std::array<std::string_view, size>& names) : names_(names.data()), count_(size) {
    static_assert(size <= 32);
  }

  /// The index of the name. Throws Mistake where there is none, or it comes again. Costs least in the order
  /// of the names.
  std::size_t see(std::string_view name) {
    // Members mostly come in one order: the one behind the last is tried first.
    return equal_names(names_[next_], name) ? take(next_) : take(place_of(name));
  }

  /// Throws Mistake unless those have been seen.
  void need(std::initializer_list<std::size_t> indices) const;

 private:
  std::size_t take(std::size_t place) {
    if ((seen_ >> place & 1U) != 0) refuse_second(place);
    seen_ |= 1U << place;
    next_ = place + 1 < count_ ? place + 1 : 0;
    return place;
  }
  [[nodiscard]] std::size_t place_of(std::string_view name) const;
  [[noreturn]] void refuse_second(std::size_t place) const;

  const std::string_view* names_;
  std::size_t count_;
  unsigned seen_ = 0;
  std::size_t next_ = 0;  ///< less than count_
};

}  // namespace braid::recording
