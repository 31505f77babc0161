#include "braid/tracer/import/recording_reader.h"

#include <optional>

#include "braid/tracer/import/import.h"

namespace braid::import {

struct RecordingReader::Reading {
  std::optional<recording::NdjsonReader> recording;
  Ledger ledger;
  std::unique_ptr<RecordSource> source;
  const Format* format = nullptr;
  std::vector<std::string> files;
  recording::Header header;
  std::optional<recording::Record> ahead;  ///< read for the header's sake
  bool ended = false;                      ///< which found that there is no event
};

RecordingReader::RecordingReader(std::vector<Input> inputs) : reading_(std::make_unique<Reading>()) {
  Reading& reading = *reading_;
  if (inputs.size() == 1 && recording::looks_like_recording(inputs.front().peek(kMostPeeked))) {
    reading.recording.emplace(std::move(inputs.front()));
    reading.header = reading.recording->header();
    return;
  }
  reading.format = &recognised_format(inputs);
  for (const Input& input : inputs) reading.files.push_back(input.name());
  reading.source = reading.format->open(std::move(inputs), {}, reading.ledger);
}

RecordingReader::~RecordingReader() = default;
RecordingReader::RecordingReader(RecordingReader&&) noexcept = default;

bool RecordingReader::next(recording::Record& record) {
  Reading& reading = *reading_;
  if (reading.ended) return false;
  if (reading.ahead) {
    record = std::move(*reading.ahead);
    reading.ahead.reset();
    return true;
  }
  if (reading.recording) return reading.recording->next(record);
  const bool more = reading.source->next(record);
  if (reading.header.tool.empty()) {
    reading.header = reading.source->header();
    reading.header.tool = reading.format->name;
    reading.header.files = reading.files;
  }
  return more;
}

const recording::Header& RecordingReader::header() {
  // What files of another tool are of shows with their first event.
  if (!reading_->recording && reading_->header.tool.empty()) {
    recording::Record first;
    if (next(first)) {
      reading_->ahead = std::move(first);
    } else {
      reading_->ended = true;
    }
  }
  return reading_->header;
}

bool RecordingReader::complete() const {
  return !reading_->recording || reading_->recording->footer().has_value();
}

recording::Fields RecordingReader::skipped() const {
  const Reading& reading = *reading_;
  if (!reading.recording) return reading.ledger.skipped_fields();
  const auto& footer = reading.recording->footer();
  return footer ? footer->skipped : recording::Fields();
}

const Ledger* RecordingReader::ledger() const {
  return reading_->recording ? nullptr : &reading_->ledger;
}

}  // namespace braid::import
