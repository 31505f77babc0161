#include "braid/checker/command/record_client.h"

#include <fmt/format.h>

#include <filesystem>
#include <limits>

#include "braid/checker/command/client_name.h"
#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/recorded_command.h"
#include "braid/checker/command/recording_destination.h"
#include "braid/checker/report/import_report.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/import.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/record/load_run.h"
#include "braid/tracer/record/strace_run.h"

namespace braid::command {
namespace {

constexpr auto kOnlyForCommands = std::to_array<const char*>({"client", "data"});
constexpr auto kOnlyForLoads =
    std::to_array<const char*>({"clients", "workload", "operations", "files", "seed"});

OptionTable option_table() {
  OptionTable table;
  add_value(table, "output,o");
  add_values(table, "client");
  add_value(table, "data");
  add_values(table, "load");
  for (const char* name : kOnlyForLoads) add_value(table, name);
  add_flag(table, "force");
  return table;
}

[[nodiscard]] import::ImportOptions import_options(const OptionValues& values) {
  import::ImportOptions options;
  for (const std::string& client : values_of(values, "client"))
    options.clients.push_back(read_client_name(client));
  if (const auto data = number_of(values, "data", 0, std::numeric_limits<int>::max()))
    options.most_data = static_cast<std::uint64_t>(*data);
  return options;
}

ExitCode record_command(Arguments command, const OptionValues& values, std::ostream& out, std::ostream& err) {
  const import::ImportOptions options = import_options(values);
  const record::StraceRun run = {
      record::find_strace(search_path()), {command.begin(), command.end()}, options.most_data};
  const std::string& program = run.command.front();
  static_cast<void>(require_program(program));
  record::require_tracing(run.strace);
  RecordingDestination destination(values, out);
  out.flush();
  const record::AnonymousFile trace;
  const record::ProgramEnd end = record::run_under_strace(run, trace);
  err << "braid record: " << ending(program, end) << '\n';

  const Interrupt interrupt;
  std::vector<import::Input> inputs;
  inputs.push_back(
      import::Input::open_as(std::filesystem::path(program).filename().string() + ".strace", trace.path()));
  const import::ImportResult result =
      import::import_recording(std::move(inputs), import::find_format("strace"), options,
                               destination.stream(), [] { return Interrupt::flag().load(); });
  report::write_import_text(err, result);
  if (result.complete && result.ledger.event_count() == 0) {
    throw InputError(program, {}, "it made no call that is recorded",
                     options.clients.empty() ? std::string_view()
                                             : "--client NAME=PREFIX says where a client has its files");
  }
  if (result.complete) destination.commit();
  return result.complete ? kHolds : kIncomplete;
}

/// The same folder under one name, whatever slashes it ends with: names of files are appended to it.
std::string folder_of(const std::string& path) {
  const std::size_t last = path.find_last_not_of('/');
  return last == std::string::npos ? std::string() : path.substr(0, last + 1);
}

record::WorkloadKind workload_of(const OptionValues& values) {
  const auto name = value_of(values, "workload");
  if (!name) return record::WorkloadKind::session;
  if (const auto kind = record::workload_called(*name)) return *kind;
  std::string names;
  for (const std::string_view known : record::workload_names()) {
    if (!names.empty()) names += ", ";
    names += known;
  }
  throw CommandLineError(fmt::format("--workload is {}; one of {} is needed", quote(*name), names));
}

record::Load read_load(const OptionValues& values) {
  record::Load load;
  for (const std::string& list : values_of(values, "load")) {
    for (const std::string& folder : split_list("--load", list)) load.folders.push_back(folder_of(folder));
  }
  if (load.folders.size() > record::kMostLoadClients)
    throw CommandLineError(fmt::format("--load names more than {} directories", record::kMostLoadClients));
  load.clients = static_cast<std::uint32_t>(number_of(values, "clients", 1, record::kMostLoadClients)
                                                .value_or(static_cast<std::int64_t>(load.folders.size())));
  load.workload.kind = workload_of(values);
  load.workload.files =
      static_cast<std::uint32_t>(number_of(values, "files", 1, record::kMostLoadFiles).value_or(2));
  load.workload.seed = static_cast<std::uint64_t>(
      number_of(values, "seed", 0, std::numeric_limits<std::int64_t>::max()).value_or(0));
  if (const auto count = number_of(values, "operations", 1, record::kMostLoadOperations))
    load.operations = static_cast<std::uint64_t>(*count);
  load.force = has_flag(values, "force");
  return load;
}

ExitCode record_load(const OptionValues& values, std::ostream& out, std::ostream& err) {
  const record::Load load = read_load(values);
  RecordingDestination destination(values, out);
  const record::LoadResult result = record::run_load(load, destination.stream());
  destination.commit();
  err << fmt::format("{} events of {} clients; {} calls failed, {} did not return{}\n", result.events,
                     load.clients, result.failed, result.unreturned,
                     result.interrupted ? "; interrupted" : "");
  for (const std::string& complaint : result.complaints) err << "braid record: " << complaint << '\n';
  return result.interrupted || !result.complaints.empty() ? kIncomplete : kHolds;
}

void refuse_options(const OptionValues& values, std::span<const char* const> names, std::string_view why) {
  for (const char* name : names) {
    if (values.count(name) > 0) throw CommandLineError(fmt::format("--{} {}", name, why));
  }
}

}  // namespace

ExitCode record_client(Arguments arguments, std::ostream& out, std::ostream& err) {
  const auto [own, command] = split_at_dashes(arguments);
  const OptionValues values = read_command_line(own, option_table());
  refuse_words(values);
  const bool loads = !values_of(values, "load").empty();
  if (loads && !command.empty()) throw CommandLineError("either --load or a command behind --, not both");
  if (loads) {
    refuse_options(values, kOnlyForCommands, "is for a command, not for --load");
    return record_load(values, out, err);
  }
  if (command.empty()) throw CommandLineError("nothing to record: a command behind --, or --load DIR");
  refuse_options(values, kOnlyForLoads, "needs --load");
  if (has_flag(values, "force")) throw CommandLineError("--force needs --load");
  return record_command(command, values, out, err);
}

}  // namespace braid::command
