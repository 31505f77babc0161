// A temporary file without a name: it is gone when nobody has it open any more, however the processes end.
#pragma once

#include <string>

#include "braid/tracer/record/descriptor.h"

namespace braid::record {

/// A new, empty file in the folder for temporary files (TMPDIR). Throws InputError where it cannot be made.
class AnonymousFile {
 public:
  AnonymousFile();

  [[nodiscard]] int descriptor() const { return descriptor_.number(); }

  /// A path under which this process and those that it starts can open the file, while it lives (proc(5),
  /// /proc/PID/fd).
  [[nodiscard]] std::string path() const;

  [[nodiscard]] bool empty() const;

  /// The first bytes of it, at most `most`.
  [[nodiscard]] std::string head(std::size_t most) const;

 private:
  Descriptor descriptor_;
};

}  // namespace braid::record
