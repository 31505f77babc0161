#include "braid/tracer/record/prepared_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "braid/tracer/diagnostic.h"
#include "braid/tracer/record/descriptor.h"

namespace braid::record {
namespace {

constexpr std::string_view kForce = "--force overwrites it, and removes it afterwards";

std::string reason(int error) {
  return std::generic_category().message(error);
}

/// All that a small file holds, and one byte more where it is longer than `most`.
std::string content_of(int descriptor, std::size_t most) {
  std::string bytes(most + 1, '\0');
  const ssize_t count = ::pread(descriptor, bytes.data(), bytes.size(), 0);
  bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
  return bytes;
}

/// Two mounts may number their devices differently, and even the file; one device does not.
bool may_be_one_file(const std::string& a, const std::string& b) {
  struct stat first = {};
  struct stat second = {};
  if (::stat(a.c_str(), &first) != 0 || ::stat(b.c_str(), &second) != 0) return false;
  return first.st_dev != second.st_dev || first.st_ino == second.st_ino;
}

}  // namespace

PreparedFiles::PreparedFiles(std::vector<std::string> folders, const Workload& workload, bool force)
    : folders_(std::move(folders)) {
  const std::string content(workload.kind == WorkloadKind::append ? std::string_view() : kInitialValue);
  if (!force && workload.kind == WorkloadKind::mix) refuse_temporaries();
  try {
    // The other folders are not looked into before: a client remembers for a while that a name is not there.
    for (std::uint32_t file = 0; file < workload.files; ++file)
      make(folders_.front() + path_of({0, file}), content, force);
    for (const std::string& folder : folders_) {
      if (folder == folders_.front()) continue;
      for (std::uint32_t file = 0; file < workload.files; ++file)
        require_same(folders_.front() + path_of({0, file}), folder + path_of({0, file}), content);
    }
  } catch (...) {
    remove();
    throw;
  }
}

PreparedFiles::~PreparedFiles() {
  remove();
}

void PreparedFiles::refuse_temporaries() const {
  for (const std::string& folder : folders_) {
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
      if (entry->path().filename().string().starts_with("tmp.c"))
        throw InputError(entry->path().string(), {},
                         "it exists already, and may be a client's temporary file",
                         "it must be removed before, or --force be given");
    }
    if (error) throw InputError(folder, {}, fmt::format("cannot read it: {}", error.message()));
  }
}

void PreparedFiles::make(const std::string& path, const std::string& content, bool force) {
  constexpr mode_t kMode = 0644;
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | (force ? O_TRUNC : O_EXCL);
  Descriptor file(::open(path.c_str(), flags, kMode));
  if (!file.is_open() && errno == EEXIST) throw InputError(path, {}, "it exists already", kForce);
  if (!file.is_open()) throw InputError(path, {}, fmt::format("cannot make it: {}", reason(errno)));
  made_.insert(path);
  const ssize_t count = ::pwrite(file.number(), content.data(), content.size(), 0);
  if (count != static_cast<ssize_t>(content.size()) || ::fsync(file.number()) != 0)
    throw InputError(path, {}, fmt::format("cannot write it: {}", reason(errno)));
}

void PreparedFiles::require_same(const std::string& first, const std::string& other,
                                 const std::string& content) const {
  const Descriptor file(::open(other.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  const bool same =
      file.is_open() && content_of(file.number(), content.size()) == content && may_be_one_file(first, other);
  if (same) return;
  throw InputError(other, {}, fmt::format("it is not the file that was just made as {}", first),
                   "all directories are one, or mounts of one share");
}

void PreparedFiles::observe(const MadeCall& call, const std::string& folder) {
  if (call.step.file.client == 0) return;
  const std::string path = folder + path_of(call.step.file);
  if (call.step.call == Call::open) {
    // Until it is known that the call failed, the file may have been made.
    if (call.error == 0) {
      made_.insert(path);
    } else {
      made_.erase(path);
    }
  } else if (call.step.call == Call::rename && call.returned && call.error == 0) {
    made_.erase(path);
  }
}

std::vector<std::string> PreparedFiles::remove() {
  std::vector<std::string> complaints;
  for (const std::string& path : made_) {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT)
      complaints.push_back(fmt::format("cannot remove {}: {}", path, reason(errno)));
  }
  made_.clear();
  return complaints;
}

}  // namespace braid::record
