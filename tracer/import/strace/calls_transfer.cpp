// Calls that move data, and the offset at which the next does.
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

constexpr std::size_t kExplicitOffset = 3;  ///< the argument of pread, pwrite and their vector forms

struct Payload {
  std::optional<Text> text;             ///< nothing where an address is printed in its place
  std::optional<std::uint64_t> length;  ///< that was asked for
};

/// One buffer and its length, or a vector of them.
Payload payload(const Call& call) {
  const std::string_view buffer = call.argument(1);
  if (buffer.starts_with('[')) {
    Vector vector = read_vector(buffer);
    return {std::move(vector.text),
            vector.whole ? std::optional<std::uint64_t>(vector.length) : std::nullopt};
  }
  Payload payload;
  payload.text = read_text(buffer);
  if (const auto length = read_integer(call.argument(2)))
    payload.length = static_cast<std::uint64_t>(*length);
  return payload;
}

void advance(OpenFile& file, const Call& call, bool append) {
  if (append) {
    file.position.reset();  // the end, wherever other clients have moved it
  } else if (file.position && call.value && *call.value > 0) {
    *file.position += static_cast<std::uint64_t>(*call.value);
  }
}

struct Transfer {
  bool writes = false;
  bool append = false;
  std::optional<std::int64_t> explicit_offset;
};

Transfer transfer_of(const Call& call, const Row& row, const Subject& subject) {
  Transfer transfer;
  transfer.writes = row.operation == "write";
  const auto offset = read_integer(call.argument(kExplicitOffset));
  if (call.name.starts_with('p') && offset && *offset >= 0) transfer.explicit_offset = offset;
  // Linux appends in pwrite, too (pwrite(2), "BUGS").
  transfer.append =
      transfer.writes && ((subject.open != nullptr && subject.open->append) ||
                          call.argument(call.count - 1).find("RWF_APPEND") != std::string::npos);
  return transfer;
}

void transfer(Scene& scene, const Row& row) {
  const Call& call = scene.call();
  const Subject subject = row.subject(scene);
  if (subject.kind != Subject::Kind::file) {
    scene.skip(skipped_as(subject.kind));
    return;
  }
  const Transfer how = transfer_of(call, row, subject);
  const Payload what = payload(call);
  recording::Fields arguments;
  recording::Fields result = scene.outcome();
  Surroundings& surroundings = scene.surroundings();
  add_descriptor(arguments, subject);
  if (how.explicit_offset && !how.append) {
    arguments.add("offset", *how.explicit_offset);
  } else if (subject.open->position && !how.append) {
    arguments.add("offset", *subject.open->position);
  }
  if (what.length) arguments.add("length", *what.length);
  if (what.text && (how.writes || call.succeeded())) {
    add_data(how.writes ? arguments : result, what.text->bytes, what.text->cut, surroundings.options,
             surroundings.ledger);
  }
  if (call.succeeded() && !how.explicit_offset) advance(*subject.open, call, how.append);
  scene.emit(how.append ? "append" : row.operation, subject, std::move(arguments), std::move(result));
}

void seek(Scene& scene, const Row& row) {
  const Call& call = scene.call();
  const Subject subject = row.subject(scene);
  const bool split = call.name == "_llseek";  // its result is in the third argument: [11]
  const auto position =
      split ? read_integer(call.argument(2).substr(call.argument(2).starts_with('[') ? 1 : 0)) : call.value;
  recording::Fields arguments;
  recording::Fields result;
  add_descriptor(arguments, subject);
  add_number(arguments, "offset", call.argument(1));
  add_text(arguments, "flags", call.argument(split ? 3 : 2));
  if (call.succeeded() && position) {
    result.add("value", *position);
    if (subject.open != nullptr && *position >= 0)
      subject.open->position = static_cast<std::uint64_t>(*position);
  } else {
    result = scene.outcome();
  }
  scene.emit(row.operation, subject, std::move(arguments), std::move(result));
}

/// One side of a copy inside the system.
struct Side {
  std::string_view operation;
  std::size_t descriptor;
  std::optional<std::size_t> offset;
};

void copy_side(Scene& scene, const Side& side, std::string_view length) {
  const Call& call = scene.call();
  const Subject subject = scene.descriptor(side.descriptor);
  std::optional<std::int64_t> offset;
  if (side.offset && call.argument(*side.offset).starts_with('['))
    offset = read_integer(call.argument(*side.offset).substr(1));
  const bool append = side.operation == "write" && subject.open != nullptr && subject.open->append;
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  if (offset) {
    arguments.add("offset", *offset);
  } else if (subject.open != nullptr && subject.open->position && !append) {
    arguments.add("offset", *subject.open->position);
  }
  add_number(arguments, "length", length);
  arguments.add("call", call.name);
  if (call.succeeded() && !offset && subject.open != nullptr) advance(*subject.open, call, append);
  scene.emit(append ? "append" : side.operation, subject, std::move(arguments), scene.outcome());
}

/// A copy is a read and a write: either may be another client's, or of no file.
void copy(Scene& scene, const Row& /*row*/) {
  const bool sends = scene.call().name.starts_with("sendfile");  // sendfile(to, from, offset, length)
  const std::string_view length = scene.call().argument(sends ? 3 : 4);
  scene.surroundings().ledger.found();
  copy_side(scene, sends ? Side{"read", 1, 2} : Side{"read", 0, 1}, length);
  copy_side(scene, sends ? Side{"write", 0, std::nullopt} : Side{"write", 2, 3}, length);
}

void map(Scene& scene, const Row& row) {
  const Call& call = scene.call();
  const auto descriptor = read_descriptor(call.argument(4));
  if (!descriptor || descriptor->number < 0 || call.argument(3).find("MAP_ANON") != std::string::npos) {
    scene.skip();
    return;
  }
  const Subject subject = scene.descriptor(*descriptor);
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  add_number(arguments, "offset", call.argument(5));
  add_number(arguments, "length", call.argument(1));
  add_text(arguments, "protection", call.argument(2));
  add_text(arguments, "flags", call.argument(3));
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

constexpr std::array kRows = {
    Row{"read", transfer, "read", Place::descriptor},
    Row{"pread", transfer, "read", Place::descriptor},
    Row{"pread64", transfer, "read", Place::descriptor},
    Row{"readv", transfer, "read", Place::descriptor},
    Row{"preadv", transfer, "read", Place::descriptor},
    Row{"preadv2", transfer, "read", Place::descriptor},
    Row{"write", transfer, "write", Place::descriptor},
    Row{"pwrite", transfer, "write", Place::descriptor},
    Row{"pwrite64", transfer, "write", Place::descriptor},
    Row{"writev", transfer, "write", Place::descriptor},
    Row{"pwritev", transfer, "write", Place::descriptor},
    Row{"pwritev2", transfer, "write", Place::descriptor},
    Row{"lseek", seek, "seek", Place::descriptor},
    Row{"_llseek", seek, "seek", Place::descriptor},
    Row{"sendfile", copy},
    Row{"sendfile64", copy},
    Row{"copy_file_range", copy},
    Row{"splice", copy},
    Row{"mmap", map, "map", Place::descriptor},
    Row{"mmap2", map, "map", Place::descriptor},
};

}  // namespace

std::span<const Row> transfer_calls() {
  return kRows;
}

}  // namespace braid::import::strace
