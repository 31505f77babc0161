// What a control of AFS at message granularity tells, whatever the data: who waits, what is locked, what is
// left to do.
#include <algorithm>

#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;

bool AfsMessages::waits(std::uint32_t process, Control control) const {
  if (!messages()) return false;
  const CallPosition call = call_of(process, control);
  return outstanding(call.phase) && call.event == control.positions[process];
}

bool AfsMessages::locked_at_client(std::uint32_t client, std::uint32_t file, Control control) const {
  for (std::uint32_t other = 0; other < program_.processes.size(); ++other) {
    if (program_.processes[other].client != client) continue;
    const CallPosition call = call_of(other, control);
    if (!outstanding(call.phase)) continue;
    const AfsEvent& event = event_of(other, call.event);
    if (event.on_file() && std::find(event.files.begin(), event.files.end(), file) != event.files.end())
      return true;
  }
  return false;
}

/// A change holds its files' lock from its first callback until it is applied, and keeps other changes out
/// until its callbacks are answered.
bool AfsMessages::locked_at_server(std::uint32_t process, const AfsEvent& event, Control control) const {
  if (event.operation == Operation::flush) return false;
  for (std::uint32_t other = 0; other < program_.processes.size(); ++other) {
    if (other == process) continue;
    const CallPosition call = call_of(other, control);
    if (!in_service(call.phase)) continue;
    const bool broken = call.phase == CallPhase::broken || call.phase == CallPhase::broken_alone;
    if (broken && options_.lock == StoreLock::released) continue;
    if (!broken && event.asks()) continue;
    const AfsEvent& holder = event_of(other, call.event);
    for (const std::uint32_t file : event.files) {
      if (std::find(holder.files.begin(), holder.files.end(), file) != holder.files.end()) return true;
    }
  }
  return false;
}

std::uint32_t AfsMessages::open_count(std::uint32_t client, std::uint32_t file, Control control) const {
  std::uint32_t open = 0;
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    const AfsProcess& of = program_.processes[process];
    if (of.client != client) continue;
    const auto events = static_cast<std::uint32_t>(of.events.size());
    // Where the process has failed, it still stands before the event that failed.
    const std::uint32_t at = control.positions[process];
    open += of.open[file][at > events ? at - events - 1 : at];
  }
  return open;
}

std::uint64_t AfsMessages::overtaken_calls(std::uint32_t client, std::uint32_t object,
                                           Control control) const {
  if (options_.grant == Grant::unchecked) return 0;
  const bool everything = object == program_.everything();
  if (everything && options_.reset == ResetScope::installed) return 0;
  std::uint64_t calls = 0;
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    if (program_.processes[process].client != client) continue;
    const CallPosition call = call_of(process, control);
    if (!outstanding(call.phase)) continue;
    const AfsEvent& event = event_of(process, call.event);
    if (!event.on_file() || event.operation == Operation::flush || event.operation == Operation::rename)
      continue;
    const std::vector<std::uint32_t>& covered = program_.objects[object].files;
    const bool covers = std::find(covered.begin(), covered.end(), event.file) != covered.end();
    if (!covers && options_.grant != Grant::any_break) continue;
    // A counter belongs to a file that the client knows.
    const bool counts = options_.grant == Grant::counter || options_.grant == Grant::held_counter;
    if (counts && !everything && event.operation == Operation::create) continue;
    calls |= std::uint64_t{1} << process;
  }
  return calls;
}

std::uint64_t AfsMessages::clients_with_replies(Control control) const {
  if (options_.channels != Channels::shared) return 0;
  std::uint64_t clients = 0;
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    const CallPhase phase = call_of(process, control).phase;
    const bool replied = phase == CallPhase::replied || phase == CallPhase::owing;
    if (replied) clients |= std::uint64_t{1} << program_.processes[process].client;
  }
  return clients;
}

/// Of a write or truncation: what it puts into a copy, each block in its place.
std::uint64_t AfsMessages::content_of_change(const AfsEvent& event, Control control) const {
  if (!program_.counter) return event.ones * static_cast<std::uint64_t>(event.content);
  std::uint64_t next = fields_.server.size();
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    const AfsProcess& of = program_.processes[process];
    const std::uint32_t at = control.positions[process];
    next += at < of.events.size() ? of.events[at].writes_before : of.writes;
  }
  return event.ones * next;
}

/// Once all programs are done and no call is under way, faults and time make no difference.
bool AfsMessages::work_left(Control control) const {
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    if (control.positions[process] < program_.processes[process].events.size()) return true;
    if (messages() && call_of(process, control).phase != CallPhase::idle) return true;
  }
  return false;
}

bool AfsMessages::calls_server(std::uint32_t client, Control control) const {
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    if (program_.processes[process].client != client) continue;
    if (call_of(process, control).phase == CallPhase::called) return true;
  }
  return false;
}

bool AfsMessages::heartbeat_due(std::uint32_t client, Control control) const {
  if (!environment_.server_up(control) || !environment_.reachable(client, control)) return false;
  return control.positions[heartbeats_place_ + client] < environment_.now(control) / options_.heartbeat;
}

}  // namespace braid::models
