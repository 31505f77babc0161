#include "braid/tracer/record/system_call.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>

namespace braid::record {
namespace {

constexpr std::int64_t kNanoseconds = 1'000'000'000;

std::int64_t nanoseconds(const timespec& time) {
  return std::int64_t{time.tv_sec} * kNanoseconds + time.tv_nsec;
}

std::int64_t read_clock(clockid_t clock) {
  timespec time = {};
  ::clock_gettime(clock, &time);
  return nanoseconds(time);
}

/// All of the file, whatever its size; waits for it.
int set_lock(int descriptor, int kind) {
  struct flock lock = {};
  lock.l_type = static_cast<short>(kind);
  lock.l_whence = SEEK_SET;
  return ::fcntl(descriptor, F_SETLKW, &lock);
}

/// What the system needs is made before the call's start is taken.
struct Prepared {
  std::string path;
  std::string to;
  std::string buffer;
  struct stat status = {};
};

std::int64_t perform(const MadeCall& call, Prepared& prepared) {
  constexpr mode_t kMode = 0644;
  const Step& step = call.step;
  const auto offset = static_cast<off_t>(step.offset);
  switch (step.call) {
    case Call::open:
      return ::open(prepared.path.c_str(), step.flags | O_CLOEXEC, kMode);
    case Call::close:
      return ::close(call.descriptor);
    case Call::read:
      return ::pread(call.descriptor, prepared.buffer.data(), step.length, offset);
    case Call::write:
      return ::pwrite(call.descriptor, step.data.data(), step.length, offset);
    case Call::append:
      return ::write(call.descriptor, step.data.data(), step.length);
    case Call::stat:
      return ::stat(prepared.path.c_str(), &prepared.status);
    case Call::fsync:
      return ::fsync(call.descriptor);
    case Call::unlink:
      return ::unlink(prepared.path.c_str());
    case Call::rename:
      return ::rename(prepared.path.c_str(), prepared.to.c_str());
    case Call::rdlock:
      return set_lock(call.descriptor, F_RDLCK);
    case Call::wrlock:
      return set_lock(call.descriptor, F_WRLCK);
    case Call::unlock:
      return set_lock(call.descriptor, F_UNLCK);
  }
  return -1;
}

void note_status(MadeCall& call, const struct stat& status) {
  call.size = static_cast<std::uint64_t>(status.st_size);
  call.inode = status.st_ino;
  call.mtime = nanoseconds(status.st_mtim);
}

}  // namespace

SteadyTime::SteadyTime() : epoch_(read_clock(CLOCK_REALTIME) - read_clock(CLOCK_MONOTONIC)) {}

std::int64_t SteadyTime::now() const {
  return epoch_ + read_clock(CLOCK_MONOTONIC);
}

void make_call(MadeCall& call, const std::string& folder, const SteadyTime& time) {
  const Step& step = call.step;
  Prepared prepared;
  prepared.path = folder + path_of(step.file);
  if (step.call == Call::rename) prepared.to = folder + path_of(step.to);
  if (step.call == Call::read) prepared.buffer.resize(step.length);
  call.value = perform(call, prepared);
  const int error = errno;
  call.end = time.now();
  call.returned = true;
  if (call.value < 0) {
    call.error = error;
    return;
  }
  if (step.call == Call::open) call.descriptor = static_cast<std::int32_t>(call.value);
  if (step.call == Call::stat) note_status(call, prepared.status);
  if (step.call == Call::read) {
    prepared.buffer.resize(static_cast<std::size_t>(call.value));
    call.data = std::move(prepared.buffer);
  }
}

}  // namespace braid::record
