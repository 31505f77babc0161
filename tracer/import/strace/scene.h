// A call in its surroundings: the process that makes it, what that has open, and where the event goes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "braid/tracer/import/format.h"
#include "braid/tracer/import/ledger.h"
#include "braid/tracer/import/strace/call.h"
#include "braid/tracer/import/strace/processes.h"
#include "braid/tracer/import/strace/subject.h"

namespace braid::import::strace {

/// What all calls of an import share.
struct Surroundings {
  const ImportOptions& options;
  Ledger& ledger;
  Shares shares;
  FileNames names;
  std::function<void(recording::Record)> emit;
};

/// Where and when a call was made.
struct Moment {
  std::string_view actor;  ///< where no client is named
  std::uint64_t source = 0;
  std::uint64_t line = 0;
  std::optional<recording::Time> start;
  std::optional<recording::Time> end;
};

/// The interpreter of a call asks it for the call's subjects, and then says emit() or skip(), once for
/// everything that was found.
class Scene {
 public:
  Scene(Surroundings& surroundings, Processes& processes, Process& process, const Call& call,
        std::string_view text, const Moment& moment)
      : surroundings_(surroundings),
        processes_(processes),
        process_(process),
        call_(call),
        text_(text),
        moment_(moment) {}

  [[nodiscard]] const Call& call() const { return call_; }
  [[nodiscard]] Process& process() { return process_; }
  [[nodiscard]] Processes& processes() { return processes_; }
  [[nodiscard]] Surroundings& surroundings() { return surroundings_; }

  /// A path among the arguments, relative to the process's folder; and one relative to a descriptor, which
  /// is the subject where the path is empty. Empty where the argument is no path.
  [[nodiscard]] std::optional<std::string> path(std::size_t index);
  [[nodiscard]] std::optional<std::string> path_at(std::size_t folder, std::size_t index);

  /// The file that a path means now.
  [[nodiscard]] Subject subject(const std::optional<std::string>& path);
  [[nodiscard]] Subject subject_at(std::size_t folder, std::size_t index);
  [[nodiscard]] Subject descriptor(std::size_t index);
  [[nodiscard]] Subject descriptor(const DescriptorText& text);

  /// Names it by what is at its name now.
  void identify(Subject& subject);

  /// `{"value": 3}` or `{"error": "ENOENT"}`; nothing of a call that did not return.
  [[nodiscard]] recording::Fields outcome() const;

  /// Emits an event, or skips the call where the subject is no file.
  void emit(std::string_view operation, const Subject& subject, recording::Fields arguments,
            recording::Fields result);
  void skip(std::string_view kind);
  /// Under `system calls NAME`.
  void skip();

 private:
  std::string folder(const DescriptorText& text);  ///< empty where it is not known
  std::shared_ptr<OpenFile> file(const DescriptorText& text);
  std::shared_ptr<OpenFile> opened(const DescriptorText& text, std::string_view path);

  Surroundings& surroundings_;
  Processes& processes_;
  Process& process_;
  const Call& call_;
  std::string_view text_;
  const Moment& moment_;
};

/// The path in what -y tells of a descriptor; empty of a socket and the like.
[[nodiscard]] std::string path_of(std::string_view target);

}  // namespace braid::import::strace
