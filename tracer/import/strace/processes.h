// The processes of a trace: who was made by whom, and what they have of their makers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "braid/tracer/import/strace/descriptors.h"
#include "braid/tracer/import/strace/path.h"
#include "braid/tracer/recording/time.h"

namespace braid::import::strace {

/// A call that has begun: its text up to `<unfinished ...>`.
struct PendingCall {
  std::string text;
  std::uint64_t source = 0;
  std::uint64_t line = 0;
  recording::Time start;
};

struct Process {
  std::uint64_t key = 0;
  std::shared_ptr<Descriptors> descriptors;  ///< shared by threads (CLONE_FILES)
  std::shared_ptr<std::string> folder;       ///< shared by threads (CLONE_FS)
  std::optional<PendingCall> pending;
  std::optional<std::uint64_t> fork;      ///< number of the pending fork, if the pending call is one
  std::optional<std::uint64_t> supposed;  ///< its parent, as long as no fork has returned it
};

/// All processes of one run of strace. The process that strace started has no pid where strace prints pids
/// only when it follows several processes (no -o): its key is kNoPid.
class Processes {
 public:
  static constexpr std::uint64_t kNoPid = 0;

  Processes() : descriptors_(std::make_shared<std::size_t>(0)) {}

  /// Whose line it is; the process is made where it is new.
  [[nodiscard]] Process& of_line(std::optional<std::uint64_t> pid);

  /// `strace: Process 7 attached`.
  void announced(std::uint64_t pid) { announced_.insert(pid); }

  /// A pending call is a fork, with that text.
  void fork_begun(Process& parent);
  /// It has returned, or never will. Nothing where it was none.
  void fork_ended(Process& parent);
  /// `parent` made the process `pid` by a call with these arguments: flags of clone(2) say what is shared.
  void forked(Process& parent, std::uint64_t pid, bool shares_descriptors, bool shares_folder);

  void ended(const Process& process);

  /// A thread that called execve goes on under its leader's pid.
  void superseded(Process& leader, std::uint64_t thread);

  [[nodiscard]] std::unordered_map<std::uint64_t, Process>& all() { return processes_; }

 private:
  Process& make(std::uint64_t key);
  void inherit(Process& child, const Process& parent, bool shares_descriptors, bool shares_folder);

  std::unordered_map<std::uint64_t, Process> processes_;
  std::unordered_set<std::uint64_t> announced_;
  std::map<std::uint64_t, std::uint64_t> forking_;  ///< keys of parents, in the order of their calls
  std::uint64_t forks_ = 0;
  std::optional<std::uint64_t> first_pid_;  ///< of the process kNoPid, once it is known
  std::shared_ptr<std::size_t> descriptors_;
};

}  // namespace braid::import::strace
