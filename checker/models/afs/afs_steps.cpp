// Which steps a control of AFS at message granularity may take.
#include <algorithm>

#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;

void AfsMessages::list_labels() {
  const auto processes = static_cast<std::uint32_t>(program_.processes.size());
  const auto clients = static_cast<std::uint32_t>(program_.clients.size());
  const auto objects = static_cast<std::uint32_t>(program_.objects.size());
  const auto files = static_cast<std::uint32_t>(fields_.server.size());
  std::uint32_t actor = 0;
  const auto add = [&](Action action, std::uint32_t client, std::uint32_t process = 0,
                       std::uint32_t object = 0) {
    labels_.push_back({actor, action, client, process, object});
  };
  const auto exists = [&](std::uint32_t client, std::uint32_t object) {
    return fields_.wire(client, object).breaks.width != 0;
  };
  for (; actor < processes; ++actor) {
    const std::uint32_t client = program_.processes[actor].client;
    add(Action::open, client, actor);  // stands for whatever the process does next
    if (!messages()) continue;
    add(Action::receive, client, actor);
    if (budgets_.of(Fault::retransmit) > 0) add(Action::retransmit, client, actor);
  }
  actor_count_ = actor;
  if (!messages()) return;
  for (std::uint32_t client = 0; client < clients; ++client, ++actor) {
    for (std::uint32_t object = 0; object < objects; ++object) {
      if (exists(client, object)) add(Action::take_break, client, 0, object);
    }
    if (options_.giveup != GiveUps::synchronous) add(Action::send_giveups, client);
    if (options_.recovery == Recovery::heartbeat) add(Action::heartbeat, client);
  }
  for (std::uint32_t process = 0; process < processes; ++process) {
    add(Action::serve, program_.processes[process].client, process);
    add(Action::proceed, program_.processes[process].client, process);
  }
  for (std::uint32_t client = 0; client < clients; ++client) {
    if (fields_.clients[client].known.width != 0) add(Action::greet, client, 0, program_.everything());
    for (std::uint32_t object = 0; object < objects; ++object) {
      const AfsFields::Wire& wire = fields_.wire(client, object);
      if (wire.acks.width != 0) add(Action::take_ack, client, 0, object);
      if (wire.unanswered.width != 0 && budgets_.of(Fault::retransmit) > 0) {
        add(Action::resend_break, client, 0, object);
      }
      if (wire.delayed.width != 0) add(Action::time_out, client, 0, object);
    }
    if (fields_.clients[client].down.width != 0) add(Action::send_delayed, client);
    for (std::uint32_t file = 0; file < files; ++file) {
      if (fields_.promise(client, file).giveup_sent.width != 0) add(Action::take_giveup, client, 0, file);
      if (fields_.promise(client, file).expires.width != 0) add(Action::forget, client, 0, file);
    }
  }
  ++actor;
  if (budgets_.of(Fault::tick) > 0) add(Action::tick, 0);
  if (budgets_.of(Fault::server_crash) > 0) {
    add(Action::crash_server, 0);
    add(Action::start_server, 0);
  }
  for (std::uint32_t client = 0; client < clients; ++client) {
    if (budgets_.of(Fault::client_crash) > 0) {
      add(Action::crash_client, client);
      add(Action::boot_client, client);
    }
    if (budgets_.of(Fault::partition) > 0) {
      add(Action::cut, client);
      add(Action::heal, client);
    }
    if (budgets_.of(Fault::address_change) > 0) add(Action::move, client);
  }
  for (std::uint32_t process = 0; process < processes && budgets_.of(Fault::loss) > 0; ++process) {
    add(Action::lose_call, program_.processes[process].client, process);
    add(Action::lose_reply, program_.processes[process].client, process);
  }
  for (std::uint32_t client = 0; client < clients; ++client) {
    for (std::uint32_t object = 0; object < objects; ++object) {
      if (!exists(client, object)) continue;
      if (budgets_.of(Fault::loss) > 0) add(Action::lose_break, client, 0, object);
      if (budgets_.of(Fault::duplicate) > 0) add(Action::duplicate_break, client, 0, object);
    }
  }
  actor_count_ = actor + (budgets_.any() ? 1 : 0);
}

void AfsMessages::list_steps(Control control, std::vector<Step>& steps) const {
  for (std::uint32_t number = 0; number < labels_.size(); ++number) {
    const Label& label = labels_[number];
    Step step;
    step.actor = label.actor;
    step.label = number;
    if (prepare(label, control, step)) steps.push_back(step);
  }
}

void AfsMessages::branch(Step& step, std::uint32_t alternatives, std::uint32_t greatest_count,
                         bool guarded) const {
  step.alternatives = static_cast<std::uint8_t>(alternatives);
  step.branches = alternatives * (greatest_count + 1);
  step.guarded = guarded;
}

bool AfsMessages::prepare(const Label& label, Control control, Step& step) const {
  step.action = label.action;
  step.client = label.client;
  step.process = label.process;
  step.object = label.object;
  step.now = environment_.now(control);
  step.crashes = environment_.server_crashes(control);
  step.reachable = environment_.reachable(label.client, control);
  switch (label.action) {
    case Action::open:
      return prepare_act(control, step);
    case Action::receive:
    case Action::retransmit:
      return prepare_receive(control, step);
    case Action::take_break: {
      if (!step.reachable) return false;
      if (options_.probe == ProbeBy::address && environment_.moved(label.client, control)) return false;
      step.calling = overtaken_calls(label.client, label.object, control);
      const bool reset = label.object == program_.everything();
      if (reset && options_.reset_handler == ResetHandler::locked) {
        for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
          const bool own = program_.processes[process].client == label.client;
          if (own && outstanding(call_of(process, control).phase)) return false;
        }
      }
      branch(step, 1, 0, true);
      return true;
    }
    case Action::send_giveups:
      if (!environment_.client_up(label.client, control)) return false;
      branch(step, 1, static_cast<std::uint32_t>(fields_.server.size()), true);
      return true;
    case Action::heartbeat:
      if (!heartbeat_due(label.client, control)) return false;
      step.calling = overtaken_calls(label.client, program_.everything(), control);
      branch(step, 1, 0, false);
      return true;
    case Action::serve:
      return prepare_serve(control, step);
    case Action::proceed:
      return prepare_proceed(control, step);
    case Action::greet:
    case Action::take_ack:
    case Action::resend_break:
    case Action::time_out:
    case Action::send_delayed:
    case Action::take_giveup:
    case Action::forget:
      return environment_.server_up(control) && prepare_server(control, step);
    default:
      return work_left(control) && prepare_environment(control, step);
  }
}

bool AfsMessages::prepare_act(Control control, Step& step) const {
  const AfsProcess& process = program_.processes[step.process];
  const std::uint32_t at = control.positions[step.process];
  if (at >= process.events.size() || !environment_.client_up(step.client, control)) return false;
  const AfsEvent& event = process.events[at];
  step.event = &event;
  const bool on_file = event.on_file();
  if (on_file) step.open = open_count(step.client, event.file, control);
  const bool counted = on_file && fields_.copy(step.client, event.file).refs.width != 0;
  if (event.operation == Operation::write) step.content = content_of_write(event, control);
  if (!messages()) {
    step.action = Action::instant;
    const bool fails = counted && event.operation != Operation::open;
    branch(step, fails ? 3 : 1, 0, false);
    return true;
  }
  if (waits(step.process, control)) return false;
  step.busy = call_of(step.process, control).phase != CallPhase::idle;
  if (on_file && locked_at_client(step.process, event.file, control)) return false;
  switch (event.operation) {
    case Operation::open:
      step.action = Action::open;
      branch(step, options_.callbacks ? 2 : 3, options_.giveup == GiveUps::cancelled ? 1 : 0,
             step.busy || options_.giveup == GiveUps::cancelled);
      return true;
    case Operation::read:
      step.action = Action::read;
      if (options_.reads == ReadOpen::revalidate || counted) {
        branch(step, counted ? 3 : 2, 0, step.busy);
      } else {
        branch(step, 1, 0, false);
      }
      return true;
    case Operation::write:
      step.action = Action::write;
      branch(step, counted ? 3 : 1, 0, false);
      return true;
    case Operation::close:
      step.action = Action::close;
      branch(step, counted ? 3 : 2, 0, step.busy);
      return true;
    case Operation::stat:
      step.action = Action::stat;
      branch(step, 2, 0, step.busy);
      return true;
    case Operation::flush:
      step.action = Action::flush;
      if (options_.giveup == GiveUps::synchronous) {
        branch(step, 2, 0, step.busy);
      } else {
        branch(step, 1, 1, false);
      }
      return true;
    default:
      step.action = Action::call;
      branch(step, 1, 0, step.busy);
      return true;
  }
}

bool AfsMessages::prepare_receive(Control control, Step& step) const {
  step.call = call_of(step.process, control);
  if (!outstanding(step.call.phase)) return false;
  step.event = &event_of(step.process, step.call.event);
  if (step.action == Action::retransmit) {
    const bool lost = step.call.phase == CallPhase::call_lost || step.call.phase == CallPhase::reply_lost;
    return lost && environment_.allows(Fault::retransmit, control) &&
           environment_.client_up(step.client, control);
  }
  if (step.call.phase != CallPhase::replied && step.call.phase != CallPhase::owing) return false;
  if (!step.reachable) return false;
  if (step.event->on_file()) step.open = open_count(step.client, step.event->file, control);
  // A descriptor whose early store is done was closed before.
  const bool early = control.positions[step.process] != step.call.event;
  if (early && step.event->operation == Operation::close) ++step.open;
  branch(step, 3, 0, options_.channels == Channels::shared);
  return true;
}

bool AfsMessages::prepare_serve(Control control, Step& step) const {
  step.call = call_of(step.process, control);
  if (step.call.phase != CallPhase::called || !step.reachable || !environment_.server_up(control))
    return false;
  step.event = &event_of(step.process, step.call.event);
  if (locked_at_server(step.process, *step.event, control)) return false;
  step.replied = clients_with_replies(control);
  const auto clients = static_cast<std::uint32_t>(program_.clients.size());
  const auto objects = static_cast<std::uint32_t>(step.event->objects.size());
  const bool change = step.event->operation >= Operation::close && step.event->operation != Operation::stat &&
                      step.event->operation != Operation::flush;
  std::uint32_t greatest = clients * objects;
  if (!change && options_.giveup == GiveUps::versioned) {
    greatest =
        2 + static_cast<std::uint32_t>(fields_.promise(step.client, step.event->file).giveup_sent.mask());
  }
  branch(step, 2, greatest, options_.callbacks);
  return true;
}

bool AfsMessages::prepare_proceed(Control control, Step& step) const {
  step.call = call_of(step.process, control);
  if (!in_service(step.call.phase) || !environment_.server_up(control)) return false;
  step.event = &event_of(step.process, step.call.event);
  step.replied = clients_with_replies(control);
  const auto clients = static_cast<std::uint32_t>(program_.clients.size());
  const auto objects = static_cast<std::uint32_t>(step.event->objects.size());
  branch(step, options_.breaks == BreakSet::scanned ? 2 : 1, clients * objects, true);
  return true;
}

bool AfsMessages::prepare_server(Control control, Step& step) const {
  const auto objects = static_cast<std::uint32_t>(program_.objects.size());
  switch (step.action) {
    case Action::greet: {
      if (!step.reachable) return false;
      bool calls = false;
      for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
        calls = calls || (program_.processes[process].client == step.client &&
                          call_of(process, control).phase == CallPhase::called);
      }
      branch(step, 1, 0, true);
      return calls;
    }
    case Action::take_ack:
      branch(step, 1, 0, true);
      return step.reachable;
    case Action::resend_break:
      branch(step, 1, 0, true);
      return environment_.allows(Fault::retransmit, control);
    case Action::time_out:
      branch(step, 3, 0, true);
      return true;
    case Action::send_delayed:
      branch(step, 1, objects, true);
      return step.reachable;
    case Action::take_giveup:
      branch(step, 1, 0, true);
      return step.reachable;
    default:  // forget
      branch(step, 1, 0, true);
      return true;
  }
}

bool AfsMessages::prepare_environment(Control control, Step& step) const {
  const bool server_up = environment_.server_up(control);
  switch (step.action) {
    case Action::tick:
      if (!environment_.allows(Fault::tick, control)) return false;
      for (std::uint32_t client = 0; client < program_.clients.size(); ++client) {
        if (options_.recovery == Recovery::heartbeat && heartbeat_due(client, control)) return false;
      }
      ++step.now;
      return true;
    case Action::crash_server: {
      if (!server_up || !environment_.allows(Fault::server_crash, control)) return false;
      std::uint32_t weight = 0;
      for (const AfsFields::Wire& wire : fields_.wires) {
        weight += static_cast<std::uint32_t>(3 * wire.acks.mask() + 2 * wire.unanswered.mask());
      }
      branch(step, 1, weight, false);
      return true;
    }
    case Action::start_server:
      return !server_up;
    case Action::crash_client:
      if (!environment_.client_up(step.client, control)) return false;
      if (!environment_.allows(Fault::client_crash, control)) return false;
      for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
        if (program_.processes[process].client != step.client) continue;
        const CallPhase phase = call_of(process, control).phase;
        if (outstanding(phase) && phase != CallPhase::broken) step.calling |= std::uint64_t{1} << process;
      }
      branch(step, 1, static_cast<std::uint32_t>(fields_.server.size()), false);
      return true;
    case Action::boot_client:
      return !environment_.client_up(step.client, control);
    case Action::cut:
      return environment_.linked(step.client, control) && environment_.allows(Fault::partition, control);
    case Action::heal:
      return !environment_.linked(step.client, control);
    case Action::move:
      return !environment_.linked(step.client, control) &&
             environment_.allows(Fault::address_change, control);
    case Action::lose_call:
    case Action::lose_reply: {
      step.call = call_of(step.process, control);
      const CallPhase lost = step.action == Action::lose_call ? CallPhase::called : CallPhase::replied;
      if (step.call.phase != lost || !environment_.allows(Fault::loss, control)) return false;
      step.event = &event_of(step.process, step.call.event);
      return true;
    }
    case Action::lose_break:
      branch(step, 2, 0, true);
      return environment_.allows(Fault::loss, control);
    default:
      branch(step, 1, 0, true);
      return environment_.allows(Fault::duplicate, control);
  }
}

bool AfsMessages::waits(std::uint32_t process, Control control) const {
  if (!messages()) return false;
  const CallPosition call = call_of(process, control);
  return outstanding(call.phase) && call.event == control.positions[process];
}

bool AfsMessages::locked_at_client(std::uint32_t process, std::uint32_t file, Control control) const {
  const std::uint32_t client = program_.processes[process].client;
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
  const bool fetch = event.operation == Operation::open || event.operation == Operation::read ||
                     event.operation == Operation::stat;
  if (event.operation == Operation::flush) return false;
  for (std::uint32_t other = 0; other < program_.processes.size(); ++other) {
    if (other == process) continue;
    const CallPosition call = call_of(other, control);
    if (!in_service(call.phase)) continue;
    const bool broken = call.phase == CallPhase::broken || call.phase == CallPhase::broken_alone;
    if (broken && options_.lock == StoreLock::released) continue;
    if (!broken && fetch) continue;
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

std::int64_t AfsMessages::content_of_write(const AfsEvent& event, Control control) const {
  if (!program_.counter) return event.content;
  auto next = static_cast<std::int64_t>(fields_.server.size());
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    const AfsProcess& of = program_.processes[process];
    const std::uint32_t at = control.positions[process];
    next += at < of.events.size() ? of.events[at].writes_before : of.writes;
  }
  return next;
}

/// Once all programs are done and no call is under way, faults and time make no difference.
bool AfsMessages::work_left(Control control) const {
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    if (control.positions[process] < program_.processes[process].events.size()) return true;
    if (messages() && call_of(process, control).phase != CallPhase::idle) return true;
  }
  return false;
}

bool AfsMessages::heartbeat_due(std::uint32_t client, Control control) const {
  if (!environment_.server_up(control) || !environment_.reachable(client, control)) return false;
  return control.positions[heartbeats_place_ + client] < environment_.now(control) / options_.heartbeat;
}

}  // namespace braid::models
