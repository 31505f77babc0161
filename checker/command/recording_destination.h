// Where a recording goes: a file that appears when it is whole, or the standard output.
#pragma once

#include <memory>
#include <ostream>

#include "braid/checker/command/command_line.h"
#include "braid/checker/command/output_file.h"

namespace braid::command {

/// By the option --output. Borrows `out`.
class RecordingDestination {
 public:
  /// Throws InputError where the file cannot be made.
  RecordingDestination(const OptionValues& values, std::ostream& out);

  [[nodiscard]] std::ostream& stream() { return file_ ? file_->stream() : out_; }

  /// The recording is whole.
  void commit() {
    if (file_) file_->commit();
  }

 private:
  std::ostream& out_;
  std::unique_ptr<OutputFile> file_;
};

}  // namespace braid::command
