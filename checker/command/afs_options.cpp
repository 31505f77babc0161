#include "braid/checker/command/afs_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

namespace braid::command {
namespace {

enum class Option {
  help,
  seed,
  clients,
  steps,
  files,
  read_ratio,
  actions,
  schedule,
  print_statistics,
  solve,
  detail
};

struct Spelling {
  char letter;
  std::string_view name;
  Option option;
};

constexpr std::array<Spelling, 11> kSpellings{{
    {'h', "--help", Option::help},
    {'s', "--seed", Option::seed},
    {'C', "--clients", Option::clients},
    {'n', "--numsteps", Option::steps},
    {'f', "--numfiles", Option::files},
    {'r', "--readratio", Option::read_ratio},
    {'A', "--actions", Option::actions},
    {'S', "--schedule", Option::schedule},
    {'p', "--printstats", Option::print_statistics},
    {'c', "--compute", Option::solve},
    {'d', "--detail", Option::detail},
}};

bool takes_value(Option option) {
  return option != Option::help && option != Option::print_statistics && option != Option::solve;
}

Integer integer_value(std::string_view name, std::string_view value) {
  if (auto integer = parse_python_integer(value)) return *std::move(integer);
  throw UsageError(
      fmt::format("{} takes an integer (7, -3, 0x1f, 0b101, 017) of at most {} digits, not \"{}\"", name,
                  kMostPythonDigits, python_excerpt(value)));
}

double float_value(std::string_view name, std::string_view value) {
  if (const auto number = parse_python_float(value)) return *number;
  throw UsageError(
      fmt::format("{} takes a decimal number (0.5, 1e-3), not \"{}\"", name, python_excerpt(value)));
}

const Spelling& find_long(std::string_view name) {
  std::vector<const Spelling*> matches;
  for (const Spelling& spelling : kSpellings) {
    if (spelling.name == name) return spelling;
    if (spelling.name.substr(0, name.size()) == name) matches.push_back(&spelling);
  }
  if (matches.size() == 1) return *matches.front();
  if (matches.empty()) throw UsageError(fmt::format("there is no option {}", python_excerpt(name)));
  std::string names;
  for (const Spelling* match : matches) names += fmt::format(" {}", match->name);
  throw UsageError(fmt::format("{} may mean any of{}", python_excerpt(name), names));
}

const Spelling& find_short(char letter) {
  const auto found = std::find_if(kSpellings.begin(), kSpellings.end(),
                                  [&](const Spelling& s) { return s.letter == letter; });
  if (found == kSpellings.end())
    throw UsageError(fmt::format("there is no option -{}", python_excerpt({&letter, 1})));
  return *found;
}

class Parser {
 public:
  explicit Parser(std::span<const std::string_view> arguments) : rest_(arguments) {}

  AfsOptions parse() {
    while (!rest_.empty() && !options_.help) {
      const std::string_view argument = take();
      if (argument == "--") break;
      if (argument.substr(0, 2) == "--") {
        parse_long(argument);
      } else if (argument.size() > 1 && argument.front() == '-') {
        parse_cluster(argument);
      }
    }
    return std::move(options_);
  }

 private:
  std::string_view take() {
    const std::string_view argument = rest_.front();
    rest_ = rest_.subspan(1);
    return argument;
  }

  std::string_view take_value(std::string_view name, std::optional<std::string_view> attached) {
    if (attached) return *attached;
    if (rest_.empty()) throw UsageError(fmt::format("{} needs a value", name));
    return take();
  }

  void parse_long(std::string_view argument) {
    const std::size_t equals = argument.find('=');
    const Spelling& spelling = find_long(argument.substr(0, equals));
    std::optional<std::string_view> attached;
    if (equals != std::string_view::npos) attached = argument.substr(equals + 1);
    if (takes_value(spelling.option)) {
      store(spelling.option, spelling.name, take_value(spelling.name, attached));
    } else if (attached) {
      throw UsageError(fmt::format("{} takes no value", spelling.name));
    } else {
      set(spelling.option);
    }
  }

  void parse_cluster(std::string_view argument) {
    for (std::size_t i = 1; i < argument.size() && !options_.help; ++i) {
      const Spelling& spelling = find_short(argument[i]);
      if (!takes_value(spelling.option)) {
        set(spelling.option);
        continue;
      }
      std::optional<std::string_view> attached;
      if (i + 1 < argument.size()) attached = argument.substr(i + 1);
      const std::array<char, 2> name{'-', spelling.letter};
      const std::string_view flag(name.data(), name.size());
      store(spelling.option, flag, take_value(flag, attached));
      return;
    }
  }

  void set(Option option) {
    if (option == Option::help) options_.help = true;
    if (option == Option::print_statistics) options_.print_statistics = true;
    if (option == Option::solve) options_.solve = true;
  }

  void store(Option option, std::string_view name, std::string_view value) {
    switch (option) {
      case Option::seed:
        options_.seed = integer_value(name, value);
        return;
      case Option::clients:
        options_.clients = integer_value(name, value);
        return;
      case Option::steps:
        options_.steps = integer_value(name, value);
        return;
      case Option::files:
        options_.files = integer_value(name, value);
        return;
      case Option::detail:
        options_.detail = integer_value(name, value);
        return;
      case Option::read_ratio:
        options_.read_ratio = float_value(name, value);
        return;
      case Option::actions:
        options_.actions = value;
        return;
      case Option::schedule:
        options_.schedule = value;
        return;
      case Option::help:
      case Option::print_statistics:
      case Option::solve:
        return;
    }
  }

  std::span<const std::string_view> rest_;
  AfsOptions options_;
};

}  // namespace

AfsOptions parse_afs_options(std::span<const std::string_view> arguments) {
  return Parser(arguments).parse();
}

std::string_view afs_help() {
  return R"(braid afs: runs one schedule of AFS clients and prints it as the OSTEP homework simulator does

usage: braid afs [options]

  -h, --help            print this text and stop
  -s, --seed=N          seed of the random programs and of the random schedule (default 0)
  -C, --clients=N       how many clients (default 2)
  -n, --numsteps=N      how many files each client opens, reads or writes, and closes (default 2)
  -f, --numfiles=N      how many files the server has, named from a on (default 1)
  -r, --readratio=R     which part of the accesses are reads, from 0 to 1 (default 0.5)
  -A, --actions=TEXT    the clients' programs instead of random ones, separated by commas; oa1 opens file a as
                        descriptor 1, r1 reads, w1 writes and c1 closes it
  -S, --schedule=DIGITS whose turn it is, again and again, instead of a random choice; 01 takes turns
  -c, --compute         show the values and the server's and the caches' work
  -p, --printstats      print statistics at the end
  -d, --detail=N        with -c, the sum of 1 server, 2 invalidations, 4 caches, 8 clients' names (default 0)

example: braid afs -A oa1:w1:c1,oa1:r1:c1 -S 011100 -c -d 7
)";
}

}  // namespace braid::command
