#include "braid/tracer/import/strace/processes.h"

#include <utility>

namespace braid::import::strace {
namespace {

bool shares(const Process& parent, std::string_view flag) {
  return parent.pending && parent.pending->text.find(flag) != std::string::npos;
}

}  // namespace

Process& Processes::make(std::uint64_t key) {
  Process& process = processes_[key];
  process = Process{};
  process.key = key;
  process.descriptors = std::make_shared<Descriptors>(descriptors_);
  process.folder = std::make_shared<std::string>(kUnknownFolder);
  return process;
}

Process& Processes::of_line(std::optional<std::uint64_t> pid) {
  if (!pid) {
    const auto first = processes_.find(kNoPid);
    if (first != processes_.end()) return first->second;
    // strace leaves the pid out as soon as one process is left.
    if (processes_.size() == 1) return processes_.begin()->second;
    return make(kNoPid);
  }
  if (pid == first_pid_ && processes_.contains(kNoPid)) return processes_.find(kNoPid)->second;
  if (const auto known = processes_.find(*pid); known != processes_.end()) return known->second;
  if (!forking_.empty()) {
    Process& child = make(*pid);
    const Process& parent = processes_.find(forking_.rbegin()->second)->second;
    inherit(child, parent, shares(parent, "CLONE_FILES"), shares(parent, "CLONE_FS"));
    child.supposed = parent.key;
    return child;
  }
  if (!first_pid_ && !announced_.contains(*pid) && processes_.contains(kNoPid)) {
    first_pid_ = pid;
    return processes_.find(kNoPid)->second;
  }
  return make(*pid);
}

void Processes::inherit(Process& child, const Process& parent, bool shares_descriptors, bool shares_folder) {
  child.descriptors =
      shares_descriptors ? parent.descriptors : std::make_shared<Descriptors>(*parent.descriptors);
  child.folder = shares_folder ? parent.folder : std::make_shared<std::string>(*parent.folder);
}

void Processes::fork_begun(Process& parent) {
  parent.fork = forks_;
  forking_.emplace(forks_++, parent.key);
}

void Processes::fork_ended(Process& parent) {
  if (parent.fork) forking_.erase(*parent.fork);
  parent.fork.reset();
}

void Processes::forked(Process& parent, std::uint64_t pid, bool shares_descriptors, bool shares_folder) {
  if (pid == parent.key || pid == kNoPid) return;
  const auto known = processes_.find(pid);
  if (known != processes_.end() && known->second.supposed) {
    // Its lines came before the parent's return. Where it was taken for another parent's, that is mended now.
    Process& child = known->second;
    if (*child.supposed != parent.key) inherit(child, parent, shares_descriptors, shares_folder);
    child.supposed.reset();
    return;
  }
  // The pid of an older process, whose end strace did not tell (-e quiet=exit).
  std::optional<PendingCall> pending;
  if (known != processes_.end()) {
    fork_ended(known->second);
    pending = std::move(known->second.pending);
  }
  Process& child = make(pid);
  inherit(child, parent, shares_descriptors, shares_folder);
  child.pending = std::move(pending);
  announced_.insert(pid);
}

void Processes::ended(const Process& process) {
  if (process.fork) forking_.erase(*process.fork);
  announced_.erase(process.key);
  processes_.erase(process.key);
}

void Processes::superseded(Process& leader, std::uint64_t thread) {
  const auto found = processes_.find(thread);
  if (found == processes_.end() || found->second.key == leader.key) return;
  fork_ended(leader);
  leader.pending = std::move(found->second.pending);
  leader.descriptors = found->second.descriptors;
  leader.folder = found->second.folder;
  ended(found->second);
}

}  // namespace braid::import::strace
