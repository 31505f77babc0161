// What steps of NFSv4 are called.
#include <fmt/format.h>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"
#include "braid/tracer/trace.h"

namespace braid::models {

using explore::Branch;
using explore::Position;

/// Of a file of several blocks, reads and writes of one are about that.
const std::string& Nfs4::name_of_object(const Nfs4Event& event) const {
  const bool transfers = event.operation == Operation::read || event.operation == Operation::write;
  return transfers && event.blocks == 1 ? program_.blocks[event.first].name : file_names_[event.file];
}

std::string Nfs4::describe_act(const Nfs4Event& event, Branch outcome) const {
  const std::string what = fmt::format("{} {}", name_of(event.operation), name_of_object(event));
  if (outcome == kActFails) return what + ": fails, the server has dropped what the client had";
  if (outcome == kActSkipped) return what + ": fails, the file is not open any more";
  if (outcome == kActDone) return what;
  if (outcome == kActTakesOver) return what + ": the create has opened it";
  if (outcome == kActReadsBlock) return what + ": has a block, and goes on";
  switch (event.operation) {
    case Operation::open:
    case Operation::create:
      return what + ": calls OPEN";
    case Operation::read:
      return what + ": calls READ";
    case Operation::stat:
      return what + ": calls GETATTR";
    case Operation::lock:
      return what + ": calls LOCK";
    case Operation::fsync:
      return what + ": calls WRITE";
    case Operation::unlock:
      return what + ": calls WRITE or LOCKU";
    case Operation::truncate:
      return what + ": calls WRITE or SETATTR";
    default:
      return what + ": calls WRITE or CLOSE";
  }
}

std::string Nfs4::describe_service(const Rule& rule, const Nfs4Event& event, Branch outcome) const {
  const std::string call = fmt::format("{} {} of {}", name_of(event.operation), name_of_object(event),
                                       shape_.actors[rule.process]);
  const std::string& block = program_.blocks[first_of(event.file) + rule.detail].name;
  const bool again = static_cast<Action>(rule.action) == Action::proceed;
  switch (outcome) {
    case kServiceWaits:
      return "takes up the " + call + ", which must wait";
    case kServiceRefuses:
      return "refuses the " + call + ": it does not know the stateid";
    case kReplaysReply:
      return "replies to the " + call + " from its slot's cache";
    case kStored:
      return (again ? "goes on with the " : "serves the ") + call + ": stores what it brings" +
             (has_several_blocks(event.file) ? " of " + block : "");
    case kServedInVain:
      return (again ? "goes on with the " : "serves the ") + call + ": the file is " +
             (event.operation == Operation::create ? "there already" : "not there");
    case kServedMakes:
      return (again ? "goes on with the " : "serves the ") + call + ": makes the file";
    case kServedGrants:
      return (again ? "goes on with the " : "serves the ") + call + ", and grants a delegation";
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
    case kReturnStores:
      return fmt::format("stores what was dirty of {}, which comes back from {}",
                         program_.blocks[first_of(rule.object) + rule.detail].name, client);
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
          fmt::format("{} {}", name_of(of_process().operation), name_of_object(of_process()));
      if (outcome == kReceiptRefused) return what + ": takes the reply, an error";
      if (outcome == kReceiptFails) return what + ": takes the reply, and fails";
      if (outcome == kReceiptGoesOn) {
        return fmt::format("{}: takes the reply to its {}, and calls {}", what,
                           of_process().operation == Operation::create ? "OPEN" : "WRITE",
                           of_process().operation == Operation::create ? "CLOSE" : "again");
      }
      if (outcome == kReceiptReadsBlock) return what + ": takes the reply, and goes on";
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
