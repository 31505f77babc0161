// Writes into a client's cache.
#include <algorithm>

#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;

/// A write asks for no attributes; those that come with a READ's reply are taken (Linux nfs_file_write,
/// nfs_read_folio).
Branch NfsStep::start_write() {
  return must_read_first() ? ask_for_block() : write_blocks();
}

/// Whether it changes a part of a block that the client does not have, and that comes before the file's end,
/// as far as the client knows (Linux nfs_want_read_modify_write, of a file that is open for reading too).
bool NfsStep::must_read_first() const {
  if (!event().unaligned || is(buffer(event().first).present)) return false;
  const NfsFile& file = program().files[event().file];
  return !file.sized() || event().first - file.first < get(attributes(event().file).size);
}

Branch NfsStep::write_blocks() {
  std::uint64_t content = static_cast<std::uint64_t>(event().content);
  if (program().counter) {
    content = program().files.size() + get(fields().written);
    set(fields().written, get(fields().written) + 1);
  }
  const std::uint32_t end = event().first + event().blocks;
  for (std::uint32_t block = event().first; block < end; ++block) {
    const NfsFields::Buffer& own = buffer(block);
    set(own.present, 1);
    set(own.data, content);
    set(own.committing, 0);
    set(own.verifier, 0);
    if (!is(own.dirty)) {
      set(own.dirty, 1);
    } else if (under_way(NfsCall::write, block)) {
      set(own.again, 1);
    }
  }
  const Field size = attributes(event().file).size;
  set(size, std::max<std::uint64_t>(get(size), end - program().files[event().file].first));
  return finish(NfsOutcome::done);
}

}  // namespace braid::models
