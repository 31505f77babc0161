#include "braid/checker/models/nfs4/nfs4.h"

#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {

using explore::Branch;
using explore::kDisabled;
using explore::Position;
using explore::Reading;

namespace {

using Kind = Nfs4Observable::Kind;

}  // namespace

explore::Signature Nfs4::signature(const Trace& trace) {
  const FaultBudgets budgets(trace, nfs4_faults());
  static_cast<void>(nfs4_options(trace));
  const Nfs4Program program(trace);
  explore::Signature signature;
  signature.system = "nfs4";
  signature.contents = program.contents;
  signature.sets = {{"clients", program.clients}, {"files", {}}, {"processes", {}}};
  for (const Nfs4Block& block : program.blocks) signature.sets[1].members.push_back(block.name);
  for (const Actor& actor : trace.actors) signature.sets[2].members.push_back(actor.name);
  signature.events = nfs4_event_kinds();
  for (Nfs4Observable& observable : nfs4_observables(trace, program, budgets))
    signature.observables.push_back(std::move(observable.observable));
  return signature;
}

Nfs4::Nfs4(const Trace& trace, const std::vector<explore::ObservableId>& tracked)
    : budgets_(trace, nfs4_faults()),
      options_(nfs4_options(trace)),
      program_(trace),
      observables_(nfs4_observables(trace, program_, budgets_)),
      fields_(program_, options_, budgets_, nfs4_tracking(program_, observables_, tracked)) {
  for (const File& file : trace.files) file_names_.push_back(file.name);
  shape_.layout = fields_.layout;
  for (const Actor& actor : trace.actors) shape_.actors.push_back(actor.name);
  for (const std::string& client : program_.clients) shape_.actors.push_back(client + "'s cache");
  shape_.actors.emplace_back("server");
  if (budgets_.any()) shape_.actors.emplace_back("faults");
  for (const Nfs4Process& process : program_.processes)
    shape_.events.push_back(static_cast<std::uint32_t>(process.events.size()));
  list_rules(trace);
  weigh();
}

void Nfs4::initialize(Data data) const {
  for (Block block = 0; block < program_.blocks.size(); ++block)
    data.set(fields_.blocks[block].content, program_.blocks[block].initial);
}

bool Nfs4::fits(const Rule& rule, const Nfs4Event& event) const {
  switch (static_cast<Action>(rule.action)) {
    case Action::act:
    case Action::receive:
      return rule.detail < (event.operation == Operation::read ? event.blocks : 1);
    case Action::serve:
    case Action::proceed:
      break;
    default:
      return true;
  }
  const std::uint32_t first = event.first - first_of(event.file);
  switch (event.operation) {
    case Operation::read:
      return rule.detail >= first && rule.detail < first + event.blocks;
    case Operation::close:
    case Operation::fsync:
    case Operation::unlock:
    case Operation::truncate:
      return rule.detail == 0 || (rule.detail < program_.files[event.file].blocks &&
                                  program_.blocks[event.first + rule.detail].writes > 0);
    default:
      return rule.detail == 0;
  }
}

bool Nfs4::possible(const Rule& rule, std::span<const Position> events) const {
  if (static_cast<Action>(rule.action) < Action::tick) {
    return Protocol::possible(rule, events) &&
           (rule.process == kNoProcess ||
            fits(rule, program_.processes[rule.process].events[events[rule.process]]));
  }
  for (Process process = 0; process < processes(); ++process)
    if (events[process] < shape_.events[process]) return Protocol::possible(rule, events);
  return false;
}

Branch Nfs4::take(const Rule& rule, Position event, Data data) const {
  const auto of_process = [&]() -> const Nfs4Event& {
    return program_.processes[rule.process].events[event];
  };
  const auto move = [&](std::uint64_t from, std::uint64_t to, explore::Field field, bool allowed) {
    if (!allowed || data.get(field) != from) return kDisabled;
    data.set(field, to);
    return Branch{0};
  };
  switch (static_cast<Action>(rule.action)) {
    case Action::act:
      return act(rule, of_process(), data);
    case Action::receive:
      return receive(rule, of_process(), data);
    case Action::take_recall:
      return take_recall(rule.client, rule.object, data);
    case Action::begin_return:
      return begin_return(rule.client, rule.object, data);
    case Action::discard:
      if (data.get(fields_.copies[rule.client][rule.object].revoked) != kTold) return kDisabled;
      return discard(rule.client, rule.object, data);
    case Action::renew:
      return renew(rule.client, data);
    case Action::reclaim:
      return reclaim(rule.client, data);
    case Action::serve:
      return serve(rule, of_process(), data);
    case Action::proceed:
      return proceed(rule, of_process(), data);
    case Action::take_return:
      return take_return(rule, data);
    case Action::resend:
      return move(kRecallLost, kRecalled, fields_.copies[rule.client][rule.object].recall,
                  options_.status == LeaseStatus::heeded && linked(rule.client, data));
    case Action::revoke:
      return revoke(rule.client, rule.object, data);
    case Action::expire:
      return expire(rule.client, data);
    case Action::end_grace:
      return end_grace(data);
    case Action::free_stateid:
      return free_stateid(rule.detail, rule.object, data);
    case Action::tick:
      return tick(data);
    case Action::restart:
      return restart(data);
    case Action::cut:
      return cut(rule.client, data);
    case Action::heal: {
      const std::uint64_t link = data.get(fields_.clients[rule.client].link);
      return move(link, link + 1, fields_.clients[rule.client].link, link % 2 == 1);
    }
    case Action::lose_reply:
      return lose_reply(rule.process, data);
    case Action::evict:
      return evict(rule.client, rule.detail, data);
    case Action::lose_recall: {
      const std::uint64_t losses = data.get(fields_.losses);
      const Branch lost = move(kRecalled, kRecallLost, fields_.copies[rule.client][rule.object].recall,
                               losses < budgets_.of(Fault::loss) && linked(rule.client, data));
      if (lost == 0) data.set(fields_.losses, losses + 1);
      return lost;
    }
  }
  return kDisabled;
}

Position Nfs4::next_event(const Rule& rule, Position event, Branch outcome) const {
  const Action action = static_cast<Action>(rule.action);
  const bool ends = (action == Action::act && outcome != kActCalls && outcome != kActReadsBlock) ||
                    (action == Action::receive && outcome != kReceiptGoesOn && outcome != kReceiptReadsBlock);
  return ends ? event + 1 : event;
}

Reading Nfs4::reading(explore::ObservableId id, std::span<const Position> events) const {
  const Nfs4Observable& of = observables_[id];
  const auto whole = [](explore::Field field) { return Reading{field, 0}; };
  if (of.kind == Kind::read) return {fields_.reads[of.who][of.block], -1};
  const FileNumber file = program_.blocks.empty() ? 0 : file_of(of.block);
  switch (of.kind) {
    case Kind::server_content:
      return whole(fields_.blocks[of.block].content);
    case Kind::server_number:
      return whole(fields_.blocks[of.block].number);
    case Kind::server_change:
      return whole(fields_.files[file].change);
    case Kind::server_exists:
      return whole(fields_.files[file].exists);
    case Kind::granted:
      return whole(fields_.copies[of.who][file].granted);
    case Kind::recall:
      return whole(fields_.copies[of.who][file].recall);
    case Kind::revoked_delegation:
      return whole(fields_.copies[of.who][file].revoked);
    case Kind::open: {
      std::int64_t open = 0;
      for (const Process process : program_.processes_of[of.who])
        open += program_.open(process, file, events[process]);
      return {{}, open};
    }
    case Kind::delegation:
      return whole(fields_.copies[of.who][file].delegation);
    case Kind::present:
      return whole(fields_.buffers[of.who][of.block].present);
    case Kind::dirty:
      return whole(fields_.buffers[of.who][of.block].dirty);
    case Kind::data:
      return whole(fields_.buffers[of.who][of.block].data);
    case Kind::number:
      return whole(fields_.buffers[of.who][of.block].number);
    case Kind::attributes:
      return whole(fields_.copies[of.who][file].change);
    case Kind::lapsed:
      return whole(fields_.clients[of.who].lapsed);
    case Kind::linked:
      return whole(fields_.clients[of.who].link);
    case Kind::read:
      break;
    case Kind::session:
      return whole(fields_.sessions[of.who][file].mode);
    case Kind::local:
      return whole(fields_.sessions[of.who][file].local);
    case Kind::locked:
      return whole(fields_.sessions[of.who][file].locked);
    case Kind::opened:
      return whole(fields_.sessions[of.who][file].opened);
    case Kind::holds:
      return whole(fields_.sessions[of.who][file].holds);
    case Kind::revoked_session:
      return whole(fields_.sessions[of.who][file].revoked);
    case Kind::stale:
      return whole(fields_.clients[client_of_process(of.who)].stale);
    case Kind::suspended:
      return whole(fields_.clients[client_of_process(of.who)].lapsed);
    case Kind::phase:
      return whole(fields_.processes[of.who].step);
    case Kind::grace:
      return whole(fields_.grace);
    case Kind::now:
      return whole(fields_.now);
    case Kind::constant:
      return {{}, of.observable.least};
  }
  return {};
}

}  // namespace braid::models
