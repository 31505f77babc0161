#include "braid/checker/command/record_guest.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <iterator>
#include <optional>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/recorded_command.h"
#include "braid/checker/command/recording_destination.h"
#include "braid/checker/report/import_report.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/guest/guest_memory.h"
#include "braid/tracer/import/import.h"
#include "braid/tracer/quote.h"
#include "braid/tracer/record/guest/command_work.h"
#include "braid/tracer/record/guest/kvm_device.h"
#include "braid/tracer/record/guest/kvm_recording.h"
#include "braid/tracer/record/guest/machine_work.h"
#include "braid/tracer/record/guest/qemu_run.h"
#include "braid/tracer/record/guest/trace_file_system.h"
#include "braid/tracer/record/guest/trace_instance.h"

namespace braid::command {
namespace {

namespace guest = record::guest;

constexpr auto kOnlyForMachines = std::to_array<const char*>({"pages", "rounds", "shared"});
constexpr auto kOnlyForKvm =
    std::to_array<const char*>({"buffer", "event", "map", "pages", "rounds", "shared"});

OptionTable option_table() {
  OptionTable table;
  add_value(table, "output,o");
  add_value(table, "with");
  add_value(table, "buffer");
  add_values(table, "event");
  add_values(table, "map");
  for (const char* name : kOnlyForMachines) add_value(table, name);
  return table;
}

/// An option that is given and needs KVM, or null.
const char* option_for_kvm(const OptionValues& values) {
  const auto* const found = std::find_if(kOnlyForKvm.begin(), kOnlyForKvm.end(),
                                         [&](const char* name) { return values.count(name) > 0; });
  return found != kOnlyForKvm.end() ? *found : nullptr;
}

std::uint64_t natural_of(const OptionValues& values, const char* name, std::uint64_t least,
                         std::uint64_t most, std::uint64_t otherwise) {
  const auto number =
      number_of(values, name, static_cast<std::int64_t>(least), static_cast<std::int64_t>(most));
  return number ? static_cast<std::uint64_t>(*number) : otherwise;
}

guest::GuestProgram read_program(const OptionValues& values) {
  guest::GuestProgram program;
  program.pages = natural_of(values, "pages", 1, guest::kMostPages, program.pages);
  program.rounds = natural_of(values, "rounds", 0, guest::kMostRounds, program.rounds);
  program.shared = natural_of(values, "shared", 0, guest::kMostSharedPages, program.shared);
  return program;
}

std::uint64_t buffer_of(const OptionValues& values) {
  return natural_of(values, "buffer", guest::kLeastBufferKilobytes, guest::kMostBufferKilobytes,
                    guest::KvmSettings{}.buffer_kilobytes);
}

/// What became of a recording besides its events.
class Report {
 public:
  explicit Report(std::ostream& err) : err_(err) {}

  void say(std::string_view text) { err_ << "braid record: " << text << '\n'; }

  /// Says why the recording is less than what was asked for.
  void complain(std::string_view text) {
    complete_ = false;
    say(text);
  }

  [[nodiscard]] ExitCode code() const { return complete_ ? kHolds : kIncomplete; }
  [[nodiscard]] std::ostream& stream() { return err_; }

 private:
  std::ostream& err_;
  bool complete_ = true;
};

ExitCode import_inputs(std::vector<import::Input> inputs, std::string_view format,
                       RecordingDestination& destination, Report& report) {
  const Interrupt interrupt;
  const import::ImportResult result =
      import::import_recording(std::move(inputs), import::find_format(format), {}, destination.stream(),
                               [] { return Interrupt::flag().load(); });
  report::write_import_text(report.stream(), result);
  if (!result.complete) return kIncomplete;
  if (result.ledger.event_count() == 0)
    throw InputError("record guest", {}, "nothing that was recorded is an event");
  destination.commit();
  return report.code();
}

/// What a command wrote of its machines' memory. A file that is none is no reason to lose a recording.
void add_maps(const OptionValues& values, std::vector<import::Input>& inputs, Report& report) {
  for (const std::string& path : values_of(values, "map")) {
    try {
      import::Input map = import::Input::open(path);
      if (!import::guest::is_memory_map(map.peek(import::kMostPeeked)))
        throw InputError(path, {}, "it is no map of a machine's memory",
                         "lines as `vm1 pid 5408 gpa 0 size 1000000 hva 0x7feb6a200000`");
      inputs.push_back(std::move(map));
    } catch (const InputError& error) {
      report.complain(error.what());
    }
  }
}

void report_losses(const guest::KvmRecording& recording, Report& report) {
  for (const std::string& event : recording.missing_events())
    report.say(fmt::format("this kernel has no event {}", event));
  if (recording.lost() > 0) {
    report.complain(
        fmt::format("{} events were lost, and nothing follows from what is not recorded; a larger "
                    "--buffer loses fewer",
                    recording.lost()));
  }
  if (!recording.complaint().empty()) report.complain(recording.complaint());
}

ExitCode import_kvm(const guest::KvmRecording& recording, std::vector<import::Input> maps,
                    RecordingDestination& destination, Report& report) {
  std::vector<import::Input> inputs = recording.inputs();
  if (inputs.empty() && report.code() != kHolds) return report.code();
  if (inputs.empty())
    throw InputError("record guest", {}, "no event was recorded", "a command that runs a machine by KVM");
  std::move(maps.begin(), maps.end(), std::back_inserter(inputs));
  return import_inputs(std::move(inputs), "tracefs", destination, report);
}

ExitCode record_machines(const guest::KvmSettings& settings, const OptionValues& values,
                         RecordingDestination& destination, Report& report) {
  guest::MachineWork work(read_program(values));
  const guest::KvmRecording recording(settings, work);
  for (const std::string& complaint : work.complaints()) report.complain(complaint);
  if (work.interrupted())
    report.complain("interrupted: the machines were ended before their guests were done");
  report_losses(recording, report);
  std::vector<import::Input> maps;
  if (!work.memory_map().empty()) maps.push_back(import::Input::from_memory("map", work.memory_map()));
  return import_kvm(recording, std::move(maps), destination, report);
}

ExitCode record_command(const guest::KvmSettings& settings, Arguments command, const OptionValues& values,
                        RecordingDestination& destination, Report& report) {
  const std::vector<std::string> words(command.begin(), command.end());
  guest::CommandWork work(require_program(words.front()), words);
  const guest::KvmRecording recording(settings, work);
  report.say(ending(words.front(), work.end()));
  report_losses(recording, report);
  std::vector<import::Input> maps;
  add_maps(values, maps, report);
  return import_kvm(recording, std::move(maps), destination, report);
}

ExitCode record_with_kvm(guest::TraceFileSystem file_system, Arguments command, const OptionValues& values,
                         std::ostream& out, Report& report) {
  for (const std::string& name : guest::remove_dead_instances(file_system.root()))
    report.say(fmt::format("removed the tracefs instance {} of a recorder that was killed", name));
  guest::KvmSettings settings;
  settings.trace_file_system = file_system.root();
  settings.buffer_kilobytes = buffer_of(values);
  settings.more_events = values_of(values, "event");
  RecordingDestination destination(values, out);
  out.flush();
  return command.empty() ? record_machines(settings, values, destination, report)
                         : record_command(settings, command, values, destination, report);
}

ExitCode record_with_qemu(const std::filesystem::path& qemu, const OptionValues& values, std::ostream& out,
                          Report& report) {
  RecordingDestination destination(values, out);
  const record::AnonymousFile log;
  if (!guest::run_under_qemu(qemu, log))
    report.complain("interrupted: the guest was ended before it was done");
  if (log.empty()) return report.code();
  std::vector<import::Input> inputs;
  inputs.push_back(import::Input::open_as("mips.log", log.path()));
  return import_inputs(std::move(inputs), "qemu-int", destination, report);
}

guest::TraceFileSystem require_tracing_of_kvm() {
  guest::require_kvm();
  guest::TraceFileSystem file_system = guest::TraceFileSystem::open();
  guest::require_kvm_events(file_system.root());
  return file_system;
}

/// KVM where it can be used, else QEMU.
ExitCode record_with_either(const OptionValues& values, std::ostream& out, Report& report) {
  std::optional<guest::TraceFileSystem> file_system;
  std::string refusal;
  try {
    file_system = require_tracing_of_kvm();
  } catch (const InputError& error) {
    refusal = error.what();
  }
  if (file_system) return record_with_kvm(std::move(*file_system), {}, values, out, report);
  std::optional<std::filesystem::path> qemu;
  try {
    qemu = guest::find_qemu(search_path());
  } catch (const InputError& error) {
    throw InputError("record guest", {},
                     fmt::format("neither KVM nor QEMU can be used. {}. {}", refusal, error.what()));
  }
  report.say(fmt::format("a guest under QEMU is recorded, since KVM's cannot be: {}", refusal));
  return record_with_qemu(*qemu, values, out, report);
}

enum class With : std::uint8_t { either, kvm, qemu };

With read_with(const OptionValues& values, Arguments command) {
  const auto with = value_of(values, "with");
  const char* const option = option_for_kvm(values);
  if (with && *with != "kvm" && *with != "qemu")
    throw CommandLineError(fmt::format("--with is {}; kvm or qemu is needed", quote(*with)));
  if (with && *with == "qemu") {
    if (!command.empty()) throw CommandLineError("--with qemu runs a guest of its own; a command needs kvm");
    if (option != nullptr) throw CommandLineError(fmt::format("--{} is not for --with qemu", option));
    return With::qemu;
  }
  return with || option != nullptr || !command.empty() ? With::kvm : With::either;
}

void check_options(const OptionValues& values, Arguments command) {
  static_cast<void>(buffer_of(values));
  if (command.empty()) {
    if (values.count("map") > 0) throw CommandLineError("--map needs a command behind --");
    static_cast<void>(read_program(values));
    return;
  }
  for (const char* name : kOnlyForMachines) {
    if (values.count(name) > 0)
      throw CommandLineError(fmt::format("--{} is for the built-in machines, not for a command", name));
  }
}

}  // namespace

ExitCode record_guest(Arguments arguments, std::ostream& out, std::ostream& err) {
  const auto [own, command] = split_at_dashes(arguments);
  const OptionValues values = read_command_line(own, option_table());
  refuse_words(values);
  const With with = read_with(values, command);
  check_options(values, command);
  Report report(err);
  if (with == With::either) return record_with_either(values, out, report);
  if (with == With::qemu) return record_with_qemu(guest::find_qemu(search_path()), values, out, report);
  if (!command.empty()) static_cast<void>(require_program(std::string(command.front())));
  return record_with_kvm(require_tracing_of_kvm(), command, values, out, report);
}

}  // namespace braid::command
