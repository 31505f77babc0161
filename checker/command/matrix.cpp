#include "braid/checker/command/matrix.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "braid/checker/command/matrix_row.h"
#include "braid/checker/command/property_choice.h"
#include "braid/checker/command/shipped_files.h"
#include "braid/tracer/load.h"
#include "braid/tracer/quote.h"

namespace braid::command {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kHelp =
    R"(usage: braid matrix [TRACE...] [options]
Which systems have which properties? Explores programs in each system and gives,
for each property, the states of the exploration that it holds in, or the steps
of its shortest counterexample and the command that replays it.

  TRACE...               programs; their system is replaced (traces/matrix)
  --systems 'SYSTEM ...' a row more: a system, its options and its faults:
                         'afs2 granularity=message reboot=trust loss<=1'
  --only                 these rows alone, without the usual ones
  --property NAME,...    the columns: properties, linearizable, sequential
  --properties DIR       where property files are (else BRAID_PROPERTIES)
  --states N             visit about N states of a program at most
  --threads N  --memory SIZE  --time DURATION
                         limits, like 4G, 90s or 2h; cells that they leave
                         undecided are incomplete
  --markdown             tables of Markdown
  --json                 a JSON document (checker/report/matrix.schema.json)

Exit: 0 computed, whatever the verdicts, 2 usage, 3 bad input, 4 incomplete.
Example:  braid matrix traces/matrix/session.trace --only --systems afs1
)";

// What tells systems apart. Rows of systems that this program does not have are left out.
constexpr std::array kUsualSystems = std::to_array<std::string_view>({
    "afs1",
    "afs2 granularity=message",
    "afs2 granularity=message promise=1 partition<=1 tick<=1",
    "nfs2",
    "nfs3",
    "nfs3 cto=no",
    "nfs4",
    "smb",
});

constexpr std::array kUsualProperties = std::to_array<std::string_view>({
    "linearizable",
    "sequential",
    "close-to-open",
    "session-snapshot",
    "last-closer-wins",
    "whole-file",
    "read-your-writes",
    "monotonic-reads",
    "monotonic-writes",
    "bounded-staleness",
});

// The others need sessions, which the property language speaks of better.
constexpr std::array kHistoryColumns = std::to_array<std::string_view>({"linearizable", "sequential"});

struct Options {
  std::vector<std::string> programs;
  std::vector<std::string> systems;
  std::vector<MatrixColumn> columns;
  std::vector<formula::Property> properties;
  std::optional<std::uint64_t> most_states;
  bool json = false;
  bool markdown = false;
};

OptionTable option_table() {
  OptionTable table;
  for (const char* values : {"systems", "property"}) add_values(table, values);
  for (const char* value : {"properties", "states", "threads", "memory", "time"}) add_value(table, value);
  for (const char* flag : {"only", "json", "markdown"}) add_flag(table, flag);
  return table;
}

/// The words with one space between them.
std::string on_one_line(std::string_view words) {
  std::string line;
  for (const char c : words) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

std::vector<std::string> read_systems(const OptionValues& values) {
  std::vector<std::string> systems;
  const auto add = [&](std::string system) {
    if (std::find(systems.begin(), systems.end(), system) == systems.end())
      systems.push_back(std::move(system));
  };
  if (!has_flag(values, "only")) {
    for (const std::string_view usual : kUsualSystems) {
      const std::string_view name = usual.substr(0, usual.find(' '));
      const auto& known = models::known_systems();
      if (std::any_of(known.begin(), known.end(), [&](const auto& system) { return system.name == name; }))
        add(std::string(usual));
    }
  }
  for (const std::string& given : values_of(values, "systems")) {
    std::string system = on_one_line(given);
    if (system.empty()) throw CommandLineError("--systems is empty; a system is needed: afs1");
    add(std::move(system));
  }
  if (systems.empty()) throw CommandLineError("--only leaves no system; give one with --systems");
  return systems;
}

std::vector<std::string> read_programs(const OptionValues& values) {
  std::vector<std::string> programs = values_of(values, kWords);
  if (!programs.empty()) {
    if (std::find(programs.begin(), programs.end(), "-") != programs.end())
      throw CommandLineError("a program is read once for each system; standard input cannot be");
    return programs;
  }
  const fs::path directory = shipped_files("traces") / "matrix";
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".trace") programs.push_back(entry->path().string());
  }
  if (error || programs.empty()) {
    throw InputError(directory.string(), {}, "the matrix's programs are not beside the program",
                     "name some: braid matrix TRACE...");
  }
  std::sort(programs.begin(), programs.end());
  return programs;
}

MatrixColumn column_called(const std::string& name, const std::vector<formula::Property>& properties) {
  const bool of_histories =
      std::find(kHistoryColumns.begin(), kHistoryColumns.end(), name) != kHistoryColumns.end();
  if (of_histories) return {name, history::find_consistency_model(name)};
  const bool known =
      std::any_of(properties.begin(), properties.end(),
                  [&](const formula::Property& property) { return property.name.name == name; });
  if (known) return {name, nullptr};
  std::vector<std::string_view> names(kHistoryColumns.begin(), kHistoryColumns.end());
  for (const formula::Property& property : properties) names.push_back(property.name.name);
  const std::string suggestion = did_you_mean(name, names);
  throw CommandLineError(
      fmt::format("there is no property {}; {}", quote(name),
                  suggestion.empty() ? "braid list properties lists them, besides linearizable and sequential"
                                     : suggestion));
}

std::vector<MatrixColumn> read_columns(const OptionValues& values,
                                       const std::vector<formula::Property>& properties) {
  std::vector<std::string> names;
  for (const std::string& list : values_of(values, "property")) {
    for (std::string& name : split_list("--property", list)) {
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
  }
  if (names.empty()) names.assign(kUsualProperties.begin(), kUsualProperties.end());
  std::vector<MatrixColumn> columns;
  for (const std::string& name : names) columns.push_back(column_called(name, properties));
  return columns;
}

Options read_options(const OptionValues& values) {
  Options options;
  options.systems = read_systems(values);
  options.properties = formula::load_properties(properties_directory(value_of(values, "properties")));
  options.columns = read_columns(values, options.properties);
  options.programs = read_programs(values);
  for (const std::string& program : options.programs) static_cast<void>(load_trace(program));
  constexpr std::int64_t kMostStates = 1'000'000'000'000;
  if (const auto states = number_of(values, "states", 1, kMostStates))
    options.most_states = static_cast<std::uint64_t>(*states);
  options.json = has_flag(values, "json");
  options.markdown = has_flag(values, "markdown");
  if (options.json && options.markdown)
    throw CommandLineError("--json and --markdown exclude each other; give one of them");
  return options;
}

ExitCode compute(const Options& options, const RunOptions& run_options, std::ostream& out,
                 std::ostream& err) {
  std::vector<OpenedRow> opened;  // first, so that a mistake in the last row costs no time
  for (const std::string& system : options.systems) opened.push_back(open_row(system, options.programs));
  RunSession session(run_options, err);
  const MatrixQuestion question{options.columns, options.properties, options.most_states};
  report::MatrixReport report;
  report.programs = options.programs;
  for (const MatrixColumn& column : options.columns) report.properties.push_back(column.property);
  for (const OpenedRow& row : opened) report.rows.push_back(compute_row(row, question, session));
  if (options.json) {
    report::write_matrix_json(out, report);
  } else if (options.markdown) {
    report::write_matrix_markdown(out, report);
  } else {
    report::write_matrix_text(out, report);
  }
  return report.complete() ? kHolds : kIncomplete;
}

}  // namespace

int run_matrix(Arguments arguments, std::ostream& out, std::ostream& err,
               const explore::Limits::Options& budget) {
  return run_verb("matrix", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    return compute(read_options(values), read_run_options(values, budget), out, err);
  });
}

}  // namespace braid::command
