// Calls that make processes, and change what they are.
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

bool mentions(const Call& call, std::string_view flag) {
  for (std::size_t i = 0; i < call.count; ++i) {
    if (call.arguments[i].find(flag) != std::string_view::npos) return true;
  }
  return false;
}

void fork(Scene& scene, const Row& /*row*/) {
  const Call& call = scene.call();
  if (call.succeeded() && call.value && *call.value > 0) {
    scene.processes().forked(scene.process(), static_cast<std::uint64_t>(*call.value),
                             mentions(call, "CLONE_FILES"), mentions(call, "CLONE_FS"));
  }
  scene.skip();
}

void execute(Scene& scene, const Row& row) {
  const Subject subject = row.subject(scene);
  Process& process = scene.process();
  if (scene.call().succeeded()) {
    process.descriptors = std::make_shared<Descriptors>(*process.descriptors);
    process.descriptors->close_on_exec();
  }
  scene.emit(row.operation, subject, {}, scene.outcome());
}

void change_folder(Scene& scene, const Row& row) {
  if (row.place == Place::path) {
    const auto path = scene.path(0);
    const Subject subject = scene.subject(path);
    if (scene.call().succeeded() && path) *scene.process().folder = *path;
    scene.emit(row.operation, subject, {}, scene.outcome());
    return;
  }
  const Subject subject = row.subject(scene);
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  const auto descriptor = read_descriptor(scene.call().argument(0));
  std::string path = descriptor ? path_of(descriptor->target) : std::string();
  if (path.empty() && subject.open != nullptr) path = subject.open->path;
  if (scene.call().succeeded() && !path.empty()) *scene.process().folder = std::move(path);
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

/// getcwd says where the process is.
void tell_folder(Scene& scene, const Row& /*row*/) {
  const auto path = read_text(scene.call().argument(0));
  if (scene.call().succeeded() && path && path->bytes.starts_with('/')) *scene.process().folder = path->bytes;
  scene.skip();
}

void unshare(Scene& scene, const Row& /*row*/) {
  Process& process = scene.process();
  if (scene.call().succeeded() && mentions(scene.call(), "CLONE_FILES"))
    process.descriptors = std::make_shared<Descriptors>(*process.descriptors);
  if (scene.call().succeeded() && mentions(scene.call(), "CLONE_FS"))
    process.folder = std::make_shared<std::string>(*process.folder);
  scene.skip();
}

constexpr std::array kRows = {
    Row{"fork", fork},
    Row{"vfork", fork},
    Row{"clone", fork},
    Row{"clone2", fork},
    Row{"clone3", fork},
    Row{"execve", execute, "exec", Place::path},
    Row{"execveat", execute, "exec", Place::path_at},
    Row{"chdir", change_folder, "chdir", Place::path},
    Row{"fchdir", change_folder, "chdir", Place::descriptor},
    Row{"getcwd", tell_folder},
    Row{"unshare", unshare},
};

}  // namespace

bool is_fork(std::string_view call) {
  return call.starts_with("clone") || call == "fork" || call == "vfork";
}

std::span<const Row> process_calls() {
  return kRows;
}

}  // namespace braid::import::strace
