// Locks: fcntl(2), of bytes, and flock(2), of files.
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

/// Where a lock begins, from the start of the file.
std::optional<std::int64_t> begin_of(std::string_view lock, const Subject& subject) {
  const auto start = read_integer(member(lock, "l_start"));
  const std::string_view whence = symbolic(member(lock, "l_whence"));
  if (!start || whence == "SEEK_SET" || whence == "0") return start;
  const bool current = whence == "SEEK_CUR" || whence == "1";
  if (!current || subject.open == nullptr || !subject.open->position) return std::nullopt;
  return static_cast<std::int64_t>(*subject.open->position + static_cast<std::uint64_t>(*start));
}

std::string_view operation_of(std::string_view type) {
  type = symbolic(type);
  if (type == "F_RDLCK" || read_integer(type) == 0) return "rdlock";
  if (type == "F_WRLCK" || read_integer(type) == 1) return "wrlock";
  return type == "F_UNLCK" || read_integer(type) == 2 ? "unlock" : "";
}

void flock(Scene& scene, const Row& row) {
  const std::string_view how = scene.call().argument(1);
  const Subject subject = row.subject(scene);
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  add_text(arguments, "flags", how);
  const std::string_view operation = has_flag(how, "LOCK_SH", 1)   ? "rdlock"
                                     : has_flag(how, "LOCK_EX", 2) ? "wrlock"
                                     : has_flag(how, "LOCK_UN", 8) ? "unlock"
                                                                   : "flock";
  scene.emit(operation, subject, std::move(arguments), scene.outcome());
}

constexpr std::array kRows = {
    Row{"flock", flock, {}, Place::descriptor},
};

}  // namespace

void set_lock(Scene& scene, const Row& row) {
  const std::string_view lock = scene.call().argument(2);
  const std::string_view operation = operation_of(member(lock, "l_type"));
  if (operation.empty()) {
    scene.skip();
    return;
  }
  const Subject subject = row.subject(scene);
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  if (const auto begin = begin_of(lock, subject)) {
    arguments.add("offset", *begin);
  } else {
    add_text(arguments, "whence", member(lock, "l_whence"));
    add_number(arguments, "offset", member(lock, "l_start"));
  }
  add_number(arguments, "length", member(lock, "l_len"));
  add_text(arguments, "flags", scene.call().argument(1));
  scene.emit(operation, subject, std::move(arguments), scene.outcome());
}

std::span<const Row> locking_calls() {
  return kRows;
}

}  // namespace braid::import::strace
