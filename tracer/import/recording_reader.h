// The events of a recording, or of other tools' files that are imported on the way.
#pragma once

#include <memory>
#include <vector>

#include "braid/tracer/import/format.h"
#include "braid/tracer/recording/ndjson_reader.h"

namespace braid::import {

/// Reads one recording of braid's own, or files of one foreign format, event by event, in bounded memory.
/// Throws InputError as NdjsonReader and import_recording do. Not thread-safe.
class RecordingReader {
 public:
  explicit RecordingReader(std::vector<Input> inputs);
  ~RecordingReader();
  RecordingReader(RecordingReader&&) noexcept;

  /// The next event, or false behind the last.
  [[nodiscard]] bool next(recording::Record& record);

  /// What the recording is. May read its first event, which next() then gives. Throws as next().
  [[nodiscard]] const recording::Header& header();

  /// Once next() was false: whether all of the recording is there.
  [[nodiscard]] bool complete() const;

  /// Once next() was false: how many things of each kind are not among the events.
  [[nodiscard]] recording::Fields skipped() const;

  /// What an import on the way left out; null for a recording of braid's own.
  [[nodiscard]] const Ledger* ledger() const;

 private:
  struct Reading;
  std::unique_ptr<Reading> reading_;
};

}  // namespace braid::import
