#include "braid/tracer/import/import.h"

#include <fmt/format.h>

#include <stdexcept>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/recording/ndjson_reader.h"
#include "braid/tracer/recording/ndjson_writer.h"

namespace braid::import {
namespace {

std::string format_names() {
  std::string names;
  for (const Format* format : formats())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", format->name);
  return names;
}

std::vector<std::string> names_of(const std::vector<Input>& inputs) {
  std::vector<std::string> names;
  for (const Input& input : inputs) names.push_back(input.name());
  return names;
}

/// The format of the first input that has one, and that input's name.
struct Recognised {
  const Format* format = nullptr;
  std::string input;
};

Recognised first_recognised(std::vector<Input>& inputs) {
  for (Input& input : inputs) {
    if (const Format* format = recognise_format(input)) return {format, input.name()};
  }
  return {};
}

}  // namespace

const Format& recognised_format(std::vector<Input>& inputs) {
  const auto [common, first] = first_recognised(inputs);
  for (Input& input : inputs) {
    if (recording::looks_like_recording(input.peek(kMostPeeked)))
      throw InputError(input.name(), {}, "it is a recording of braid's own already");
    const Format* format = recognise_format(input);
    if (format == nullptr && common != nullptr && common->supplements != nullptr &&
        common->supplements(input.peek(kMostPeeked)))
      continue;
    if (format == nullptr) {
      throw InputError(input.name(), {},
                       input.peek(1).empty() ? "it is empty" : "its format is not recognised",
                       fmt::format("--format names one of {}", format_names()));
    }
    if (format != common) {
      throw InputError(input.name(), {},
                       fmt::format("it is {}, but {} is {}", format->name, first, common->name),
                       "files of different formats are imported one by one");
    }
  }
  return *common;
}

ImportResult import_recording(std::vector<Input> inputs, const Format* format, const ImportOptions& options,
                              std::ostream& out, const std::function<bool()>& stop) {
  constexpr std::uint64_t kEventsBetweenChecks = 1024;
  ImportResult result;
  result.format = format != nullptr ? format : &recognised_format(inputs);
  std::vector<std::string> files = names_of(inputs);
  const auto source = result.format->open(std::move(inputs), options, result.ledger);

  recording::NdjsonWriter writer(out);
  recording::Record record;
  // What the recording is, the source may only know once it has seen an event.
  bool more = source->next(record);
  result.header = source->header();
  result.header.tool = result.format->name;
  result.header.files = std::move(files);
  writer.header(result.header);
  std::uint64_t events = 0;
  for (; more; more = source->next(record)) {
    writer.event(record);
    if (++events % kEventsBetweenChecks == 0 && stop()) {
      writer.flush();
      result.complete = false;
      return result;
    }
  }
  if (!result.ledger.balanced() || result.ledger.event_count() != events) {
    throw std::logic_error(fmt::format("import: {} found, {} events of {}, {} skipped",
                                       result.ledger.found_count(), events, result.ledger.event_count(),
                                       result.ledger.skipped_count()));
  }
  writer.footer({events, result.ledger.skipped_fields()});
  return result;
}

}  // namespace braid::import
