#include "braid/checker/command/command_line.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/any.hpp>
#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <boost/program_options/positional_options.hpp>
#include <boost/program_options/value_semantic.hpp>
#include <boost/program_options/variables_map.hpp>
#include <charconv>

#include "braid/tracer/quote.h"

namespace braid::command {

namespace po = boost::program_options;

namespace {

constexpr const char* kSeeHelp = "--help lists the options";

std::vector<std::string> long_names(const OptionTable& table) {
  std::vector<std::string> names;
  for (const Option& option : table)
    if (option.name != kWords) names.push_back("--" + option.name.substr(0, option.name.find(',')));
  return names;
}

[[noreturn]] void unknown_option(const std::string& option, const OptionTable& table) {
  const std::vector<std::string> names = long_names(table);
  const std::string written = option.substr(0, option.find('='));
  const std::string suggestion = did_you_mean(written, {names.begin(), names.end()});
  throw CommandLineError(
      fmt::format("unknown option {}; {}", quote(written), suggestion.empty() ? kSeeHelp : suggestion));
}

po::positional_options_description all_words() {
  po::positional_options_description positions;
  positions.add(kWords, -1);
  return positions;
}

po::options_description description_of(const OptionTable& table) {
  po::options_description description;
  for (const Option& option : table) {
    switch (option.kind) {
      case OptionKind::flag:
        description.add_options()(option.name.c_str(), po::bool_switch(), "");
        break;
      case OptionKind::value:
        description.add_options()(option.name.c_str(), po::value<std::string>(), "");
        break;
      case OptionKind::values:
        description.add_options()(option.name.c_str(), po::value<std::vector<std::string>>()->composing(),
                                  "");
        break;
    }
  }
  return description;
}

po::variables_map parsed(const std::vector<std::string>& words, const po::options_description& description) {
  namespace style = po::command_line_style;
  po::variables_map values;
  po::store(po::command_line_parser(words)
                .options(description)
                .positional(all_words())
                .style(style::unix_style & ~style::allow_guessing)
                .run(),
            values);
  po::notify(values);
  return values;
}

OptionValues values_in(const po::variables_map& parsed) {
  OptionValues values;
  for (const auto& [name, value] : parsed) {
    if (const auto* several = boost::any_cast<std::vector<std::string>>(&value.value())) {
      values[name] = *several;
    } else if (const auto* text = boost::any_cast<std::string>(&value.value())) {
      values[name] = {*text};
    } else if (value.as<bool>()) {
      values[name] = {};
    }
  }
  return values;
}

}  // namespace

void add_value(OptionTable& table, const char* name) {
  table.push_back({name, OptionKind::value});
}

void add_values(OptionTable& table, const char* name) {
  table.push_back({name, OptionKind::values});
}

void add_flag(OptionTable& table, const char* name) {
  table.push_back({name, OptionKind::flag});
}

OptionValues read_command_line(Arguments arguments, OptionTable table) {
  add_flag(table, "help,h");
  add_values(table, kWords);
  try {
    return values_in(parsed({arguments.begin(), arguments.end()}, description_of(table)));
  } catch (const po::unknown_option& error) {
    unknown_option(error.get_option_name(), table);
  } catch (const po::multiple_occurrences& error) {
    throw CommandLineError(fmt::format("{} is given more than once", quote(error.get_option_name())));
  } catch (const po::invalid_command_line_syntax& error) {
    const bool extra = error.kind() == po::invalid_syntax::extra_parameter;
    throw CommandLineError(fmt::format("{} {}; {}", quote(error.get_option_name()),
                                       extra ? "takes no value" : "needs a value", kSeeHelp));
  } catch (const po::error& error) {
    throw CommandLineError(fmt::format("{}; {}", error.what(), kSeeHelp));
  }
}

bool has_flag(const OptionValues& values, const char* name) {
  return values.contains(name);
}

std::optional<std::string> value_of(const OptionValues& values, const char* name) {
  const auto given = values.find(name);
  return given == values.end() ? std::nullopt : std::optional(given->second.front());
}

std::vector<std::string> values_of(const OptionValues& values, const char* name) {
  const auto given = values.find(name);
  return given == values.end() ? std::vector<std::string>() : given->second;
}

std::optional<std::int64_t> number_of(const OptionValues& values, const char* name, std::int64_t least,
                                      std::int64_t greatest) {
  const std::optional<std::string> text = value_of(values, name);
  if (!text) return std::nullopt;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < least || number > greatest) {
    throw CommandLineError(fmt::format("--{} is {}; a whole number from {} to {} is needed", name,
                                       quote(*text), least, greatest));
  }
  return number;
}

std::vector<std::string> split_list(std::string_view option, std::string_view list) {
  std::vector<std::string> items;
  while (true) {
    const std::size_t comma = list.find(',');
    std::string_view item = list.substr(0, comma);
    const std::size_t first = item.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
      throw CommandLineError(
          fmt::format("{}: a name is missing; names are separated by single commas", option));
    }
    item = item.substr(first, item.find_last_not_of(" \t") - first + 1);
    items.emplace_back(item);
    if (comma == std::string_view::npos) return items;
    list.remove_prefix(comma + 1);
  }
}

}  // namespace braid::command
