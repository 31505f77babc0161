#include "braid/checker/explore/new_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace braid::explore {
namespace {

constexpr std::size_t kBufferSize = std::size_t{1} << 18;

[[noreturn]] void fail(const std::filesystem::path& path) {
  throw std::system_error(errno, std::generic_category(), path.string());
}

/// A rename is on the disk when its directory is.
void flush_directory(const std::filesystem::path& path) {
  const std::filesystem::path directory = path.has_parent_path() ? path.parent_path() : ".";
  const int descriptor = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) fail(directory);
  const int status = ::fsync(descriptor);
  const int error = errno;
  ::close(descriptor);
  // Some file systems cannot flush a directory, and say so.
  if (status == 0 || error == EINVAL) return;
  errno = error;
  fail(directory);
}

}  // namespace

NewFile::NewFile(std::filesystem::path path) : path_(std::move(path)), part_(path_) {
  part_ += ".part";
  constexpr mode_t kReadableByAll = 0644;
  descriptor_ = ::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, kReadableByAll);
  if (descriptor_ < 0) fail(part_);
  buffer_.reserve(kBufferSize);
}

NewFile::~NewFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
  if (!part_.empty()) ::unlink(part_.c_str());
}

void NewFile::append(std::span<const std::uint8_t> bytes) {
  if (buffer_.size() + bytes.size() > kBufferSize) flush();
  if (bytes.size() > kBufferSize) return write_out(bytes);
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

void NewFile::commit() {
  flush();
  if (::fsync(descriptor_) != 0) fail(part_);
  if (::close(std::exchange(descriptor_, -1)) != 0) fail(part_);
  std::filesystem::rename(part_, path_);
  part_.clear();
  flush_directory(path_);
}

void NewFile::flush() {
  write_out(buffer_);
  buffer_.clear();
}

void NewFile::write_out(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) fail(part_);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

}  // namespace braid::explore
