#include "braid/checker/command/cost.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <system_error>

#include "braid/checker/command/cost_recording.h"
#include "braid/checker/command/recording_argument.h"
#include "braid/checker/command/run_options.h"
#include "braid/checker/command/schedule_argument.h"
#include "braid/checker/command/server_load.h"
#include "braid/checker/command/shipped_files.h"
#include "braid/checker/cost/event_price.h"
#include "braid/checker/cost/workload_prices.h"
#include "braid/checker/report/cost_report.h"
#include "braid/tracer/load.h"
#include "braid/tracer/notation.h"
#include "braid/tracer/notation_system.h"
#include "braid/tracer/quote.h"

namespace braid::command {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kHelp =
    R"(usage: braid cost TRACE... | RECORDING... | --table | --clients [options]
What workloads cost under each system, by the steps of its model: messages by
kind, bytes, accesses to disk and memory; a `size` that varies gives formulas.

  TRACE... | RECORDING...  programs (- is standard input); files of a recording
  --table                OSTEP's Table 49.4, computed (traces/cost/table)
  --clients              how many clients a server carries: the Andrew benchmark
  --under SYSTEM,...     the systems, with options: 'nfs3 cto=no,afs2'
  -S, --schedule SCHEDULE  in this order, with the trace's faults; else each
                         operation is finished before the next, without faults
  --range UNIT           the least and the most of all schedules: messages, bytes
  --latency net=T,disk=T,mem=T[,call=T]
                         seconds, too: of a block over the network, from disk,
                         from memory; of a message without a block (0)
  --against CAPTURE      also what a recording's clients really sent
  --block BYTES  --header BYTES    a block, each message without blocks (160)
  --set NAME=VALUE  --stretch K  --plot FILE
                         of --clients: a service time, how many times as long as
                         alone the benchmark may take, curves (SVG)
  --threads N  --memory SIZE  --time DURATION   limits of --range
  --json  --csv          for programs (checker/report/cost*.schema.json)
Exit: 0 done, 2 usage, 3 bad input, 4 incomplete.
Example:  braid cost traces/cost/variants/append-to-log.trace --under nfs3,afs2
)";

struct Options {
  std::vector<std::string> traces;
  std::vector<std::string> systems;
  bool usual_systems = false;  ///< none were asked for: those that cannot take a trace are left out
  std::optional<std::string> schedule;
  std::optional<std::string> range;
  std::optional<cost::Latency> latency;
  cost::Sizes sizes;
  bool block_given = false;
  std::vector<std::string> against;
  std::vector<std::string> assignments;
  std::optional<double> stretch;
  std::optional<std::string> plot;
  bool table = false;
  bool clients = false;
  bool json = false;
  bool csv = false;
};

OptionTable option_table() {
  OptionTable table;
  for (const char* values : {"under", "set", "against"}) add_values(table, values);
  for (const char* value :
       {"schedule,S", "range", "latency", "block", "header", "threads", "memory", "time", "stretch", "plot"})
    add_value(table, value);
  for (const char* flag : {"table", "clients", "json", "csv"}) add_flag(table, flag);
  return table;
}

/// `2ms`, `10us`, `0.1`: seconds, unless a unit is given.
double parse_seconds(std::string_view part, std::string_view text) {
  double number = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
  const double scale = unit.empty() || unit == "s" ? 1
                       : unit == "ms"              ? 1e-3
                       : unit == "us"              ? 1e-6
                       : unit == "ns"              ? 1e-9
                                                   : -1;
  if (error != std::errc() || scale < 0 || !(number >= 0 && number <= 1e9)) {
    throw CommandLineError(
        fmt::format("--latency has {}={}; a time is needed: 2ms, 10us, 80ns, 0.5s", part, text));
  }
  return number * scale;
}

cost::Latency parse_latency(std::string_view text) {
  cost::Latency latency;
  std::vector<std::string> seen;
  for (const std::string& item : split_list("--latency", text)) {
    const std::size_t equals = item.find('=');
    const std::string name = item.substr(0, equals);
    double* const place = name == "net"    ? &latency.network
                          : name == "disk" ? &latency.disk
                          : name == "mem"  ? &latency.memory
                          : name == "call" ? &latency.call
                                           : nullptr;
    if (place == nullptr || equals == std::string::npos ||
        std::find(seen.begin(), seen.end(), name) != seen.end()) {
      throw CommandLineError(fmt::format(
          "--latency has {}; each of net=T, disk=T, mem=T and call=T may be given once", quote(item)));
    }
    seen.push_back(name);
    *place = parse_seconds(name, std::string_view(item).substr(equals + 1));
  }
  for (const std::string_view needed : {"net", "disk", "mem"}) {
    if (std::find(seen.begin(), seen.end(), needed) == seen.end())
      throw CommandLineError(fmt::format("--latency lacks {}=T", needed));
  }
  return latency;
}

std::vector<std::string> shipped_table() {
  const fs::path directory = shipped_files("traces") / "cost" / "table";
  std::vector<std::string> traces;
  std::error_code error;
  for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".trace") traces.push_back(entry->path().string());
  }
  if (error || traces.empty()) {
    throw InputError(directory.string(), {}, "the table's workloads are not beside the program",
                     "name workloads: braid cost TRACE...");
  }
  std::sort(traces.begin(), traces.end());
  return traces;
}

double parse_stretch(const std::string& text) {
  double stretch = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), stretch);
  if (error != std::errc() || end != text.data() + text.size() || !(stretch > 1 && stretch <= 1000))
    throw CommandLineError(
        fmt::format("--stretch is {}; a number above 1, up to 1000, is needed", quote(text)));
  return stretch;
}

/// What belongs to --clients, and what does not.
void read_clients(const OptionValues& values, Options& options) {
  options.clients = has_flag(values, "clients");
  options.assignments = values_of(values, "set");
  if (const auto text = value_of(values, "stretch")) options.stretch = parse_stretch(*text);
  options.plot = value_of(values, "plot");
  const bool asked = !options.assignments.empty() || options.stretch || options.plot;
  if (asked && !options.clients) throw CommandLineError("--set, --stretch and --plot belong to --clients");
  if (!options.clients) return;
  for (const char* other : {"schedule", "range", "latency", "against"}) {
    if (values.count(other) > 0)
      throw CommandLineError(fmt::format("--{} is for traces; --clients runs a benchmark of its own", other));
  }
  if (has_flag(values, "table")) throw CommandLineError("--table and --clients exclude each other");
  if (!options.traces.empty())
    throw CommandLineError("--clients has a workload of its own; give it or TRACE...");
}

Options read_options(const OptionValues& values) {
  Options options;
  options.table = has_flag(values, "table");
  options.traces = values_of(values, kWords);
  if (options.table && !options.traces.empty())
    throw CommandLineError("--table has workloads of its own; give it or TRACE...");
  read_clients(values, options);
  if (!options.table && !options.clients && options.traces.empty())
    throw CommandLineError(
        "no trace is given; name a file (- for standard input), or give --table or --clients");
  if (options.table) options.traces = shipped_table();
  for (const std::string& list : values_of(values, "under")) {
    for (std::string& system : split_list("--under", list)) options.systems.push_back(std::move(system));
  }
  if (options.systems.empty() && options.table) options.systems = {"nfs3", "afs2"};
  options.usual_systems = options.systems.empty();
  if (options.systems.empty()) options.systems = {"afs1", "afs2", "nfs2", "nfs3", "nfs4"};
  options.schedule = value_of(values, "schedule");
  if (options.schedule && (options.traces.size() > 1 || options.systems.size() > 1))
    throw CommandLineError("a schedule is of one trace in one system; give one of each, with --under");
  options.range = value_of(values, "range");
  if (options.range && *options.range != "messages" && *options.range != "bytes")
    throw CommandLineError(
        fmt::format("--range is {}; `messages` or `bytes` is needed", quote(*options.range)));
  if (const auto latency = value_of(values, "latency")) options.latency = parse_latency(*latency);
  constexpr std::int64_t kMostBytes = std::int64_t{1} << 40;
  if (const auto block = number_of(values, "block", 1, kMostBytes)) {
    options.sizes.block = static_cast<std::uint64_t>(*block);
    options.block_given = true;
  }
  options.against = values_of(values, "against");
  if (const auto header = number_of(values, "header", 0, kMostBytes))
    options.sizes.header = static_cast<std::uint64_t>(*header);
  options.json = has_flag(values, "json");
  options.csv = has_flag(values, "csv");
  if (options.json && options.csv)
    throw CommandLineError("--json and --csv exclude each other; give one of them");
  return options;
}

report::PriceRange range_of(const std::string& source, const std::string& text, const std::string& system,
                            const Options& options, RunSession& session) {
  report::PriceRange range;
  range.system = cost::priced_system(system);
  const Trace trace = parse_notation(source, with_system(text, range.system));
  const std::unique_ptr<models::System> opened = models::open_system(trace);
  range.label_count = opened->label_count();
  const models::EventPrice price =
      cost::event_price(trace, opened->signature(), options.sizes, *options.range == "bytes");
  session.run(opened->forecast(), [&](const models::Run& run) { range.result = opened->prices(price, run); });
  return range;
}

std::string name_of_workload(const std::string& path, bool table) {
  if (!table) return path;
  std::string name = fs::path(path).stem().string();
  std::replace(name.begin(), name.end(), '-', ' ');
  return name;
}

void write(const report::CostReport& report, const Options& options, std::ostream& out) {
  if (options.json) {
    report::write_cost_json(out, report);
  } else if (options.csv) {
    report::write_cost_csv(out, report);
  } else if (options.table) {
    report::write_cost_table(out, report);
  } else {
    report::write_cost_text(out, report);
  }
}

ExitCode price_as_recording(import::Input first, const Options& options, report::CostReport report,
                            std::ostream& out, std::ostream& err) {
  if (options.schedule || options.range) {
    throw CommandLineError(fmt::format(
        "--{} is for programs; recorded operations are priced in the order in which they returned",
        options.schedule ? "schedule" : "range"));
  }
  std::vector<import::Input> inputs;
  inputs.push_back(std::move(first));
  for (std::size_t at = 1; at < options.traces.size(); ++at)
    inputs.push_back(import::Input::open(options.traces[at]));
  if (!options.block_given) report.sizes.block = kBlockOfRecordings;
  std::optional<report::PricedWorkload> workload = price_recording(
      name_of(options.traces), std::move(inputs), options.systems, report.sizes, options.against, err);
  if (!workload) return kIncomplete;
  report.workloads.push_back(std::move(*workload));
  write(report, options, out);
  return kHolds;
}

/// Nothing where one of the usual systems cannot take the trace, which `err` is told.
std::optional<cost::SizedPrices> prices_of(const std::string& path, const std::string& text,
                                           const std::string& system, const Options& options,
                                           std::ostream& err) {
  try {
    cost::Order order;
    if (options.schedule) {
      const Trace trace = parse_notation(path, with_system(text, cost::priced_system(system)));
      order.schedule = read_schedule(*options.schedule, models::open_system(trace)->label_count());
    }
    return cost::price_workload(path, text, system, order, options.sizes);
  } catch (const InputError& error) {
    if (!options.usual_systems) throw;
    const std::string_view cause = error.what();
    err << fmt::format("braid cost: {} is left out: {}\n", system, cause.substr(0, cause.find('\n')));
    return std::nullopt;
  }
}

ExitCode price(const Options& options, const RunOptions& run_options, std::ostream& out, std::ostream& err) {
  report::CostReport report;
  report.sizes = options.sizes;
  report.latency = options.latency;
  report.range_unit = options.range.value_or("");
  import::Input first = import::Input::open(options.traces.front());
  if (is_recording(first)) return price_as_recording(std::move(first), options, std::move(report), out, err);
  if (!options.against.empty()) throw CommandLineError("--against belongs to a recording");
  RunSession session(run_options, err);
  bool complete = true;
  for (std::size_t at = 0; at < options.traces.size(); ++at) {
    const std::string& path = options.traces[at];
    import::Input input = at == 0 ? std::move(first) : import::Input::open(path);
    if (is_recording(input)) {
      throw InputError(input.name(), {},
                       fmt::format("it is a recording, but {} is none", quote(options.traces.front())),
                       "recordings are priced by themselves, with all files of one at once");
    }
    const std::string text = read_notation(input);
    report::PricedWorkload workload;
    workload.name = name_of_workload(path, options.table);
    for (const std::string& system : options.systems) {
      std::optional<cost::SizedPrices> prices = prices_of(path, text, system, options, err);
      if (!prices) continue;
      workload.systems.push_back(std::move(*prices));
      if (!options.range) continue;
      workload.ranges.push_back(range_of(path, text, system, options, session));
      complete = complete && workload.ranges.back().result.sweep.complete();
    }
    if (workload.systems.empty())
      throw InputError(path, {}, "none of the usual systems takes it", "name the system: --under nfs3");
    report.workloads.push_back(std::move(workload));
  }
  write(report, options, out);
  return complete ? kHolds : kIncomplete;
}

}  // namespace

int run_cost(Arguments arguments, std::ostream& out, std::ostream& err,
             const explore::Limits::Options& budget) {
  return run_verb("cost", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    const Options options = read_options(values);
    if (options.clients) {
      const ServerLoadForm form = options.json  ? ServerLoadForm::json
                                  : options.csv ? ServerLoadForm::csv
                                                : ServerLoadForm::text;
      write_server_load(
          {options.systems, options.assignments, options.stretch, options.plot, options.sizes, form}, out);
      return kHolds;
    }
    return price(options, read_run_options(values, budget), out, err);
  });
}

}  // namespace braid::command
