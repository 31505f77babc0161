// Imports recordings of other tools: from their inputs to NDJSON.
#pragma once

#include <functional>
#include <ostream>

#include "braid/tracer/import/format.h"

namespace braid::import {

/// What an import did.
struct ImportResult {
  const Format* format = nullptr;
  recording::Header header;
  Ledger ledger;
  bool complete = true;  ///< false if it was stopped; then the recording has no footer
};

/// The format that recognises all inputs. Throws InputError where one is recognised by none, or by another
/// than the first.
[[nodiscard]] const Format& recognised_format(std::vector<Input>& inputs);

/// Writes the events of the inputs as one recording. The format is `format`, or where that is null the one
/// that recognises the first input. `stop` is asked now and then. Throws InputError where no format
/// recognises an input, where the formats of two inputs differ, and where an input cannot be read; what was
/// written until then has no footer. `inputs` is not empty. Memory: bounded, whatever the inputs' size.
[[nodiscard]] ImportResult import_recording(std::vector<Input> inputs, const Format* format,
                                            const ImportOptions& options, std::ostream& out,
                                            const std::function<bool()>& stop);

}  // namespace braid::import
