#include "braid/tracer/record/anonymous_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "braid/tracer/diagnostic.h"

namespace braid::record {
namespace {

/// Not every file system knows O_TMPFILE (open(2)): there, a file that is deleted at once.
int open_in(const std::filesystem::path& folder) {
  constexpr mode_t kOwnerOnly = 0600;
  const int unnamed = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, kOwnerOnly);
  if (unnamed >= 0) return unnamed;
  std::string name = (folder / "braid-XXXXXX").string();
  const int named = ::mkostemp(name.data(), O_CLOEXEC);
  if (named >= 0) ::unlink(name.c_str());
  return named;
}

}  // namespace

AnonymousFile::AnonymousFile() {
  std::error_code error;
  const std::filesystem::path folder = std::filesystem::temp_directory_path(error);
  if (error) throw InputError("TMPDIR", {}, error.message());
  descriptor_ = Descriptor(open_in(folder));
  if (!descriptor_.is_open()) {
    throw InputError(folder.string(), {},
                     fmt::format("cannot make a temporary file: {}", std::generic_category().message(errno)));
  }
}

std::string AnonymousFile::path() const {
  return fmt::format("/proc/{}/fd/{}", ::getpid(), descriptor());
}

bool AnonymousFile::empty() const {
  struct stat status = {};
  return ::fstat(descriptor(), &status) != 0 || status.st_size == 0;
}

std::string AnonymousFile::head(std::size_t most) const {
  std::string bytes(most, '\0');
  const ssize_t count = ::pread(descriptor(), bytes.data(), bytes.size(), 0);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

}  // namespace braid::record
