// Calls that give files names and take them away.
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/path.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

/// The name in a share that a path is, where it is in the folder of the same client; otherwise the path.
std::string shared_name(Scene& scene, const Subject& subject, const std::string& path) {
  const Subject other = scene.subject(path);
  const bool same = other.kind == Subject::Kind::file && other.client == subject.client;
  return same ? other.name : path;
}

bool changes(const Scene& scene, const Subject& subject) {
  return scene.call().succeeded() && subject.kind == Subject::Kind::file && !subject.name.empty();
}

/// mkdir and mknod.
void make(Scene& scene, const Row& row) {
  Subject subject = row.subject(scene);
  if (changes(scene, subject)) {
    scene.surroundings().names.created(subject.name);
    scene.identify(subject);
  }
  recording::Fields arguments;
  const std::string_view mode = scene.call().argument(row.next());
  if (row.operation == "mkdir") {
    add_number(arguments, "mode", mode);
  } else {
    add_text(arguments, "mode", mode);
  }
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

void remove(Scene& scene, const Row& row) {
  const Subject subject = row.subject(scene);
  const bool folder = has_flag(scene.call().argument(row.next()), "AT_REMOVEDIR", 0x200);
  if (changes(scene, subject)) scene.surroundings().names.removed(subject.name);
  scene.emit(folder ? "rmdir" : row.operation, subject, {}, scene.outcome());
}

/// Both paths of a call: from the first and second argument, or from the first two and the next two.
struct Paths {
  std::optional<std::string> from;
  std::optional<std::string> to;
};

Paths both_paths(Scene& scene, const Row& row) {
  if (row.place == Place::path) return {scene.path(0), scene.path(1)};
  return {scene.path_at(0, 1), scene.path_at(2, 3)};
}

void rename(Scene& scene, const Row& row) {
  const Paths paths = both_paths(scene, row);
  const Subject subject = scene.subject(paths.from);
  recording::Fields arguments;
  const std::string_view flags = scene.call().argument(4);
  if (paths.to) {
    const std::string to = shared_name(scene, subject, *paths.to);
    FileNames& names = scene.surroundings().names;
    if (changes(scene, subject)) {
      if (has_flag(flags, "RENAME_EXCHANGE", 2)) {
        names.exchanged(subject.name, to);
      } else {
        names.renamed(subject.name, to);
      }
    }
    arguments.add("to", to);
  }
  if (row.call == "renameat2" && flags != "0") add_text(arguments, "flags", flags);
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

void link(Scene& scene, const Row& row) {
  const bool at = row.place == Place::path_at;
  const auto to = at ? scene.path_at(2, 3) : scene.path(1);
  const Subject subject = at ? scene.subject_at(0, 1) : scene.subject(scene.path(0));
  recording::Fields arguments;
  if (to) {
    const std::string name = shared_name(scene, subject, *to);
    if (scene.call().succeeded() && subject.kind == Subject::Kind::file)
      scene.surroundings().names.linked(name, subject.object);
    arguments.add("to", name);
  }
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

/// symlink(target, path) and symlinkat(target, folder, path).
void symlink(Scene& scene, const Row& row) {
  const auto target = read_text(scene.call().argument(0));
  Subject subject = scene.subject(row.place == Place::path_at ? scene.path_at(1, 2) : scene.path(1));
  if (changes(scene, subject)) {
    scene.surroundings().names.created(subject.name);
    scene.identify(subject);
  }
  recording::Fields arguments;
  if (target) arguments.add("to", target->bytes);
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

void tell_target(const Call& call, std::size_t next, recording::Fields& /*arguments*/,
                 recording::Fields& result) {
  if (!call.succeeded()) return;
  if (const auto target = read_text(call.argument(next))) result.add("to", target->bytes);
}

constexpr std::array kRows = {
    Row{"mkdir", make, "mkdir", Place::path},
    Row{"mkdirat", make, "mkdir", Place::path_at},
    Row{"mknod", make, "mknod", Place::path},
    Row{"mknodat", make, "mknod", Place::path_at},
    Row{"unlink", remove, "unlink", Place::path},
    Row{"unlinkat", remove, "unlink", Place::path_at},
    Row{"rmdir", remove, "rmdir", Place::path},
    Row{"rename", rename, "rename", Place::path},
    Row{"renameat", rename, "rename", Place::path_at},
    Row{"renameat2", rename, "rename", Place::path_at},
    Row{"link", link, "link", Place::path},
    Row{"linkat", link, "link", Place::path_at},
    Row{"symlink", symlink, "symlink", Place::path},
    Row{"symlinkat", symlink, "symlink", Place::path_at},
    Row{"readlink", on_file, "readlink", Place::path, tell_target},
    Row{"readlinkat", on_file, "readlink", Place::path_at, tell_target},
};

}  // namespace

std::span<const Row> naming_calls() {
  return kRows;
}

}  // namespace braid::import::strace
