// Calls that make, copy and close descriptors.
#include <algorithm>
#include <array>

#include "braid/tracer/import/strace/call_table.h"
#include "braid/tracer/import/strace/text.h"

namespace braid::import::strace {
namespace {

// <fcntl.h> of Linux on x86, for flags printed as numbers (-X raw).
constexpr std::int64_t kCreate = 0100;
constexpr std::int64_t kAppend = 02000;
constexpr std::int64_t kCloseOnExec = 02000000;

struct Opening {
  std::string_view flags;
  std::string_view mode;
};

Opening opening(const Call& call, const Row& row) {
  const std::string_view next = call.argument(row.next());
  if (row.call == "creat") return {"O_WRONLY|O_CREAT|O_TRUNC", next};  // creat(2)
  if (row.call == "openat2") return {member(next, "flags"), member(next, "mode")};
  return {next, call.argument(row.next() + 1)};
}

/// What was opened, by what -y tells of the result, which has symbolic links resolved, or else by the path.
/// A new file gets its identity now.
Subject opened(Scene& scene, const std::optional<std::string>& path, const DescriptorText& result,
               bool creates) {
  const std::string target = result.deleted ? std::string() : path_of(result.target);
  Subject subject = scene.subject(target.empty() ? path : std::optional(target));
  if (!result.target.empty() && path_of(result.target).empty()) subject.kind = Subject::Kind::other;
  if (creates && subject.kind == Subject::Kind::file) {
    scene.surroundings().names.created(subject.name);
    scene.identify(subject);
  }
  return subject;
}

void remember(Scene& scene, const Subject& subject, const std::string& path, const DescriptorText& result,
              std::string_view flags) {
  auto file = std::make_shared<OpenFile>();
  file->kind = subject.kind == Subject::Kind::file    ? OpenFile::Kind::file
               : subject.kind == Subject::Kind::other ? OpenFile::Kind::other
                                                      : OpenFile::Kind::outside;
  file->client = subject.client;
  file->object = subject.object;
  file->path = path;
  file->target = result.target;
  file->position = 0;
  file->append = has_flag(flags, "O_APPEND", kAppend);
  scene.process().descriptors->set(result.number,
                                   {std::move(file), has_flag(flags, "O_CLOEXEC", kCloseOnExec)});
}

void open(Scene& scene, const Row& row) {
  const Call& call = scene.call();
  const Opening how = opening(call, row);
  const auto path = row.place == Place::path_at ? scene.path_at(0, 1) : scene.path(0);
  const auto result = call.succeeded() ? read_descriptor(call.result) : std::nullopt;
  Subject subject;
  recording::Fields arguments;
  if (result) {
    subject = opened(scene, path, *result, has_flag(how.flags, "O_CREAT", kCreate));
    const std::string target = path_of(result->target);
    remember(scene, subject, target.empty() ? path.value_or("") : target, *result, how.flags);
    arguments.add("descriptor", result->number);
    const Subject given = scene.subject(path);
    if (given.kind == Subject::Kind::file && given.client == subject.client) subject.name = given.name;
  } else {
    subject = scene.subject(path);
  }
  add_text(arguments, "flags", how.flags);
  add_number(arguments, "mode", how.mode);
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

void close(Scene& scene, const Row& row) {
  const Subject subject = row.subject(scene);
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  // Whatever other error it has, the descriptor is closed (close(2), "Dealing with error returns").
  if (subject.number && scene.call().returned && scene.call().error != "EBADF")
    scene.process().descriptors->erase(*subject.number);
  scene.emit(row.operation, subject, std::move(arguments), scene.outcome());
}

void close_range(Scene& scene, const Row& /*row*/) {
  const auto first = read_integer(scene.call().argument(0));
  const auto last = read_integer(scene.call().argument(1));
  const bool marks = has_flag(scene.call().argument(2), "CLOSE_RANGE_CLOEXEC", 4);
  if (scene.call().succeeded() && first && last && !marks) scene.process().descriptors->erase(*first, *last);
  scene.skip();
}

void duplicate(Scene& scene, const Row& row, bool close_on_exec) {
  const Subject subject = row.subject(scene);
  if (scene.call().succeeded()) {
    const auto made = read_descriptor(scene.call().result);
    if (made && made->number != subject.number) {
      if (subject.open != nullptr) {
        scene.process().descriptors->set(made->number, {subject.open, close_on_exec});
      } else {
        scene.process().descriptors->erase(made->number);
      }
    }
  }
  recording::Fields arguments;
  add_descriptor(arguments, subject);
  scene.emit("dup", subject, std::move(arguments), scene.outcome());
}

void dup(Scene& scene, const Row& row) {
  duplicate(scene, row, has_flag(scene.call().argument(2), "O_CLOEXEC", kCloseOnExec));
}

/// Of <fcntl.h> of Linux, for commands printed as numbers (-X raw).
struct Command {
  std::int64_t number;
  std::string_view name;
};
constexpr std::array kCommands = {
    Command{0, "F_DUPFD"},       Command{2, "F_SETFD"},
    Command{4, "F_SETFL"},       Command{6, "F_SETLK"},
    Command{7, "F_SETLKW"},      Command{37, "F_OFD_SETLK"},
    Command{38, "F_OFD_SETLKW"}, Command{1030, "F_DUPFD_CLOEXEC"},
};

std::string_view fcntl_command(std::string_view argument) {
  argument = symbolic(argument);
  const auto number = read_integer(argument);
  const auto found = std::find_if(kCommands.begin(), kCommands.end(),
                                  [&](const Command& command) { return command.number == number; });
  return found == kCommands.end() ? argument : found->name;
}

void fcntl(Scene& scene, const Row& row) {
  const std::string_view command = fcntl_command(scene.call().argument(1));
  if (command.starts_with("F_DUPFD")) {
    duplicate(scene, row, command.starts_with("F_DUPFD_CLOEXEC"));
    return;
  }
  if (command.starts_with("F_SETLK") || command.starts_with("F_OFD_SETLK")) {
    set_lock(scene, row);
    return;
  }
  const Subject subject = row.subject(scene);
  if (scene.call().succeeded() && subject.number) {
    Descriptor* known = scene.process().descriptors->find(*subject.number);
    if (known != nullptr && command == "F_SETFD")
      known->close_on_exec = has_flag(scene.call().argument(2), "FD_CLOEXEC", 1);
    if (known != nullptr && command == "F_SETFL")
      known->file->append = has_flag(scene.call().argument(2), "O_APPEND", kAppend);
  }
  scene.skip();
}

void make_other(Scene& scene, const DescriptorText& made) {
  auto file = std::make_shared<OpenFile>();
  file->kind = OpenFile::Kind::other;
  file->target = made.target;
  scene.process().descriptors->set(made.number, {std::move(file), false});
}

/// A call that returns a descriptor of something that is no file.
void open_other(Scene& scene, const Row& /*row*/) {
  const auto made = scene.call().succeeded() ? read_descriptor(scene.call().result) : std::nullopt;
  if (made) {
    scene.process().descriptors->erase(made->number);
    if (path_of(made->target).empty()) make_other(scene, *made);
  }
  scene.skip();
}

/// A call that gives two of them.
void open_pair(Scene& scene, const Row& /*row*/) {
  if (scene.call().succeeded()) {
    for (std::size_t i = 0; i < scene.call().count; ++i) {
      for (const std::int64_t number : read_pair(scene.call().argument(i)))
        make_other(scene, {number, false, {}, false});
    }
  }
  scene.skip();
}

constexpr std::array kRows = {
    Row{"open", open, "open", Place::path},
    Row{"openat", open, "open", Place::path_at},
    Row{"openat2", open, "open", Place::path_at},
    Row{"creat", open, "open", Place::path},
    Row{"close", close, "close", Place::descriptor},
    Row{"close_range", close_range},
    Row{"dup", dup, "dup", Place::descriptor},
    Row{"dup2", dup, "dup", Place::descriptor},
    Row{"dup3", dup, "dup", Place::descriptor},
    Row{"fcntl", fcntl, {}, Place::descriptor},
    Row{"fcntl64", fcntl, {}, Place::descriptor},
    Row{"socket", open_other},
    Row{"accept", open_other},
    Row{"accept4", open_other},
    Row{"epoll_create", open_other},
    Row{"epoll_create1", open_other},
    Row{"eventfd", open_other},
    Row{"eventfd2", open_other},
    Row{"inotify_init", open_other},
    Row{"inotify_init1", open_other},
    Row{"fanotify_init", open_other},
    Row{"timerfd_create", open_other},
    Row{"signalfd", open_other},
    Row{"signalfd4", open_other},
    Row{"memfd_create", open_other},
    Row{"pidfd_open", open_other},
    Row{"userfaultfd", open_other},
    Row{"perf_event_open", open_other},
    Row{"io_uring_setup", open_other},
    Row{"open_by_handle_at", open_other},
    Row{"pipe", open_pair},
    Row{"pipe2", open_pair},
    Row{"socketpair", open_pair},
};

}  // namespace

std::span<const Row> opening_calls() {
  return kRows;
}

}  // namespace braid::import::strace
