// What the rules of SMB are, as events of properties and in words.
#include <fmt/format.h>

#include <utility>

#include "braid/checker/models/smb/smb_client.h"
#include "braid/checker/models/smb/smb_protocol.h"
#include "braid/checker/models/smb/smb_server.h"
#include "braid/tracer/trace.h"

namespace braid::models {

using explore::Branch;
using explore::EventInstance;
using explore::Position;

namespace {

SmbEventKind kind_of(Operation operation) {
  switch (operation) {
    case Operation::open:
      return SmbEventKind::open;
    case Operation::read:
      return SmbEventKind::read;
    case Operation::write:
      return SmbEventKind::write;
    case Operation::close:
      return SmbEventKind::close;
    case Operation::fsync:
      return SmbEventKind::fsync;
    default:
      return SmbEventKind::remove;
  }
}

/// Puts together the events that a step is. Asked for every branch of every step: says quickly where there is
/// none.
class Events {
 public:
  Events(std::uint32_t client, std::uint32_t file) : client_(client), file_(file) {}

  void add(SmbEventKind kind) { all_.push_back({static_cast<std::uint32_t>(kind), {client_, file_}}); }
  [[nodiscard]] std::vector<EventInstance> take() { return std::move(all_); }

 private:
  std::uint32_t client_;
  std::uint32_t file_;
  std::vector<EventInstance> all_;
};

void add_start(Operation operation, Branch outcome, Events& events) {
  const bool done = outcome == SmbEventStep::kDone;
  if (operation == Operation::open) events.add(SmbEventKind::call_open);
  if (operation == Operation::close) events.add(SmbEventKind::call_close);
  if (operation == Operation::write && done) events.add(SmbEventKind::cache);
  if (done) events.add(kind_of(operation));
}

void add_receive(Operation operation, Branch outcome, Events& events) {
  const bool refused = outcome == SmbEventStep::kGoesOnRefused || outcome == SmbEventStep::kDoneRefused;
  const bool closed = outcome == SmbEventStep::kDoneRefused && operation == Operation::close;
  if (refused) events.add(SmbEventKind::refused);
  if (outcome == SmbEventStep::kDone || closed) events.add(kind_of(operation));
}

std::string_view what_of(SmbAction action) {
  switch (action) {
    case SmbAction::serve_open:
      return "open";
    case SmbAction::serve_read:
      return "read";
    case SmbAction::serve_write:
      return "write";
    case SmbAction::serve_flush:
      return "flush";
    case SmbAction::serve_close:
      return "close";
    default:
      return "removal";
  }
}

}  // namespace

std::vector<EventInstance> SmbProtocol::events(const Rule& rule, Position event, Branch outcome) const {
  const auto action = static_cast<SmbAction>(rule.action);
  if (rule.process != kNoProcess) {
    const SmbEvent& of = event_of(rule, event);
    Events events(rule.client, of.file);
    if (action == SmbAction::start) add_start(of.operation, outcome, events);
    if (action == SmbAction::receive) add_receive(of.operation, outcome, events);
    if (action == SmbAction::write_to_cache) {
      events.add(SmbEventKind::cache);
      events.add(SmbEventKind::write);
    }
    return events.take();
  }
  const bool flushes = action == SmbAction::serve_flush || action == SmbAction::serve_break_flush;
  const bool stores = (flushes || action == SmbAction::serve_write) && outcome == SmbServed::kDone;
  const bool denies = action == SmbAction::serve_remove && outcome == SmbServed::kRefused;
  const bool loses = action == SmbAction::take_flush_reply && outcome == SmbBreakStep::kRefused;
  if (!stores && !denies && !loses) return {};
  Events events(rule.client, world_.program.pairs[rule.object].file);
  if (stores) events.add(SmbEventKind::store);
  if (stores && flushes) events.add(SmbEventKind::flush);
  if (denies) events.add(SmbEventKind::deny);
  if (loses) events.add(SmbEventKind::refused);
  return events.take();
}

std::string SmbProtocol::describe_process(const Rule& rule, Position event, Branch outcome) const {
  const SmbEvent& of = event_of(rule, event);
  const std::string operation = fmt::format("{} {}", name_of(of.operation), files_[of.file]);
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::write_to_cache:
      return fmt::format("{}: into the cache", operation);
    case SmbAction::start:
      if (outcome == SmbEventStep::kDone) return operation;
      return fmt::format("{}: calls", operation);
    default:
      break;
  }
  switch (outcome) {
    case SmbEventStep::kGoesOn:
      return fmt::format("{}: takes the reply, goes on", operation);
    case SmbEventStep::kDone:
      return fmt::format("{}: takes the reply", operation);
    case SmbEventStep::kGoesOnRefused:
      return fmt::format("{}: what was kept is refused, goes on", operation);
    default:
      return fmt::format("{}: is refused", operation);
  }
}

std::string SmbProtocol::describe_server(const Rule& rule, Branch outcome) const {
  const SmbPair& pair = world_.program.pairs[rule.object];
  const std::string& client = world_.program.clients[pair.client];
  const std::string& file = files_[pair.file];
  const auto action = static_cast<SmbAction>(rule.action);
  switch (action) {
    case SmbAction::serve_break_flush:
      if (outcome == SmbServed::kBegun) return fmt::format("breaks {} for what {} has kept", file, client);
      if (outcome == SmbServed::kRefused) return fmt::format("refuses what {} has kept of {}", client, file);
      return fmt::format("stores what {} has kept of {}", client, file);
    case SmbAction::take_answer:
      return fmt::format("takes {}'s answer to the break of {}", client, file);
    case SmbAction::take_late_answer:
      if (outcome == 0) return fmt::format("ignores {}'s late answer about {}", client, file);
      return fmt::format("takes {}'s late answer about {} for one to the present break", client, file);
    case SmbAction::take_deferred_close:
      return fmt::format("closes {} for {}", file, client);
    case SmbAction::time_out:
      return fmt::format("gives up on {}'s answer about {}", client, file);
    case SmbAction::resend_break:
      return fmt::format("sends {} the break of {} again", client, file);
    default:
      break;
  }
  const std::string work = fmt::format("{}'s {} of {}", client, what_of(action), file);
  if (action == SmbAction::serve_close && outcome == SmbServed::kBegun)
    return fmt::format("wakes others for {}", work);
  if (action == SmbAction::serve_read) return fmt::format("serves {}", work);
  if (outcome == SmbServed::kBegun) return fmt::format("breaks for, or waits with, {}", work);
  if (outcome == SmbServed::kChecked) return fmt::format("finds nobody else for {}", work);
  if (outcome == SmbServed::kRefused || outcome == SmbServed::kMissing)
    return fmt::format("refuses {}", work);
  return fmt::format("serves {}", work);
}

std::string SmbProtocol::describe(const Rule& rule, Position event, Branch outcome) const {
  const auto action = static_cast<SmbAction>(rule.action);
  if (rule.process != kNoProcess) return describe_process(rule, event, outcome);
  if (action == SmbAction::tick) return "time passes";
  const std::string& file = files_[world_.program.pairs[rule.object].file];
  const std::string& client = world_.program.clients[rule.client];
  switch (action) {
    case SmbAction::take_break:
      if (outcome == SmbBreakStep::kFlushes) return fmt::format("takes the break of {}: stores first", file);
      if (outcome == SmbBreakStep::kIgnores) return fmt::format("ignores the break of {}", file);
      return fmt::format("takes the break of {}, answers", file);
    case SmbAction::take_flush_reply:
      if (outcome == SmbBreakStep::kRefused) return fmt::format("what was kept of {} is refused", file);
      return fmt::format("has stored {}, answers the break", file);
    case SmbAction::lose_break:
      return fmt::format("loses the break of {} to {}", file, client);
    default:
      return describe_server(rule, outcome);
  }
}

}  // namespace braid::models
