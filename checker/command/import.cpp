#include "braid/checker/command/import.h"

#include <fmt/format.h>

#include <limits>
#include <memory>

#include "braid/checker/command/client_name.h"
#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/output_file.h"
#include "braid/checker/report/import_report.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/quote.h"

namespace braid::command {
namespace {

constexpr std::string_view kHelp =
    R"(usage: braid import FILE... [options]
Turns recordings of other tools into braid's own, NDJSON (traces/recordings.md).
What is not understood is counted by kind and shown; nothing is dropped in
silence. Several files are one recording: those of several clients, or the
files of one strace -ff.

  FILE                   as other tools wrote it, packed by gzip or zstd or not;
                         - is standard input
  --format NAME          what it is, if it is not to be recognised (see braid
                         list formats)
  --client NAME=PREFIX   a client's name; PREFIX is where it has mounted the
                         shared files (strace), or its address; repeatable
  --data BYTES           so many bytes of each value are kept (4096); of longer
                         ones a digest, too
  -o FILE                write there; it appears when it is whole
  --json                 with -o: tell what was found as a JSON document
                         (checker/report/import.schema.json)

Exit: 0 done, 2 usage, 3 bad input, 4 interrupted.
Example:  braid import c1.strace --client c1=/mnt/c1 -o run.ndjson
)";

OptionTable option_table() {
  OptionTable table;
  add_value(table, "format");
  add_values(table, "client");
  add_value(table, "data");
  add_value(table, "output,o");
  add_flag(table, "json");
  return table;
}

struct Options {
  std::vector<std::string> files;
  const import::Format* format = nullptr;
  import::ImportOptions import;
  std::optional<std::string> output;
  bool json = false;
};

const import::Format* format_called(const std::string& name) {
  if (const import::Format* format = import::find_format(name)) return format;
  std::vector<std::string_view> names;
  for (const import::Format* format : import::formats()) names.push_back(format->name);
  const std::string suggestion = did_you_mean(name, names);
  throw CommandLineError(fmt::format("there is no format {}; {}", quote(name),
                                     suggestion.empty() ? "they are " + quote_list(names) : suggestion));
}

Options read_options(const OptionValues& values) {
  Options options;
  options.files = values_of(values, kWords);
  if (options.files.empty()) throw CommandLineError("no file is given; name one, or - for standard input");
  if (const auto name = value_of(values, "format")) options.format = format_called(*name);
  for (const std::string& client : values_of(values, "client"))
    options.import.clients.push_back(read_client_name(client));
  if (const auto data = number_of(values, "data", 0, std::numeric_limits<std::int64_t>::max()))
    options.import.most_data = static_cast<std::uint64_t>(*data);
  options.output = value_of(values, "output");
  options.json = has_flag(values, "json");
  if (options.json && !options.output)
    throw CommandLineError("--json needs -o FILE: the recording itself goes to standard output");
  return options;
}

ExitCode import_files(const Options& options, std::ostream& out, std::ostream& err) {
  std::vector<import::Input> inputs;
  for (const std::string& file : options.files) inputs.push_back(import::Input::open(file));
  std::unique_ptr<OutputFile> file;
  if (options.output) file = std::make_unique<OutputFile>(*options.output);
  const Interrupt interrupt;
  const import::ImportResult result =
      import::import_recording(std::move(inputs), options.format, options.import, file ? file->stream() : out,
                               [] { return Interrupt::flag().load(); });
  const bool nothing = result.complete && result.ledger.event_count() == 0;
  if (result.complete && file && !nothing) file->commit();
  if (options.json) {
    report::write_import_json(out, result);
  } else {
    report::write_import_text(file ? out : err, result);
  }
  if (nothing) {
    throw InputError(options.files.front(), {},
                     fmt::format("there is no event in it that the format {} knows", result.format->name));
  }
  return result.complete ? kHolds : kIncomplete;
}

}  // namespace

int run_import(Arguments arguments, std::ostream& out, std::ostream& err) {
  return run_verb("import", err, [&] {
    const OptionValues values = read_command_line(arguments, option_table());
    if (has_flag(values, "help")) {
      out << kHelp;
      return kHolds;
    }
    return import_files(read_options(values), out, err);
  });
}

}  // namespace braid::command
