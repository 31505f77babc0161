#include "braid/tracer/record/workload.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>

namespace braid::record {
namespace {

constexpr std::array<std::string_view, 5> kWorkloadNames = {"register", "session", "lock", "append", "mix"};
constexpr std::array<std::string_view, 12> kCallNames = {"open",   "close",  "read",   "write",
                                                         "append", "stat",   "fsync",  "unlink",
                                                         "rename", "rdlock", "wrlock", "unlock"};
constexpr std::uint64_t kPlaces = 4;  ///< offsets of the workload mix: 0, 16, 32, 48

Step step(Call call, FileName file) {
  Step step;
  step.call = call;
  step.file = file;
  return step;
}

Step opening(FileName file, int flags) {
  Step open = step(Call::open, file);
  open.flags = flags;
  return open;
}

Step reading(FileName file, std::uint64_t offset, std::uint32_t length) {
  Step read = step(Call::read, file);
  read.offset = offset;
  read.length = length;
  return read;
}

/// Clients of one seed have different sequences, and so have seeds of one client.
boost::multiprecision::cpp_int seed_of(std::uint64_t seed, std::uint32_t client) {
  return (boost::multiprecision::cpp_int(seed) << 32) + client;
}

}  // namespace

std::string_view name_of(WorkloadKind kind) {
  return kWorkloadNames.at(static_cast<std::size_t>(kind));
}

std::optional<WorkloadKind> workload_called(std::string_view name) {
  const auto* const found = std::find(kWorkloadNames.begin(), kWorkloadNames.end(), name);
  if (found == kWorkloadNames.end()) return std::nullopt;
  return static_cast<WorkloadKind>(found - kWorkloadNames.begin());
}

std::span<const std::string_view> workload_names() {
  return kWorkloadNames;
}

std::string_view name_of(Call call) {
  return kCallNames.at(static_cast<std::size_t>(call));
}

std::string path_of(FileName name) {
  if (name.client == 0) return fmt::format("/f{}", name.number);
  return fmt::format("/tmp.c{}.{}", name.client, name.number);
}

ClientProgram::ClientProgram(const Workload& workload, std::uint32_t client)
    : workload_(workload), client_(client), random_(seed_of(workload.seed, client)) {}

std::vector<Step> ClientProgram::next(std::uint64_t most) {
  Steps steps = session();
  if (steps.size() <= most) return steps;
  return {step(Call::stat, steps.front().file.client == 0 ? steps.front().file : FileName{})};
}

ClientProgram::Steps ClientProgram::session() {
  Steps steps;
  switch (workload_.kind) {
    case WorkloadKind::registers:
      steps = one_access();
      break;
    case WorkloadKind::session:
      steps = several_accesses();
      break;
    case WorkloadKind::lock:
      steps = locked_access();
      break;
    case WorkloadKind::append:
      steps = appends_or_reading();
      break;
    case WorkloadKind::mix:
      steps = mixture();
      break;
  }
  steps.front().pause = pause();
  return steps;
}

ClientProgram::Steps ClientProgram::one_access() {
  const FileName file = any_file();
  const bool writes = chance(0.5);
  return {opening(file, writes ? O_WRONLY : O_RDONLY),
          writes ? write_at(file, 0, Call::write) : reading(file, 0, kValueSize), step(Call::close, file)};
}

ClientProgram::Steps ClientProgram::several_accesses() {
  const FileName file = any_file();
  const bool may_write = chance(0.6);
  bool written = false;
  Steps steps = {opening(file, may_write ? O_RDWR : O_RDONLY)};
  for (std::size_t count = 2 + random_.index_below(4); count > 0; --count) {
    const bool writes = may_write && chance(0.6);
    written = written || writes;
    steps.push_back(writes ? write_at(file, 0, Call::write) : reading(file, 0, kValueSize));
    steps.back().pause = pause();
  }
  if (written && chance(0.3)) steps.push_back(step(Call::fsync, file));
  steps.push_back(step(Call::close, file));
  return steps;
}

ClientProgram::Steps ClientProgram::locked_access() {
  const FileName file = any_file();
  const bool writes = chance(0.5);
  return {opening(file, O_RDWR), step(writes ? Call::wrlock : Call::rdlock, file),
          writes ? write_at(file, 0, Call::write) : reading(file, 0, kValueSize), step(Call::unlock, file),
          step(Call::close, file)};
}

ClientProgram::Steps ClientProgram::appends_or_reading() {
  const FileName file = any_file();
  if (chance(0.4)) {
    return {opening(file, O_RDONLY), reading(file, 0, kAppendReadSize), step(Call::close, file)};
  }
  Steps steps = {opening(file, O_WRONLY | O_APPEND)};
  for (std::size_t count = 1 + random_.index_below(2); count > 0; --count)
    steps.push_back(write_at(file, 0, Call::append));
  steps.push_back(step(Call::close, file));
  return steps;
}

ClientProgram::Steps ClientProgram::mixture() {
  const FileName file = any_file();
  const double choice = random_.random();
  if (choice < 0.30) return writes_at_offsets(file);
  if (choice < 0.65) return reads_of_all(file);
  if (choice < 0.80) return {step(Call::stat, file)};
  if (choice < 0.92) return replacement(file);
  return {step(Call::unlink, file)};
}

ClientProgram::Steps ClientProgram::writes_at_offsets(FileName file) {
  Steps steps = {opening(file, O_WRONLY | O_CREAT)};
  for (std::size_t count = 1 + random_.index_below(2); count > 0; --count)
    steps.push_back(write_at(file, kValueSize * random_.index_below(kPlaces), Call::write));
  if (chance(0.3)) steps.push_back(step(Call::fsync, file));
  steps.push_back(step(Call::close, file));
  return steps;
}

ClientProgram::Steps ClientProgram::reads_of_all(FileName file) const {
  Steps steps = {opening(file, O_RDONLY)};
  for (std::uint64_t place = 0; place < kPlaces; ++place)
    steps.push_back(reading(file, place * kValueSize, kValueSize));
  steps.push_back(step(Call::close, file));
  return steps;
}

ClientProgram::Steps ClientProgram::replacement(FileName file) {
  const FileName temporary = {client_, temporaries_++};
  Step rename = step(Call::rename, temporary);
  rename.to = file;
  return {opening(temporary, O_WRONLY | O_CREAT | O_EXCL), write_at(temporary, 0, Call::write),
          step(Call::close, temporary), rename};
}

FileName ClientProgram::any_file() {
  return {0, static_cast<std::uint32_t>(random_.index_below(workload_.files))};
}

Step ClientProgram::write_at(FileName file, std::uint64_t offset, Call call) {
  Step write = step(call, file);
  write.offset = offset;
  write.length = kValueSize;
  const std::string value = fmt::format("c{:02}-{:06}------", client_, values_++);
  std::copy_n(value.begin(), kValueSize, write.data.begin());
  return write;
}

std::uint32_t ClientProgram::pause() {
  constexpr std::size_t kMostMicroseconds = 1000;
  return static_cast<std::uint32_t>(random_.index_below(kMostMicroseconds));
}

}  // namespace braid::record
