#include "braid/checker/models/smb/smb_protocol.h"

#include <algorithm>
#include <utility>

#include "braid/checker/models/smb/smb_client.h"
#include "braid/checker/models/smb/smb_server.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;
using explore::Position;

namespace {

SmbFields::Tracked tracked_of(const SmbProgram& program, const std::vector<SmbObservable>& all,
                              const std::vector<explore::ObservableId>& ids) {
  using Kind = SmbObservable::Kind;
  SmbFields::Tracked tracked;
  for (const SmbProcess& process : program.processes)
    tracked.reads.push_back(std::vector<bool>(process.reads, false));
  for (const explore::ObservableId id : ids) {
    if (id >= all.size()) continue;  // remembered by a property
    const SmbObservable& observable = all[id];
    if (observable.kind == Kind::read) tracked.reads[observable.who][observable.file] = true;
    if (observable.kind == Kind::number || observable.kind == Kind::server_number) tracked.numbers = true;
    if (observable.kind == Kind::wrote) tracked.wrote = true;
  }
  return tracked;
}

SmbWorld world_of(const Trace& trace, const FaultBudgets& budgets,
                  const std::vector<explore::ObservableId>& ids, explore::Layout& layout) {
  const SmbOptions options = smb_options(trace);
  const SmbProgram program(trace);
  const SmbFields::Tracked tracked =
      tracked_of(program, smb_observables(trace, program, options, budgets), ids);
  return {options, program, SmbFields(program, options, budgets, tracked, layout), budgets.of(Fault::tick)};
}

}  // namespace

explore::Signature SmbProtocol::signature(const Trace& trace) {
  const FaultBudgets budgets(trace, smb_faults());
  const SmbOptions options = smb_options(trace);
  const SmbProgram program(trace);
  explore::Signature signature;
  signature.system = "smb";
  signature.contents = program.contents;
  signature.sets = {{"clients", program.clients}, {"files", {}}, {"processes", {}}};
  for (const File& file : trace.files) signature.sets[1].members.push_back(file.name);
  for (const Actor& actor : trace.actors) signature.sets[2].members.push_back(actor.name);
  signature.events = smb_event_kinds();
  for (SmbObservable& observable : smb_observables(trace, program, options, budgets))
    signature.observables.push_back(std::move(observable.observable));
  return signature;
}

SmbProtocol::SmbProtocol(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : world_(world_of(trace, FaultBudgets(trace, smb_faults()), tracked, shape_.layout)) {
  const FaultBudgets budgets(trace, smb_faults());
  lost_limit_ = budgets.of(Fault::loss);
  resent_limit_ = budgets.of(Fault::retransmit);
  observables_ = smb_observables(trace, world_.program, world_.options, budgets);
  for (const File& file : trace.files) files_.push_back(file.name);
  for (const SmbProcess& process : world_.program.processes)
    shape_.events.push_back(static_cast<std::uint32_t>(process.events.size()));
  shape_.progress = world_.fields.progress;
  shape_.event_weight = world_.fields.event_weight;
  shape_.greatest_growth = world_.fields.greatest_growth;
  list_rules(trace, budgets);
}

void SmbProtocol::initialize(Data data) const {
  SmbState state(world_, data);
  for (std::uint32_t file = 0; file < world_.program.files; ++file) {
    const SmbFields::File& fields = world_.fields.files[file];
    state.set(fields.content, static_cast<std::uint64_t>(world_.program.initial[file]));
    state.set(fields.exists, 1);
    for (const std::uint32_t pair : world_.program.pairs_of[file])
      state.set(world_.fields.pairs[pair].wrote, static_cast<std::uint64_t>(world_.program.initial[file]));
  }
  state.set(world_.fields.next, world_.program.files);
}

bool SmbProtocol::any_before(std::uint32_t pair, std::span<const Position> events,
                             std::initializer_list<Operation> operations) const {
  const SmbPair& of = world_.program.pairs[pair];
  return std::any_of(of.processes.begin(), of.processes.end(), [&](std::uint32_t process) {
    const std::vector<SmbEvent>& all = world_.program.processes[process].events;
    if (events[process] >= all.size()) return false;
    const SmbEvent& event = all[events[process]];
    return event.file == of.file &&
           std::find(operations.begin(), operations.end(), event.operation) != operations.end();
  });
}

bool SmbProtocol::possible(const Rule& rule, std::span<const Position> events) const {
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::serve_open:
      return any_before(rule.object, events, {Operation::open});
    case SmbAction::serve_read:
      return any_before(rule.object, events, {Operation::read});
    case SmbAction::serve_write:
      return any_before(rule.object, events, {Operation::write});
    case SmbAction::serve_flush:
      return any_before(rule.object, events, {Operation::fsync, Operation::close});
    case SmbAction::serve_close:
      return any_before(rule.object, events, {Operation::close});
    case SmbAction::serve_remove:
      return any_before(rule.object, events, {Operation::remove});
    case SmbAction::tick:
    case SmbAction::lose_break:
      for (std::uint32_t process = 0; process < shape_.events.size(); ++process)
        if (events[process] < shape_.events[process]) return true;
      return false;
    default:
      return Protocol::possible(rule, events);
  }
}

Branch SmbProtocol::take_of_process(const Rule& rule, Position place, const Data& data) const {
  SmbClient client(world_, SmbState(world_, data));
  const SmbEvent& event = event_of(rule, place);
  const std::uint32_t pair = pair_of(rule, event);
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::start:
      return client.start(pair, rule.process, event);
    case SmbAction::receive:
      return client.receive(pair, rule.process, event);
    default:
      return event.operation == Operation::write ? client.write_to_cache(pair, rule.process, event)
                                                 : kDisabled;
  }
}

Branch SmbProtocol::serve(const Rule& rule, const Data& data) const {
  SmbServer server(world_, SmbState(world_, data));
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::serve_open:
      return server.serve_open(rule.object);
    case SmbAction::serve_read:
      return server.serve_read(rule.object);
    case SmbAction::serve_write:
      return server.serve_write(rule.object);
    case SmbAction::serve_flush:
      return server.serve_flush(rule.object);
    case SmbAction::serve_close:
      return server.serve_close(rule.object);
    case SmbAction::serve_remove:
      return server.serve_remove(rule.object);
    case SmbAction::serve_break_flush:
      return server.serve_break_flush(rule.object);
    case SmbAction::take_answer:
      return server.take_answer(rule.object);
    case SmbAction::take_late_answer:
      return server.take_late_answer(rule.object);
    case SmbAction::take_deferred_close:
      return server.take_deferred_close(rule.object);
    case SmbAction::time_out:
      return server.time_out(rule.object);
    default: {
      const bool spent = data.get(world_.fields.resent) >= resent_limit_;
      return spent ? kDisabled : server.resend_break(rule.object);
    }
  }
}

Branch SmbProtocol::take_of_environment(const Rule& rule, const Data& data) const {
  SmbState state(world_, data);
  if (static_cast<SmbAction>(rule.action) == SmbAction::tick) {
    const std::uint32_t now = state.get(world_.fields.now);
    if (now >= world_.ticks) return kDisabled;
    state.set(world_.fields.now, now + 1);
    return 0;
  }
  const SmbFields::Pair& fields = state.of(rule.object);
  const std::uint32_t lost = state.get(world_.fields.lost);
  if (lost >= lost_limit_ || state.get(fields.stage) != SmbStage::kSent) return kDisabled;
  state.set(world_.fields.lost, lost + 1);
  if (state.is(fields.late)) {
    state.end_break(rule.object);
  } else {
    state.set(fields.failed, 1);
    state.set_stage(rule.object, SmbStage::kAnswered);
  }
  return 0;
}

Branch SmbProtocol::take(const Rule& rule, Position event, Data data) const {
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::start:
    case SmbAction::receive:
    case SmbAction::write_to_cache:
      return take_of_process(rule, event, data);
    case SmbAction::take_break:
      return SmbClient(world_, SmbState(world_, data)).take_break(rule.object);
    case SmbAction::take_flush_reply:
      return SmbClient(world_, SmbState(world_, data)).take_flush_reply(rule.object);
    case SmbAction::tick:
    case SmbAction::lose_break:
      return take_of_environment(rule, data);
    default:
      return serve(rule, data);
  }
}

Position SmbProtocol::next_event(const Rule& rule, Position event, Branch outcome) const {
  switch (static_cast<SmbAction>(rule.action)) {
    case SmbAction::write_to_cache:
      return event + 1;
    case SmbAction::start:
    case SmbAction::receive: {
      const SmbEvent& of = event_of(rule, event);
      if (outcome == SmbEventStep::kGoesOn || outcome == SmbEventStep::kGoesOnRefused) return event;
      const bool failed = outcome == SmbEventStep::kDoneRefused && of.operation == Operation::open;
      return failed ? of.after_session : event + 1;
    }
    default:
      return event;
  }
}

explore::Reading SmbProtocol::reading(explore::ObservableId id, std::span<const Position> events) const {
  using Kind = SmbObservable::Kind;
  const SmbObservable& observable = observables_[id];
  if (observable.kind == Kind::read) return {world_.fields.reads[observable.who][observable.file], -1};
  if (observable.kind == Kind::now) return {world_.fields.now, 0};
  const SmbFields::File& file = world_.fields.files[observable.file];
  if (observable.kind == Kind::server_content) return {file.content, 0};
  if (observable.kind == Kind::server_number) return {file.number, 0};
  if (observable.kind == Kind::server_exists) return {file.exists, file.exists.width == 0 ? 1 : 0};
  if (observable.kind == Kind::open) {
    return {{}, static_cast<std::int64_t>(world_.program.open(observable.who, observable.file, events))};
  }
  const std::uint32_t pair = world_.program.pair_of[observable.who][observable.file];
  if (pair == SmbProgram::kNone) return {};
  const SmbFields::Pair& fields = world_.fields.pairs[pair];
  switch (observable.kind) {
    case Kind::present:
      return {fields.present, 0};
    case Kind::dirty:
      return {fields.dirty, 0};
    case Kind::data:
      return {fields.data, 0};
    case Kind::number:
      return {fields.number, 0};
    case Kind::wrote:
      return {fields.wrote, 0};
    case Kind::lease:
      return {right_of(fields.lease, observable.right), 0};
    case Kind::granted:
      return {right_of(fields.held, observable.right), 0};
    case Kind::pending:
      return {fields.pending, 0};
    case Kind::late:
      return {fields.late, 0};
    case Kind::due:
      return {fields.due, 0};
    case Kind::deferred:
      return {fields.deferred, 0};
    default:
      return {fields.handles, 0};
  }
}

}  // namespace braid::models
