// Which steps a control of AFS at message granularity may take.
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;

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
      branch(step, fields_.wire(label.client, label.object).orphans.width != 0 ? 2 : 1, 0, true);
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
    case Action::host_check:
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
  if (event.changes_copy()) step.content = content_of_change(event, control);
  if (!messages()) {
    step.action = Action::instant;
    const bool fails = counted && event.operation != Operation::open;
    branch(step, fails ? 3 : 1, 0, false);
    return true;
  }
  if (waits(step.process, control)) return false;
  step.busy = call_of(step.process, control).phase != CallPhase::idle;
  if (on_file && locked_at_client(step.client, event.file, control)) return false;
  switch (event.operation) {
    case Operation::open:
      step.action = Action::open;
      branch(step, options_.callbacks ? 2 : 3, options_.giveup == GiveUps::cancelled ? 1 : 0,
             step.busy || options_.giveup == GiveUps::cancelled);
      return true;
    case Operation::read:
      step.action = Action::read;
      if (options_.reads == ReadOpen::revalidate || options_.fetch == FetchAt::read || counted) {
        branch(step, counted ? 3 : 2, 0, step.busy);
      } else {
        branch(step, 1, 0, false);
      }
      return true;
    case Operation::write:
    case Operation::truncate:
      step.action = Action::write;
      if (options_.fetch == FetchAt::read && event.part) {
        branch(step, 2, 0, step.busy);
      } else {
        branch(step, counted ? 3 : 1, 0, false);
      }
      return true;
    case Operation::close:
    case Operation::fsync:
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
  if (step.event->changes_copy()) step.content = content_of_change(*step.event, control);
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
  const bool change = step.event->changes();
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
    case Action::greet:
      branch(step, 1, 0, true);
      return step.reachable && calls_server(step.client, control);
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
      return step.reachable &&
             (options_.host_check == HostCheck::any_time || calls_server(step.client, control));
    case Action::host_check:
      branch(step, 1, objects, true);
      return step.reachable && environment_.allows(Fault::host_check, control);
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
      branch(step, fields_.wire(step.client, step.object).orphans.width != 0 ? 3 : 2, 0, true);
      return environment_.allows(Fault::loss, control);
    case Action::evict:
      branch(step, 1, 0, true);
      return environment_.allows(Fault::evict, control) && environment_.client_up(step.client, control) &&
             open_count(step.client, step.object, control) == 0 &&
             !locked_at_client(step.client, step.object, control);
    default:
      branch(step, 1, 0, true);
      return environment_.allows(Fault::duplicate, control);
  }
}

}  // namespace braid::models
