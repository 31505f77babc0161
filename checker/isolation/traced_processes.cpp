#include "braid/checker/isolation/traced_processes.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::isolation {

TracedProcesses::Process* TracedProcesses::find(const Event& event) {
  const auto found = processes_.find({event.machine, event.record.process.value_or(0)});
  return found == processes_.end() ? nullptr : &found->second;
}

void TracedProcesses::see(const Event& event, const Names& names) {
  const bool failed = event.record.result.find("error") != nullptr;
  if (failed) {
    if (event.is("return")) ++refused_;
    return;
  }
  if (event.is("create") && event.record.process) {
    processes_[{event.machine, *event.record.process}] = {Stop::none, true, false, false, event.place};
  } else if (event.is("trap")) {
    stop(event, names);
  } else if (event.is("return")) {
    resume(event, names);
  } else if (event.is("kill")) {
    ++killed_;
    processes_.erase({event.machine, event.record.process.value_or(0)});
  } else if (Process* process = find(event)) {
    const bool writes = event.is("register") && event.text("mode") == "write";
    process->written |= writes;
    process->read |= event.is("fault") || (event.is("register") && !writes);
  }
}

void TracedProcesses::stop(const Event& event, const Names& names) {
  ++stops_;
  const std::uint64_t number = event.record.process.value_or(0);
  const std::string_view kind = event.text("kind");
  if (const Process* process = find(event); process != nullptr && process->stop != Stop::none) {
    resumptions_.breach(
        fmt::format("process {} stops ({}), although it has not been resumed since it stopped "
                    "({})",
                    number, names.text(event.place), names.text(process->place)),
        event.place);
  }
  const Stop stop = kind == "system call"  ? Stop::system_call
                    : kind == "page fault" ? Stop::page_fault
                                           : Stop::other;
  processes_[{event.machine, number}] = {stop, false, false, false, event.place};
}

void TracedProcesses::resume(const Event& event, const Names& names) {
  ++resumed_;
  const std::uint64_t number = event.record.process.value_or(0);
  const std::string now = names.text(event.place);
  Process* process = find(event);
  if (process == nullptr) {
    processes_[{event.machine, number}] = {Stop::none, false, false, false, event.place};
    return;
  }
  const std::string before = names.text(process->place);
  if (process->stop == Stop::none) {
    resumptions_.breach(fmt::format("process {} is resumed ({}), although it has not stopped since it was {} "
                                    "({})",
                                    number, now, process->made ? "made" : "resumed", before),
                        event.place);
  } else if (process->stop == Stop::system_call) {
    if (process->written) {
      ++calls_;
    } else {
      answers_.breach(fmt::format("process {} is resumed ({}), although nothing was written to its registers "
                                  "to answer its system call ({})",
                                  number, now, before),
                      event.place);
    }
  } else if (process->stop == Stop::page_fault) {
    if (process->read || process->written) {
      ++faults_;
    } else {
      answers_.breach(
          fmt::format("process {} is resumed ({}), although nobody asked where its page fault was "
                      "({})",
                      number, now, before),
          event.place);
    }
  }
  *process = {Stop::none, false, false, false, event.place};
}

PartVerdict TracedProcesses::finish_answers() {
  const auto waiting = std::count_if(processes_.begin(), processes_.end(),
                                     [](const auto& process) { return process.second.stop != Stop::none; });
  return answers_.finish({{"stops", stops_},
                          {"system calls answered", calls_},
                          {"page faults answered", faults_},
                          {"processes stopped at the end", static_cast<std::uint64_t>(waiting)}},
                         stops_ == 0 ? "no stops of processes are recorded" : "");
}

PartVerdict TracedProcesses::finish_resumptions() {
  return resumptions_.finish(
      {{"resumptions", resumed_}, {"resumptions refused", refused_}, {"processes killed", killed_}},
      resumed_ == 0 ? "no resumptions of processes are recorded" : "");
}

}  // namespace braid::isolation
