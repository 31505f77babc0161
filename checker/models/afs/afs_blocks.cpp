// Files of several blocks: which blocks events are about, and where they stand in the number that a file is.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/explore/packed.h"
#include "braid/checker/models/afs/afs_program.h"
#include "braid/tracer/quote.h"

namespace braid::models {

void AfsProgram::cut_files(const Trace& trace) {
  for (const File& declared : trace.files) {
    AfsFile file;
    file.first = static_cast<std::uint32_t>(blocks.size());
    file.blocks = declared.blocks;
    for (std::uint32_t place = 0; place < declared.blocks; ++place) {
      blocks.push_back({declared.blocks == 1 ? declared.name : fmt::format("{}.{}", declared.name, place),
                        static_cast<std::uint32_t>(files.size()), place});
    }
    files.push_back(file);
  }
}

void AfsProgram::cover_blocks(const Event& event, AfsEvent& compiled) {
  AfsFile& file = files[event.file];
  compiled.first = event.one_block ? event.block : 0;
  compiled.blocks = event.one_block ? 1 : file.blocks;
  compiled.part = compiled.blocks < file.blocks;
  compiled.truncates = event.truncates || event.operation == Operation::truncate;
  file.truncated = file.truncated || compiled.truncates;
}

void AfsProgram::name_read(AfsProcess& process, AfsEvent& compiled) {
  compiled.read = static_cast<std::uint32_t>(process.reads.size());
  const std::uint32_t number = ++process.read_events;
  for (std::uint32_t block = 0; block < compiled.blocks; ++block) {
    process.reads.push_back(compiled.blocks == 1 ? fmt::format("read{}", number)
                                                 : fmt::format("read{}.{}", number, block));
  }
}

void AfsProgram::place_blocks(const Trace& trace) {
  content_bits = explore::bits_for(static_cast<std::uint64_t>(greatest_content));
  constexpr std::uint32_t kMostBits = 63;  // of a field
  for (std::size_t file = 0; file < files.size(); ++file) {
    if (content_bits * files[file].blocks > kMostBits) {
      throw InputError(
          trace.source, trace.files[file].position,
          fmt::format("{} has {} blocks, too many for what they may hold in this trace",
                      quote(trace.files[file].name), files[file].blocks),
          fmt::format("{} takes at most {} blocks here; more, where less is written, or smaller numbers",
                      trace.system, kMostBits / content_bits),
          trace.text);
    }
    for (std::uint32_t place = 0; place < files[file].blocks; ++place) {
      files[file].ones |= std::uint64_t{1} << content_bits * place;
    }
  }
  for (AfsProcess& process : processes) {
    for (AfsEvent& event : process.events) {
      if (!event.changes_copy()) continue;
      const AfsFile& file = files[event.file];
      event.ones = file.ones;
      if (event.blocks == file.blocks) continue;
      event.ones = std::uint64_t{1} << content_bits * event.first;
      const std::uint64_t all = (std::uint64_t{1} << content_bits * file.blocks) - 1;
      const std::uint64_t own = (std::uint64_t{1} << content_bits) - 1;
      event.kept = all & ~(own << content_bits * event.first);
    }
  }
}

bool AfsProgram::any_goes_by_number() const {
  for (std::uint32_t file = 0; file < files.size(); ++file) {
    if (goes_by_number(file)) return true;
  }
  return false;
}

}  // namespace braid::models
