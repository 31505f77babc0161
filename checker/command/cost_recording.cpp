#include "braid/checker/command/cost_recording.h"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>

#include "braid/checker/command/interrupt.h"
#include "braid/checker/command/recording_argument.h"
#include "braid/checker/cost/recording_prices.h"
#include "braid/tracer/diagnostic.h"
#include "braid/tracer/import/format.h"
#include "braid/tracer/import/recording_reader.h"

namespace braid::command {
namespace {

constexpr std::uint64_t kEventsBetweenChecks = 4096;

void require_kind(import::RecordingReader& reader, const std::string& name, recording::Kind needed,
                  const char* accepted) {
  const recording::Kind kind = reader.header().kind;
  if (kind == needed) return;
  throw InputError(name, {}, fmt::format("it is a recording of {}", recording::name_of(kind)), accepted);
}

/// Says what is missing of a recording.
void tell_incomplete(std::ostream& err, const std::string& name, const import::RecordingReader& reader) {
  tell_skipped(err, "cost", reader.ledger());
  if (!reader.complete()) err << fmt::format("braid: {}: it has no footer: it may have been cut off\n", name);
}

/// A compound counts as each of its operations; AFS's calls with offsets of 64 bits are as those without.
void count_calls(std::string_view name, std::map<std::string, std::uint64_t>& counts) {
  while (true) {
    const std::size_t plus = name.find('+');
    std::string_view call = name.substr(0, plus);
    if (call == "FetchData64" || call == "StoreData64") call.remove_suffix(2);
    ++counts[std::string(call)];
    if (plus == std::string_view::npos) return;
    name.remove_prefix(plus + 1);
  }
}

/// How many calls of each name are among the messages; nothing if it was interrupted.
std::optional<std::map<std::string, std::uint64_t>> count_messages(const std::vector<std::string>& files,
                                                                   std::ostream& err) {
  std::vector<import::Input> inputs;
  for (const std::string& file : files) inputs.push_back(import::Input::open(file));
  import::RecordingReader reader(std::move(inputs));
  const std::string name = name_of(files);
  require_kind(reader, name, recording::Kind::messages, "--against needs a capture of packets");
  std::map<std::string, std::uint64_t> counts;
  recording::Record record;
  const Interrupt interrupt;
  std::uint64_t events = 0;
  while (reader.next(record)) {
    count_calls(record.operation, counts);
    if (++events % kEventsBetweenChecks == 0 && Interrupt::flag().load()) return std::nullopt;
  }
  tell_incomplete(err, name, reader);
  return counts;
}

}  // namespace

bool is_recording(import::Input& input) {
  if (recording::looks_like_recording(input.peek(import::kMostPeeked))) return true;
  return import::recognise_format(input) != nullptr;
}

std::optional<report::PricedWorkload> price_recording(
    const std::string& name, std::vector<import::Input> inputs, const std::vector<std::string>& systems,
    const cost::Sizes& sizes, const std::vector<std::string>& against, std::ostream& err) {
  import::RecordingReader reader(std::move(inputs));
  require_kind(
      reader, name, recording::Kind::operations,
      "what clients asked for can be priced: of a strace, a history, braid record; what was sent for it "
      "is for --against");
  report::PricedWorkload workload;
  workload.name = name;
  if (!against.empty()) {
    workload.recorded = count_messages(against, err);
    if (!workload.recorded) return std::nullopt;
  }
  cost::RecordingPricer pricer(systems, sizes);
  recording::Record record;
  std::uint64_t events = 0;
  {
    const Interrupt interrupt;
    while (reader.next(record)) {
      pricer.add(record);
      if (++events % kEventsBetweenChecks == 0 && Interrupt::flag().load()) return std::nullopt;
    }
  }
  tell_incomplete(err, name, reader);
  cost::RecordingPrices prices = pricer.finish(name);
  if (prices.operations == 0)
    throw InputError(name, {}, "there is no open, read, write, close or stat in it that could be priced");
  err << fmt::format("braid: {}: {} operations on {} files\n", name, prices.operations, prices.files);
  for (const std::string& remark : prices.remarks) err << fmt::format("braid: {}: {}\n", name, remark);
  workload.systems = std::move(prices.systems);
  return workload;
}

}  // namespace braid::command
