// Options and arguments of a verb, read by Boost.Program_options, with errors in our own words.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "braid/checker/command/verb.h"

namespace braid::command {

/// A mistake on the command line; exit code 2.
class CommandLineError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// What an option takes.
enum class OptionKind : std::uint8_t { flag, value, values };

struct Option {
  std::string name;  ///< `by`, or `actions,A` with a short name
  OptionKind kind = OptionKind::flag;
};
using OptionTable = std::vector<Option>;

/// What was given, by long name; a flag has no text.
using OptionValues = std::map<std::string, std::vector<std::string>, std::less<>>;

/// Options with a value (`by`, or `actions,A` with a short name), several values, or none. Values are texts:
/// numbers are read by the functions below, since the library takes -1 for a huge unsigned number.
void add_value(OptionTable& table, const char* name);
void add_values(OptionTable& table, const char* name);
void add_flag(OptionTable& table, const char* name);

/// Reads the words; those that are no options are kept under kWords. `--help` (-h) is always an option.
/// Throws CommandLineError for unknown options (with a suggestion), missing values and values given twice.
[[nodiscard]] OptionValues read_command_line(Arguments arguments, OptionTable table);

inline constexpr const char* kWords = "words";

[[nodiscard]] bool has_flag(const OptionValues& values, const char* name);
[[nodiscard]] std::optional<std::string> value_of(const OptionValues& values, const char* name);
[[nodiscard]] std::vector<std::string> values_of(const OptionValues& values, const char* name);

/// A whole number from `least` to `greatest`; nothing where the option is not given.
[[nodiscard]] std::optional<std::int64_t> number_of(const OptionValues& values, const char* name,
                                                    std::int64_t least, std::int64_t greatest);

/// The items between commas, white space around them removed. Throws CommandLineError for empty ones.
[[nodiscard]] std::vector<std::string> split_list(std::string_view option, std::string_view list);

}  // namespace braid::command
