// What steps of NFSv4 are called, and which events they are.
#include <fmt/format.h>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"
#include "braid/tracer/trace.h"

namespace braid::models {

using explore::Branch;
using explore::EventInstance;
using explore::Position;

namespace {

using Kind = Nfs4EventKind;

EventInstance instance(Kind kind, std::uint32_t who, std::uint32_t file) {
  return {static_cast<std::uint32_t>(kind), {who, file}};
}

/// What is seen of an event when it has ended.
void add_end(const Nfs4Event& event, std::uint32_t client, std::vector<EventInstance>& events) {
  switch (event.operation) {
    case Operation::open:
      return events.push_back(instance(Kind::open, client, event.file));
    case Operation::read:
      return events.push_back(instance(Kind::read, client, event.file));
    case Operation::write:
      return events.push_back(instance(Kind::write, client, event.file));
    case Operation::close:
      return events.push_back(instance(Kind::close, client, event.file));
    default:
      return;
  }
}

void add_beginning(const Nfs4Event& event, std::uint32_t client, std::vector<EventInstance>& events) {
  if (event.operation == Operation::open) events.push_back(instance(Kind::call_open, client, event.file));
  if (event.operation == Operation::close) events.push_back(instance(Kind::call_close, client, event.file));
}

}  // namespace

std::vector<EventInstance> Nfs4::events(const Rule& rule, Position event, Branch outcome) const {
  std::vector<EventInstance> events;
  const auto of_process = [&]() -> const Nfs4Event& {
    return program_.processes[rule.process].events[event];
  };
  switch (static_cast<Action>(rule.action)) {
    case Action::act:
      if (outcome == kActFails) events.push_back(instance(Kind::refused, rule.client, of_process().file));
      if (outcome == kActDone || outcome == kActCalls) add_beginning(of_process(), rule.client, events);
      if (outcome == kActDone) add_end(of_process(), rule.client, events);
      break;
    case Action::receive:
      if (outcome == kReceiptRefused)
        events.push_back(instance(Kind::refused, rule.client, of_process().file));
      if (outcome == kReceiptDone) add_end(of_process(), rule.client, events);
      if (outcome == kReceiptDone && of_process().operation == Operation::lock)
        events.push_back(instance(Kind::lock, rule.process, of_process().file));
      break;
    case Action::serve:
    case Action::proceed:
      if (outcome != kStored) break;
      events.push_back(instance(Kind::store, rule.client, of_process().file));
      events.push_back(instance(Kind::apply, rule.process, of_process().file));
      break;
    case Action::take_return:
      if (outcome == kReturnedFlushed) events.push_back(instance(Kind::store, rule.client, rule.object));
      if (outcome == kReturnRefused) events.push_back(instance(Kind::refused, rule.client, rule.object));
      break;
    case Action::discard:
      events.push_back(instance(Kind::refused, rule.client, rule.object));
      break;
    default:
      break;
  }
  return events;
}

std::string Nfs4::describe_act(const Nfs4Event& event, Branch outcome) const {
  const std::string what = fmt::format("{} {}", name_of(event.operation), file_names_[event.file]);
  if (outcome == kActFails) return what + ": fails, the server has dropped what the client had";
  if (outcome == kActSkipped) return what + ": fails, the file is not open any more";
  if (outcome == kActDone) return what;
  switch (event.operation) {
    case Operation::open:
      return what + ": calls OPEN";
    case Operation::read:
      return what + ": calls READ";
    case Operation::lock:
      return what + ": calls LOCK";
    case Operation::fsync:
      return what + ": calls WRITE";
    case Operation::unlock:
      return what + ": calls WRITE or LOCKU";
    default:
      return what + ": calls WRITE or CLOSE";
  }
}

std::string Nfs4::describe_service(const Rule& rule, const Nfs4Event& event, Branch outcome) const {
  const std::string call = fmt::format("{} {} of {}", name_of(event.operation), file_names_[event.file],
                                       shape_.actors[rule.process]);
  const bool again = static_cast<Action>(rule.action) == Action::proceed;
  switch (outcome) {
    case kServiceWaits:
      return "takes up the " + call + ", which must wait";
    case kServiceRefuses:
      return "refuses the " + call + ": it does not know the stateid";
    case kReplaysReply:
      return "replies to the " + call + " from its slot's cache";
    case kStored:
      return (again ? "goes on with the " : "serves the ") + call + ": stores what it brings";
    default:
      return (again ? "goes on with the " : "serves the ") + call;
  }
}

std::string Nfs4::describe_client(const Rule& rule, Branch outcome) const {
  const std::string& file = file_names_[rule.object];
  switch (static_cast<Action>(rule.action)) {
    case Action::take_recall:
      return outcome == kRecallDisowned
                 ? fmt::format("answers the recall of {}: it has no such delegation", file)
                 : "takes the recall of " + file;
    case Action::begin_return:
      return "sends what is dirty of " + file + ", and returns the delegation";
    case Action::discard:
      return "gives up its revoked delegation of " + file;
    case Action::renew:
      return "renews its lease";
    case Action::reclaim:
      return outcome == kReclaimDenied ? "may not reclaim what it had" : "reclaims what it had";
    default:
      break;
  }
  const std::string& client = program_.clients[rule.client];
  switch (outcome) {
    case kReturnedFlushed:
      return fmt::format("takes the delegation of {} back from {}, and stores what was dirty", file, client);
    case kReturnRefused:
      return fmt::format("refuses what {} sends of {}: the delegation was revoked", client, file);
    default:
      return fmt::format("takes the delegation of {} back from {}", file, client);
  }
}

std::string Nfs4::describe(const Rule& rule, Position event, Branch outcome) const {
  const auto of_process = [&]() -> const Nfs4Event& {
    return program_.processes[rule.process].events[event];
  };
  switch (static_cast<Action>(rule.action)) {
    case Action::act:
      return describe_act(of_process(), outcome);
    case Action::receive: {
      const std::string what =
          fmt::format("{} {}", name_of(of_process().operation), file_names_[of_process().file]);
      if (outcome == kReceiptRefused) return what + ": takes the reply, an error";
      if (outcome == kReceiptGoesOn) return what + ": takes the reply to its WRITE, and calls again";
      return what + ": takes the reply";
    }
    case Action::serve:
    case Action::proceed:
      return describe_service(rule, of_process(), outcome);
    case Action::take_recall:
    case Action::begin_return:
    case Action::discard:
    case Action::renew:
    case Action::reclaim:
    case Action::take_return:
      return describe_client(rule, outcome);
    default: {
      const std::string server = "server ";
      return rule.name.starts_with(server) && static_cast<Action>(rule.action) < Action::tick
                 ? rule.name.substr(server.size())
                 : rule.name;
    }
  }
}

}  // namespace braid::models
