#include "braid/tracer/recording/file_run.h"

#include <algorithm>

#include "braid/tracer/recording/access.h"

namespace braid::recording {

std::optional<Time> when_it_was(const Record& record) {
  return record.start ? record.start : record.end;
}

void extend(FileRun& run, const Record& record, bool writes, std::uint64_t bytes, std::uint64_t& file_size) {
  const std::uint64_t offset = natural_field(record.arguments, "offset").value_or(run.next);
  if (!run.begun) run.from_start = offset == 0;
  if (run.begun && offset != run.next) run.sequential = false;
  run.begun = true;
  run.next = offset + bytes;
  run.bytes += bytes;
  (writes ? run.wrote : run.read) = true;
  file_size = std::max(file_size, run.next);
  const auto asked = natural_field(record.arguments, "length");
  run.saw_end = !writes && asked && bytes < *asked;
  if (const auto time = when_it_was(record)) run.last = *time;
}

RunShape shape_of(const FileRun& run, std::uint64_t file_size) {
  if (!run.sequential) return RunShape::random;
  return run.from_start && (run.saw_end || run.next >= file_size) ? RunShape::whole_file : RunShape::partial;
}

RunUse use_of(const FileRun& run) {
  if (run.read && run.wrote) return RunUse::both;
  return run.wrote ? RunUse::write : RunUse::read;
}

}  // namespace braid::recording
