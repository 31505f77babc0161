// The labels of AFS at message granularity: all steps that this trace may ever take, by actor.
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

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
    if (fields_.clients[client].down.width != 0) {
      add(Action::send_delayed, client);
      if (budgets_.of(Fault::host_check) > 0) add(Action::host_check, client);
    }
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
  for (std::uint32_t client = 0; client < clients && budgets_.of(Fault::evict) > 0; ++client) {
    for (std::uint32_t file = 0; file < files; ++file) {
      if (fields_.copy(client, file).present.width != 0) add(Action::evict, client, 0, file);
    }
  }
  actor_count_ = actor + (budgets_.any() ? 1 : 0);
}

}  // namespace braid::models
