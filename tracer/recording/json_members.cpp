#include "braid/tracer/recording/json_members.h"

#include <fmt/format.h>

#include "braid/tracer/quote.h"
#include "braid/tracer/recording/json_line.h"

namespace braid::recording {

std::size_t Members::place_of(std::string_view name) const {
  for (std::size_t ahead = 1; ahead < count_; ++ahead) {
    const std::size_t place = next_ + ahead < count_ ? next_ + ahead : next_ + ahead - count_;
    if (names_[place] == name) return place;
  }
  std::string known;
  for (std::size_t k = 0; k < count_; ++k) known += fmt::format("{}{}", k == 0 ? "" : ", ", names_[k]);
  refuse(fmt::format("there is no member {} here", quote(name)), known);
}

void Members::refuse_second(std::size_t place) const {
  refuse(fmt::format("{} occurs twice", quote(names_[place])));
}

void Members::need(std::initializer_list<std::size_t> indices) const {
  for (const std::size_t k : indices) {
    if ((seen_ >> k & 1U) == 0) refuse(fmt::format("the member {} is missing", quote(names_[k])));
  }
}

}  // namespace braid::recording
