// What the steps of AFS at message granularity are called.
#include <fmt/format.h>

#include <string_view>

#include "braid/checker/models/afs/afs_branches.h"
#include "braid/checker/models/afs/afs_messages.h"

namespace braid::models {

using explore::Control;

std::string AfsMessages::actor_name(std::uint32_t actor) const {
  const auto processes = static_cast<std::uint32_t>(program_.processes.size());
  const auto clients = static_cast<std::uint32_t>(program_.clients.size());
  if (actor < processes) return trace_.actors[actor].name;
  if (actor < processes + clients) return program_.clients[actor - processes] + "'s cache";
  return actor == processes + clients ? "server" : "faults";
}

std::string AfsMessages::label_name(std::uint32_t label) const {
  const Label& of = labels_[label];
  const std::string& client = program_.clients[of.client];
  const std::string& process = trace_.actors[of.process].name;
  const std::string& object = program_.objects[of.object].name;
  switch (of.action) {
    case Action::receive:
      return process + " takes its reply";
    case Action::retransmit:
      return process + " sends its call again";
    case Action::take_break:
      return fmt::format("{} takes the callback of {}", client, object);
    case Action::send_giveups:
      return client + " sends its give-ups";
    case Action::heartbeat:
      return client + " asks whether the server was down";
    case Action::serve:
      return "server serves " + process;
    case Action::proceed:
      return "server goes on for " + process;
    case Action::greet:
      return "server resets " + client;
    case Action::take_ack:
      return fmt::format("server takes {}'s acknowledgement of {}", client, object);
    case Action::resend_break:
      return fmt::format("server sends the callback of {} to {} again", object, client);
    case Action::time_out:
      return fmt::format("server stops waiting for {} about {}", client, object);
    case Action::send_delayed:
      return fmt::format("server sends {} the callbacks that it missed", client);
    case Action::host_check:
      return "server probes " + client;
    case Action::take_giveup:
      return fmt::format("server takes {}'s give-up of {}", client, object);
    case Action::forget:
      return fmt::format("server forgets its promise to {} about {}", client, object);
    case Action::tick:
      return "time passes";
    case Action::crash_server:
      return "server stops";
    case Action::start_server:
      return "server starts";
    case Action::crash_client:
      return client + " stops";
    case Action::boot_client:
      return client + " boots";
    case Action::cut:
      return client + " is cut off";
    case Action::heal:
      return client + " is back";
    case Action::move:
      return client + " changes its address";
    case Action::lose_call:
      return process + "'s call is lost";
    case Action::lose_reply:
      return "the reply to " + process + " is lost";
    case Action::lose_break:
      return fmt::format("the callback of {} to {}, or its acknowledgement, is lost", object, client);
    case Action::duplicate_break:
      return fmt::format("the callback of {} to {} is doubled", object, client);
    case Action::evict:
      return fmt::format("{}'s cache drops {}", client, object);
    default:
      return process;
  }
}

/// What a call names: afs2's a file's identifier, afs1's its whole path, which the server walks (OSTEP 49.3).
std::string AfsMessages::path_of(std::uint32_t file) const {
  const std::string& name = program_.objects[file].name;
  if (options_.callbacks) return name;
  const std::uint32_t directory = program_.directory_of[file];
  return directory == AfsProgram::kNone ? "/" + name
                                        : fmt::format("/{}/{}", trace_.directories[directory].name, name);
}

/// What an event is about: a file, or one of its blocks, `a.1`.
std::string AfsMessages::target_of(const AfsEvent& event) const {
  const AfsFile& file = program_.files[event.file];
  return event.blocks == file.blocks ? file_name(event.file) : program_.blocks[file.first + event.first].name;
}

/// `Fetch(a)`: the message by which a process asks for an event.
std::string AfsMessages::call_name(const AfsEvent& event, std::uint32_t stage) const {
  const std::string_view status = options_.callbacks ? "FetchStatus" : "GetFileStat";
  switch (event.operation) {
    case Operation::open:
      return fmt::format("{}({})",
                         opens_by_status(event)             ? status
                         : options_.callbacks || stage == 1 ? "Fetch"
                                                            : "TestAuth",
                         path_of(event.file));
    case Operation::read:
    case Operation::write:
      return fmt::format("Fetch({})", path_of(event.file));
    case Operation::close:
    case Operation::fsync:
      return fmt::format("Store({})", path_of(event.file));
    case Operation::stat:
      return fmt::format("{}({})", status, path_of(event.file));
    case Operation::flush:
      return fmt::format("GiveUpCallBacks({})", path_of(event.file));
    case Operation::create:
      return fmt::format("CreateFile({})", path_of(event.file));
    case Operation::rename:
      return fmt::format("Rename({}, {})", path_of(event.file), path_of(event.replaced));
    case Operation::release:
      return fmt::format("Release({})", trace_.volumes[event.file].name);
    case Operation::setacl:
      return fmt::format("StoreACL({})", trace_.directories[event.file].name);
    case Operation::makedir:
      return fmt::format("MakeDir({})", path_of(event.file));
    default:  // never called
      return std::string(name_of(event.operation));
  }
}

std::string AfsMessages::describe(Control control, const Step& step, explore::Branch branch) const {
  const std::uint32_t alternative = static_cast<std::uint32_t>(branch) % step.alternatives;
  const std::uint32_t count = static_cast<std::uint32_t>(branch) / step.alternatives;
  const auto callbacks = [&] {
    return count == 0 ? std::string() : fmt::format("; sends {} callback{}", count, count == 1 ? "" : "s");
  };
  const std::string& client = program_.clients[step.client];
  const std::string& object = program_.objects[step.object].name;
  const auto call = [&] { return call_name(*step.event, step.call.stage); };
  switch (step.action) {
    case Action::instant:
    case Action::open:
    case Action::read:
    case Action::write:
    case Action::close:
    case Action::stat:
    case Action::flush: {
      const Actor& actor = trace_.actors[step.process];
      const Event& event = actor.events[control.positions[step.process]];
      const bool described = has_descriptor(event.operation) && actor.descriptors.size() > 1 &&
                             actor.descriptors[event.descriptor] != file_name(step.event->file);
      const bool calls = alternative == afs_branch::kCall ||
                         (step.action == Action::open && alternative == afs_branch::kFetch);
      return fmt::format("{} {}{}{}{}", name_of(event.operation), target_of(*step.event),
                         described ? fmt::format(" [{}]", actor.descriptors[event.descriptor]) : "",
                         event.truncates ? " truncate" : "",
                         calls ? ": calls " + call_name(*step.event, alternative - 1) : "");
    }
    case Action::call:
      return "calls " + call();
    case Action::receive:
      return "takes the reply to " + call();
    case Action::retransmit:
      return "is sent again: a message of its call";
    case Action::take_break:
      return fmt::format("takes CallBack({})", object);
    case Action::send_giveups:
      return "sends GiveUpCallBacks";
    case Action::heartbeat:
      return "heartbeat";
    case Action::serve:
      return fmt::format("{}serves {} of {}{}", options_.callbacks ? "" : "walks the path and ", call(),
                         trace_.actors[step.process].name,
                         step.event->objects.empty() ? std::string() : callbacks());
    case Action::proceed: {
      const bool owes = step.call.phase == CallPhase::owing || step.call.phase == CallPhase::owing_alone;
      const bool applied =
          step.call.phase == CallPhase::applied || step.call.phase == CallPhase::applied_alone;
      const bool again = !owes && !applied && step.alternatives > 1 && alternative == afs_branch::kAgain;
      return fmt::format("{} {} of {}{}",
                         owes      ? "goes on with"
                         : again   ? "has to wait with"
                         : applied ? "replies to"
                                   : "applies",
                         call(), trace_.actors[step.process].name, callbacks());
    }
    case Action::greet:
      return "sends InitCallBackState to " + client;
    case Action::take_ack:
      return fmt::format("takes {}'s acknowledgement of CallBack({})", client, object);
    case Action::resend_break:
      return fmt::format("sends CallBack({}) to {} again", object, client);
    case Action::time_out:
      return fmt::format("waits no longer for {} about CallBack({})", client, object);
    case Action::send_delayed:
      return fmt::format("sends {} the callbacks that it missed", client);
    case Action::host_check:
      return fmt::format("probes {}, and sends it the callbacks that it missed", client);
    case Action::take_giveup:
      return fmt::format("takes GiveUpCallBacks({}) of {}", object, client);
    case Action::forget:
      return fmt::format("forgets its promise to {} about {}", client, object);
    default:
      return label_name(step.label);
  }
}

}  // namespace braid::models
