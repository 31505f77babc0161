#include "braid/checker/command/output_file.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "braid/tracer/diagnostic.h"

namespace braid::command {

OutputFile::OutputFile(std::filesystem::path path) : path_(std::move(path)), partial_(path_) {
  partial_ += ".partial";
  stream_.open(partial_, std::ios::binary | std::ios::trunc);
  if (!stream_.is_open()) {
    throw InputError(path_.string(), {},
                     fmt::format("cannot write it: {}", std::generic_category().message(errno)));
  }
}

OutputFile::~OutputFile() {
  if (!stream_.is_open()) return;
  stream_.close();
  std::error_code ignored;
  std::filesystem::remove(partial_, ignored);
}

void OutputFile::commit() {
  stream_.flush();
  if (!stream_.good()) throw InputError(path_.string(), {}, "it cannot be written: is the disk full?");
  stream_.close();
  std::error_code error;
  std::filesystem::rename(partial_, path_, error);
  if (error) throw InputError(path_.string(), {}, fmt::format("cannot write it: {}", error.message()));
}

}  // namespace braid::command
