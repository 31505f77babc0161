#include "braid/checker/models/afs/afs_messages.h"

#include <fmt/format.h>

#include <algorithm>

namespace braid::models {

using explore::Control;
using explore::Position;
using explore::Reading;

namespace {

using Kind = AfsObservable::Kind;

/// Which reads are tracked, by process.
std::vector<std::vector<bool>> tracked_reads(const AfsProgram& program, const std::vector<AfsObservable>& all,
                                             const std::vector<explore::ObservableId>& tracked) {
  std::vector<std::vector<bool>> reads;
  for (const AfsProcess& process : program.processes) reads.emplace_back(process.reads.size(), false);
  for (const explore::ObservableId id : tracked) {
    if (id < all.size() && all[id].kind == Kind::read) reads[all[id].who][all[id].file] = true;
  }
  return reads;
}

/// Versions are numbered where somebody wants to know, and where clients go by the numbers.
bool tracks_numbers(const AfsProgram& program, const std::vector<AfsObservable>& all,
                    const std::vector<explore::ObservableId>& tracked) {
  return program.any_goes_by_number() ||
         std::any_of(tracked.begin(), tracked.end(), [&](explore::ObservableId id) {
           return id < all.size() && (all[id].kind == Kind::number || all[id].kind == Kind::server_number);
         });
}

/// Attempts that one call can need.
std::uint32_t attempts_of(const AfsProgram& program, const AfsOptions& options, const FaultBudgets& budgets) {
  std::uint32_t attempts = 1 + budgets.of(Fault::retransmit) + budgets.of(Fault::server_crash);
  if (options.breaks != BreakSet::scanned) return attempts;
  for (const AfsProcess& process : program.processes) {
    attempts += static_cast<std::uint32_t>(process.events.size());
  }
  return attempts;
}

void require_positions(const Trace& trace, const AfsProgram& program, const CallCodec& codec) {
  std::uint64_t longest = 0;
  for (const AfsProcess& process : program.processes) {
    longest = std::max<std::uint64_t>(longest, process.events.size());
  }
  const std::uint64_t positions = (longest + 2) * kCallStages * codec.attempts() * kCallPhases;
  if (positions <= std::uint64_t{1} << 31) return;
  throw InputError(trace.source, trace.system_position,
                   fmt::format("a program of {} events is too long", longest),
                   "at message granularity events times attempts stay below some 90 million", trace.text);
}

}  // namespace

explore::Signature AfsMessages::signature(const Trace& trace) {
  const FaultBudgets budgets(trace, afs_faults(trace.system == "afs2"));
  const AfsOptions options = afs_options(trace, budgets);
  const AfsProgram program(trace, options);
  explore::Signature signature;
  signature.system = options.callbacks ? "afs2-message" : "afs1";
  signature.contents = program.contents;
  signature.sets = {{"clients", program.clients}, {"files", {}}, {"processes", {}}};
  for (const AfsBlock& block : program.blocks) signature.sets[1].members.push_back(block.name);
  for (const Actor& actor : trace.actors) signature.sets[2].members.push_back(actor.name);
  signature.events = afs_event_kinds();
  signature.caches_on_disk = true;
  for (AfsObservable& observable : afs_observables(trace, program, options, budgets)) {
    signature.observables.push_back(std::move(observable.observable));
  }
  return signature;
}

AfsMessages::AfsMessages(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : trace_(trace),
      budgets_(trace, afs_faults(trace.system == "afs2")),
      options_(afs_options(trace, budgets_)),
      program_(trace, options_),
      codec_(attempts_of(program_, options_, budgets_)),
      notices_place_(static_cast<std::uint32_t>(program_.processes.size()) * (messages() ? 2 : 1)),
      heartbeats_place_(notices_place_),
      forgotten_place_(notices_place_),
      environment_(budgets_, 0, 0),
      fields_(program_, options_, budgets_,
              tracks_numbers(program_, afs_observables(trace, program_, options_, budgets_), tracked),
              tracked_reads(program_, afs_observables(trace, program_, options_, budgets_), tracked), trace),
      observables_(afs_observables(trace, program_, options_, budgets_)),
      reads_(tracked_reads(program_, observables_, tracked)) {
  require_positions(trace, program_, codec_);
  const auto clients = static_cast<std::uint32_t>(program_.clients.size());
  const bool notices = std::any_of(fields_.clients.begin(), fields_.clients.end(), [](const auto& client) {
    return client.down.width != 0 || client.known.width != 0;
  });
  heartbeats_place_ = notices_place_ + (notices ? clients : 0);
  forgotten_place_ = heartbeats_place_ + (options_.recovery == Recovery::heartbeat ? clients : 0);
  const bool forgets = budgets_.of(Fault::tick) > 0 && options_.callbacks;
  environment_ = Environment(budgets_, clients, forgotten_place_ + (forgets ? clients : 0));
  if (messages()) {
    const auto objects = static_cast<explore::Rank>(program_.objects.size());
    const auto files = static_cast<explore::Rank>(fields_.server.size());
    position_weight_ = 1 + 4 * clients * objects + 2 * files;
  }
  list_labels();
}

explore::OwnedControl AfsMessages::initial() const {
  return {std::vector<Position>(environment_.end(), 0), 0};
}

explore::Ending AfsMessages::ending(Control control) const {
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    if (control.positions[process] > program_.processes[process].events.size()) return explore::Ending::error;
  }
  return work_left(control) ? explore::Ending::blocked : explore::Ending::final;
}

std::vector<std::uint32_t> AfsMessages::waiting(Control control) const {
  std::vector<std::uint32_t> waiting;
  for (std::uint32_t process = 0; process < program_.processes.size(); ++process) {
    const bool calls = messages() && call_of(process, control).phase != CallPhase::idle;
    if (calls || control.positions[process] < program_.processes[process].events.size())
      waiting.push_back(process);
  }
  return waiting;
}

/// With instant delivery each event is one step.
std::optional<std::vector<std::uint64_t>> AfsMessages::chain_lengths() const {
  if (messages()) return std::nullopt;
  std::vector<std::uint64_t> lengths;
  for (const AfsProcess& process : program_.processes) lengths.push_back(process.events.size());
  return lengths;
}

Reading AfsMessages::reading(explore::ObservableId observable, Control control) const {
  const AfsObservable& observed = observables_[observable];
  const std::uint32_t who = observed.who;
  const std::uint32_t file = observed.file;
  const auto constant = [](bool truth) { return Reading{{}, truth ? 1 : 0}; };
  const auto right = [&](explore::Field AfsFields::UserRights::*now, bool Rights::*initially) {
    const AfsFields::UserRights* rights = fields_.rights(program_.user_of[who], file);
    if (rights == nullptr) return constant(true);
    const explore::Field field = rights->*now;
    return field.width != 0 ? Reading{field, 0} : constant(rights->initial.*initially);
  };
  switch (observed.kind) {
    case Kind::server_content:
      return {fields_.block(fields_.server[file].content, observed.block), 0};
    case Kind::server_number:
      return {fields_.server[file].number, 0};
    case Kind::server_exists:
      return {fields_.server[file].exists, 0};
    case Kind::callback:
      return {fields_.promise(who, file).held, 0};
    case Kind::pending:
      return {fields_.promise(who, file).pending, 0};
    case Kind::breaks:
      return {fields_.wire(who, file).breaks, 0};
    case Kind::delayed:
      return {fields_.wire(who, file).delayed, 0};
    case Kind::open:
      return {{}, open_count(who, file, control)};
    case Kind::present:
      return {fields_.copy(who, file).present, 0};
    case Kind::fetched:
      return {fields_.copy(who, file).fetched, 0};
    case Kind::trust:
      return {fields_.copy(who, file).trust, 0};
    case Kind::dirty:
      return {fields_.copy(who, file).dirty, 0};
    case Kind::refs: {
      const AfsFields::Copy& copy = fields_.copy(who, file);
      if (copy.refs.width == 0) return {{}, open_count(who, file, control)};
      return {copy.refs, -static_cast<std::int64_t>(copy.refs_bias)};
    }
    case Kind::data:
      return {fields_.block(fields_.copy(who, file).data, observed.block), 0};
    case Kind::number:
      return {fields_.copy(who, file).number, 0};
    case Kind::read:
      return {fields_.reads[who][file], -1};
    case Kind::may_read:
      return right(&AfsFields::UserRights::read, &Rights::read);
    case Kind::may_write:
      return right(&AfsFields::UserRights::write, &Rights::write);
    case Kind::may_administer:
      return right(&AfsFields::UserRights::administer, &Rights::administer);
    case Kind::file_of:
      return {{}, file};
    case Kind::calling:
      return constant(call_of(who, control).phase != CallPhase::idle);
    case Kind::rounds:
      return {{}, options_.breaks == BreakSet::scanned ? call_of(who, control).attempt : 0};
    case Kind::client_up:
      return constant(environment_.client_up(who, control));
    case Kind::linked:
      return constant(environment_.linked(who, control));
    case Kind::server_up:
      return constant(environment_.server_up(control));
    case Kind::now:
      return {{}, environment_.now(control)};
    case Kind::lifetime:
      return {{}, std::int64_t{options_.promise} + options_.skew};
    case Kind::heartbeat_period:
      return {{}, options_.heartbeat};
    case Kind::close_early:
      return constant(options_.close == CloseReturns::early);
  }
  return {};
}

}  // namespace braid::models
