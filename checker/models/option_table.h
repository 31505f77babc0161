// The options of a model's `system` line: one table that is read, checked and listed.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/models/system.h"
#include "braid/tracer/trace.h"

namespace braid::models {

/// One design decision. A choice `1..9` alone stands for the numbers of that range, of which `number` is the
/// default; else the first choice is the default.
struct OptionSpec {
  std::string_view name;
  std::vector<std::string_view> choices;
  std::string_view meaning;
  std::string_view source;
  std::uint32_t number = 0;
};

/// A trace's options, checked against a table.
class OptionValues {
 public:
  /// Throws InputError at an option that the table does not have (with a suggestion) and at a value that is
  /// not among its choices (naming these). The table must outlive this.
  OptionValues(const Trace& trace, std::span<const OptionSpec> table);

  /// The index of the chosen value among the option's choices; of a number, the number.
  [[nodiscard]] std::uint32_t operator[](std::string_view name) const;
  template <class Enum>
  [[nodiscard]] Enum as(std::string_view name) const {
    return static_cast<Enum>((*this)[name]);
  }
  /// Where an option was set, or the place of the `system` line.
  [[nodiscard]] SourcePosition position(std::string_view name) const;

 private:
  const Trace& trace_;
  std::span<const OptionSpec> table_;
  std::vector<std::uint32_t> values_;  // parallel to the table
};

/// For `braid list options`.
[[nodiscard]] std::vector<SystemDescription::OptionDescription> describe(std::span<const OptionSpec> table);

}  // namespace braid::models
