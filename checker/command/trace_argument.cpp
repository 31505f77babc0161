#include "braid/checker/command/trace_argument.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "braid/checker/command/shell_word.h"
#include "braid/tracer/action_strings.h"
#include "braid/tracer/load.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/random_workload.h"

namespace braid::command {
namespace {

// The simulator's letter, and the option's long name.
constexpr std::array kRandomOptions = std::to_array<std::pair<const char*, const char*>>(
    {{"s", "seed"}, {"C", "clients"}, {"n", "steps"}, {"f", "files"}, {"r", "read-ratio"}});

boost::multiprecision::cpp_int parse_seed(const std::string& text) {
  constexpr std::size_t kMostDigits = 1000;
  const bool negative = !text.empty() && text.front() == '-';
  const std::string digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > kMostDigits ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    throw CommandLineError(
        fmt::format("--seed is {}; an integer of at most {} digits is needed", quote(text), kMostDigits));
  }
  const std::size_t first = std::min(digits.find_first_not_of('0'), digits.size() - 1);
  const boost::multiprecision::cpp_int seed(digits.substr(first));  // a leading 0 would mean octal
  return negative ? -seed : seed;
}

double parse_ratio(const std::string& text) {
  double ratio = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), ratio);
  if (error != std::errc() || end != text.data() + text.size() || !(ratio >= 0 && ratio <= 1)) {
    throw CommandLineError(fmt::format("--read-ratio is {}; a number from 0 to 1 is needed", quote(text)));
  }
  return ratio;
}

RandomWorkload read_workload(const OptionValues& values) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  RandomWorkload workload;
  if (const auto seed = value_of(values, "seed")) workload.seed = parse_seed(*seed);
  workload.clients = number_of(values, "clients", 0, kMost).value_or(workload.clients);
  workload.steps = number_of(values, "steps", 0, kMost).value_or(workload.steps);
  workload.files = number_of(values, "files", 1, kMostFiles).value_or(workload.files);
  if (const auto ratio = value_of(values, "read-ratio")) workload.read_ratio = parse_ratio(*ratio);
  return workload;
}

TraceArgument random_argument(const OptionValues& values) {
  std::string words = "--random";
  for (const auto& [letter, name] : kRandomOptions) {
    if (const auto value = value_of(values, name))
      words += fmt::format(" -{} {}", letter, shell_quoted(*value));
  }
  return {words, words,
          [workload = read_workload(values)](std::ostream&) { return random_workload(workload); }};
}

TraceArgument actions_argument(const OptionValues& values, const std::string& actions) {
  std::optional<unsigned> files;
  if (const auto number = number_of(values, "files", 1, kMostFiles)) files = static_cast<unsigned>(*number);
  const std::string words =
      fmt::format("-A {}{}", shell_quoted(actions), files ? fmt::format(" -f {}", *files) : "");
  return {words, words,
          [actions, files](std::ostream&) { return parse_action_strings("-A", actions, files); }};
}

RecordingChoice read_choice(const OptionValues& values) {
  RecordingChoice choice;
  choice.system = value_of(values, "under");
  if (const auto text = value_of(values, "window")) {
    choice.window = recording::parse_window_place(*text);
    if (!choice.window) {
      throw CommandLineError(fmt::format(
          "--window is {}; N@SECONDS is needed, or N@+SECONDS from the recording's start: 12@+3.5",
          quote(*text)));
    }
  }
  return choice;
}

TraceArgument file_argument(const OptionValues& values, const std::string& path) {
  const bool like_option = path.size() > 1 && path.front() == '-';
  std::string words = shell_quoted(like_option ? "./" + path : path);
  for (const char* option : {"window", "under"}) {
    if (const auto value = value_of(values, option))
      words += fmt::format(" --{} {}", option, shell_quoted(*value));
  }
  return {path, words, [path, choice = read_choice(values)](std::ostream& err) {
            std::vector<std::string> remarks;
            Trace trace = load_trace(path, choice, remarks);
            for (const std::string& remark : remarks) err << fmt::format("braid: {}: {}\n", path, remark);
            return trace;
          }};
}

}  // namespace

void add_trace_options(OptionTable& table) {
  add_value(table, "actions,A");
  add_flag(table, "random");
  for (const auto& [letter, name] : kRandomOptions)
    add_value(table, fmt::format("{},{}", name, letter).c_str());
  add_value(table, "window");
  add_value(table, "under");
}

std::vector<TraceArgument> trace_arguments(const OptionValues& values,
                                           const std::vector<std::string>& words) {
  const std::optional<std::string> actions = value_of(values, "actions");
  const bool random = has_flag(values, "random");
  for (const auto& [letter, name] : kRandomOptions) {
    const bool fits = random || (actions && std::string_view(name) == "files");
    if (values.count(name) > 0 && !fits) {
      throw CommandLineError(fmt::format("-{} (--{}) belongs to --random{}", letter, name,
                                         std::string_view(name) == "files" ? " or -A" : ""));
    }
  }
  if ((actions ? 1 : 0) + (random ? 1 : 0) + (words.empty() ? 0 : 1) > 1) {
    throw CommandLineError("files, -A and --random exclude each other; give one of them");
  }
  if ((actions || random) && (values.count("window") > 0 || values.count("under") > 0))
    throw CommandLineError("--window belongs to a recording, --under to a file");
  if (actions) return {actions_argument(values, *actions)};
  if (random) return {random_argument(values)};
  if (words.empty()) {
    throw CommandLineError(
        "no trace is given; name a file (- for standard input), or give -A ACTIONS or --random");
  }
  std::vector<TraceArgument> arguments;
  for (const std::string& word : words) arguments.push_back(file_argument(values, word));
  return arguments;
}

TraceArgument single_trace_argument(const OptionValues& values, const std::vector<std::string>& words) {
  std::vector<TraceArgument> arguments = trace_arguments(values, words);
  if (arguments.size() > 1) {
    throw CommandLineError(fmt::format("one trace is needed, but {} and {} are given",
                                       quote(arguments[0].name), quote(arguments[1].name)));
  }
  return std::move(arguments.front());
}

bool names_trace(const OptionValues& values, const std::vector<std::string>& words) {
  return !words.empty() || value_of(values, "actions") || has_flag(values, "random");
}

}  // namespace braid::command
