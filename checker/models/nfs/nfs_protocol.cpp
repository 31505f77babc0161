#include "braid/checker/models/nfs/nfs_protocol.h"

#include <utility>

#include "braid/checker/models/nfs/nfs_step.h"

namespace braid::models {

using explore::Branch;
using explore::Position;
using explore::Reading;

namespace {

using Kind = NfsObservable::Kind;

NfsSetting setting_of(const Trace& trace, const std::vector<explore::ObservableId>& tracked) {
  const NfsOptions options = nfs_options(trace);
  const FaultBudgets budgets(trace, nfs_faults());
  NfsProgram program(trace, options);
  const std::vector<NfsObservable> all = nfs_observables(trace, program, options, budgets);
  NfsFields fields(program, options, budgets, nfs_tracking(program, all, tracked));
  return {options, budgets, std::move(program), std::move(fields)};
}

bool needs_work_left(NfsAction action) {
  switch (action) {
    case NfsAction::write_back:
    case NfsAction::fail_write_back:
    case NfsAction::tick:
    case NfsAction::crash_server:
    case NfsAction::crash_client:
    case NfsAction::evict:
    case NfsAction::lose:
      return true;
    default:
      return false;
  }
}

}  // namespace

NfsProtocol::NfsProtocol(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : setting_(setting_of(trace, tracked)),
      observables_(nfs_observables(trace, setting_.program, setting_.options, setting_.budgets)) {
  for (const File& file : trace.files) file_names_.push_back(file.name);
  shape_.layout = setting_.fields.layout;
  list_rules(trace);
}

void NfsProtocol::initialize(Data data) const {
  const auto set = [&](explore::Field field, std::uint64_t value) {
    if (field.width != 0) data.set(field, value);
  };
  for (std::uint32_t block = 0; block < setting_.program.block_count(); ++block) {
    const auto initial = static_cast<std::uint64_t>(setting_.program.blocks[block].initial);
    set(setting_.fields.blocks[block].memory, initial);
    set(setting_.fields.blocks[block].disk, initial);
  }
  for (std::uint32_t file = 0; file < setting_.program.files.size(); ++file)
    set(setting_.fields.files[file].exists, setting_.program.files[file].absent ? 0 : 1);
}

/// Background work, faults and time end with the last event: nobody would notice them.
bool NfsProtocol::possible(const Rule& rule, std::span<const Position> events) const {
  if (rule.process != kNoProcess) return Protocol::possible(rule, events);
  if (!needs_work_left(static_cast<NfsAction>(rule.action))) return true;
  for (std::size_t process = 0; process < events.size(); ++process)
    if (events[process] < shape_.events[process]) return true;
  return false;
}

Branch NfsProtocol::take(const Rule& rule, Position event, Data data) const {
  return NfsStep(setting_, rule, event, std::as_const(data)).run();
}

Position NfsProtocol::next_event(const Rule& rule, Position event, Branch outcome) const {
  const auto told = static_cast<NfsOutcome>(outcome);
  switch (static_cast<NfsAction>(rule.action)) {
    case NfsAction::start:
    case NfsAction::take:
    case NfsAction::drop:
      break;
    case NfsAction::restart:
      if (told == NfsOutcome::goes_on) return event;
      return setting_.program.processes[rule.process].events[event].next_session;
    default:
      return event;
  }
  const NfsEvent& of = setting_.program.processes[rule.process].events[event];
  switch (told) {
    case NfsOutcome::goes_on:
    case NfsOutcome::begins:
    case NfsOutcome::reads:
    case NfsOutcome::reads_own:
    case NfsOutcome::reads_first:
    case NfsOutcome::reads_first_own:
      return event;
    case NfsOutcome::refused:
      return of.operation == Operation::open ? of.next_session : event + 1;
    default:
      return event + 1;
  }
}

Reading NfsProtocol::reading(explore::ObservableId observable, std::span<const Position> events) const {
  const NfsObservable& observed = observables_[observable];
  const NfsFields& fields = setting_.fields;
  const std::uint32_t block = observed.block;
  switch (observed.kind) {
    case Kind::server_content:
      return {fields.blocks[block].memory, 0};
    case Kind::server_number:
      return {fields.blocks[block].number, 0};
    case Kind::server_change:
      return {fields.files[setting_.program.blocks[block].file].change, 0};
    case Kind::server_exists:
      return {fields.files[setting_.program.blocks[block].file].exists, 0};
    case Kind::present:
      return {fields.buffer(observed.who, block).present, 0};
    case Kind::data:
      return {fields.buffer(observed.who, block).data, 0};
    case Kind::dirty:
      return {fields.buffer(observed.who, block).dirty, 0};
    case Kind::committing:
      return {fields.buffer(observed.who, block).committing, 0};
    case Kind::number:
      return {fields.buffer(observed.who, block).number, 0};
    case Kind::attributes:
      return {fields.attribute(observed.who, setting_.program.blocks[block].file).change, 0};
    case Kind::open: {
      std::int64_t open = 0;
      for (std::uint32_t process = 0; process < setting_.process_count(); ++process) {
        const NfsProcess& of = setting_.program.processes[process];
        if (of.client == observed.who) open += of.open[setting_.program.blocks[block].file][events[process]];
      }
      return {{}, open};
    }
    case Kind::got:
      return {fields.got[observed.who][block], 0};
    case Kind::read:
      return {fields.reads[observed.who][block], -1};
    case Kind::now:
      return {fields.now, 0};
    case Kind::constant:
      return {{}, observed.observable.least};
  }
  return {};
}

}  // namespace braid::models
