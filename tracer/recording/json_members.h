// The members of JSON objects, of which a recording's lines are made: read strictly, told precisely where
// they are wrong.
#pragma once

#include <fmt/format.h>
#include <simdjson.h>

#include <array>
#include <string>
#include <string_view>

#include "braid/tracer/quote.h"
#include "braid/tracer/recording/record.h"

namespace braid::recording {

/// What is wrong with a line; whoever reads the lines adds where.
struct Mistake {
  std::string cause;
  std::string accepted;  ///< what would have been right; may be empty
};

[[noreturn]] void refuse(std::string cause, std::string accepted = {});

// Each throws Mistake where the member is not of its type. Texts are valid as long as the parser's document.
[[nodiscard]] std::string_view text_of(simdjson::dom::element element, std::string_view member);
[[nodiscard]] std::string_view name_of_member(simdjson::dom::element element,
                                              std::string_view member);  ///< not empty
[[nodiscard]] std::uint64_t natural_of(simdjson::dom::element element, std::string_view member);
[[nodiscard]] simdjson::dom::object object_of(simdjson::dom::element element, std::string_view member);
[[nodiscard]] Time time_of(simdjson::dom::element element, std::string_view member);

/// Fills `fields`, whose memory is used again. Throws Mistake for what no Value is, for names that occur
/// twice, for more than 1000 members, and for values nested deeper than 64.
void read_fields(simdjson::dom::object object, Fields& fields);

/// The choice of that name. Throws Mistake, with all names, where it is none.
template <class Choice, std::size_t size>
[[nodiscard]] Choice choice_of(simdjson::dom::element element, std::string_view member,
                               const std::array<Choice, size>& choices) {
  const std::string_view text = text_of(element, member);
  std::string names;
  for (const Choice choice : choices) {
    if (name_of(choice) == text) return choice;
    names += fmt::format("{}{}", names.empty() ? "" : ", ", name_of(choice));
  }
  refuse(fmt::format("{} is {}", quote(member), quote(text)), names);
}

/// Members that have been seen, so that none comes twice and none that is needed is missing. Borrows the
/// names, of which there are at most 32.
class Members {
 public:
  template <std::size_t size>
  explicit Members(const std::array<std::string_view, size>& names) : names_(names.data()), count_(size) {
    static_assert(size <= 32);
  }

  /// The index of the name. Throws Mistake where there is none, or it comes again.
  std::size_t see(std::string_view name);

  /// Throws Mistake unless the first so many have been seen.
  void need(std::size_t first_count) const;

 private:
  const std::string_view* names_;
  std::size_t count_;
  unsigned seen_ = 0;
  std::size_t next_ = 0;  ///< less than count_
};

}  // namespace braid::recording
