// The shape of NFS: actors, rules, and the weights of the rank.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/checker/models/nfs/nfs_protocol.h"

namespace braid::models {
using explore::Field;

void NfsProtocol::add(NfsAction action, Rule rule, std::string what) {
  rule.action = static_cast<std::uint32_t>(action);
  rule.name = std::move(what);
  shape_.rules.push_back(std::move(rule));
}

void NfsProtocol::list_rules(const Trace& trace) {
  for (const Actor& actor : trace.actors) shape_.actors.push_back(actor.name);
  for (const NfsProcess& process : setting_.program.processes)
    shape_.events.push_back(static_cast<std::uint32_t>(process.events.size()));
  list_processes(trace);
  if (setting_.daemons()) list_daemons();
  list_server(trace);
  list_faults(trace);
  weigh();
}

void NfsProtocol::list_processes(const Trace& trace) {
  for (std::uint32_t p = 0; p < setting_.process_count(); ++p) {
    const NfsProcess& process = setting_.program.processes[p];
    const std::string& name = trace.actors[p].name;
    Rule rule;
    rule.actor = rule.process = rule.object = p;
    rule.client = process.client;
    std::uint32_t blocks = 1;
    for (const NfsEvent& event : process.events)
      if (event.operation == Operation::read) blocks = std::max(blocks, event.blocks);
    const bool reads = std::any_of(process.events.begin(), process.events.end(),
                                   [](const NfsEvent& event) { return event.operation == Operation::read; });
    rule.outcomes = !reads ? kNfsOutcomesWithoutReads : (blocks == 1 ? kNfsOutcomesOfOneBlock : kNfsOutcomes);
    for (rule.detail = 0; rule.detail < blocks; ++rule.detail) {
      const std::string of = rule.detail == 0 ? "" : fmt::format(", block {}", rule.detail);
      add(NfsAction::start, rule, name + of);
      add(NfsAction::take, rule, fmt::format("{} takes its reply{}", name, of));
      if (setting_.options.invalidate == NfsInvalidate::flag_first)
        add(NfsAction::drop, rule, fmt::format("{} drops what has changed{}", name, of));
    }
    rule.detail = 0;
    if (setting_.budgets.of(Fault::client_crash) > 0)
      add(NfsAction::restart, rule, name + " begins its next session");
    if (setting_.budgets.of(Fault::retransmit) > 0)
      add(NfsAction::retransmit, rule, name + " sends its lost call again");
    if (setting_.budgets.of(Fault::duplicate) > 0)
      add(NfsAction::duplicate, rule, name + " sends its slow call again");
  }
}

void NfsProtocol::list_daemons() {
  for (std::uint32_t client = 0; client < setting_.program.clients.size(); ++client) {
    const std::string name = setting_.program.clients[client] + "'s cache";
    Rule rule;
    rule.actor = static_cast<std::uint32_t>(shape_.actors.size());
    rule.client = client;
    rule.object = setting_.process_count() + client;
    rule.outcomes = 3;
    shape_.actors.push_back(name);
    for (rule.detail = 0; rule.detail < setting_.program.block_count(); ++rule.detail) {
      const NfsFields::Buffer& buffer = setting_.fields.buffer(client, rule.detail);
      if (buffer.dirty.width == 0) continue;
      const std::string& block = setting_.program.blocks[rule.detail].name;
      add(NfsAction::send_behind, rule, fmt::format("{} sends {}", name, block));
      add(NfsAction::take_behind, rule, fmt::format("{} takes the reply about {}", name, block));
    }
    rule.detail = 0;
    if (setting_.budgets.of(Fault::retransmit) > 0)
      add(NfsAction::retransmit, rule, name + " sends its lost call again");
  }
}

void NfsProtocol::list_server(const Trace& trace) {
  Rule rule;
  rule.actor = static_cast<std::uint32_t>(shape_.actors.size());
  rule.outcomes = 3;
  shape_.actors.emplace_back("server");
  for (std::uint32_t slot = 0; slot < setting_.fields.slots.size(); ++slot) {
    rule.object = slot;
    rule.client = setting_.client_of(slot);
    const bool process = slot < setting_.process_count();
    rule.process = process ? slot : kNoProcess;
    const std::string name =
        process ? trace.actors[slot].name : setting_.program.clients[rule.client] + "'s cache";
    std::uint32_t blocks = 0;
    if (process) {
      blocks = 1;
      for (const NfsEvent& event : setting_.program.processes[slot].events)
        if (event.operation == Operation::read) blocks = std::max(blocks, event.blocks);
    }
    rule.outcomes = kNfsServiceOutcomes;
    for (rule.detail = 0; rule.detail < blocks; ++rule.detail) {
      const std::string of = rule.detail == 0 ? "" : fmt::format(", block {}", rule.detail);
      add(NfsAction::serve, rule, fmt::format("server serves {}{}", name, of));
    }
    rule.outcomes = 3;
    for (rule.detail = 0; rule.detail < setting_.program.block_count(); ++rule.detail) {
      if (setting_.fields.buffer(rule.client, rule.detail).dirty.width == 0) continue;
      add(NfsAction::serve_write, rule,
          fmt::format("server serves {}, WRITE of {}", name, setting_.program.blocks[rule.detail].name));
    }
  }
  rule.process = kNoProcess;
  rule.object = rule.client = 0;
  for (rule.detail = 0; rule.detail < setting_.program.block_count(); ++rule.detail) {
    if (setting_.fields.blocks[rule.detail].unsafe.width == 0) continue;
    const std::string& block = setting_.program.blocks[rule.detail].name;
    add(NfsAction::write_back, rule, fmt::format("server writes {} to its disk", block));
    if (setting_.options.write_back_errors > 0)
      add(NfsAction::fail_write_back, rule, fmt::format("server fails to write {} to its disk", block));
  }
}

void NfsProtocol::list_faults(const Trace& trace) {
  Rule rule;
  rule.actor = static_cast<std::uint32_t>(shape_.actors.size());
  rule.outcomes = 3;
  shape_.actors.emplace_back("faults");
  const FaultBudgets& budgets = setting_.budgets;
  if (budgets.of(Fault::tick) > 0) add(NfsAction::tick, rule, "time passes");
  if (budgets.of(Fault::server_crash) > 0) add(NfsAction::crash_server, rule, "server stops and starts");
  for (rule.client = 0; rule.client < setting_.program.clients.size(); ++rule.client) {
    if (budgets.of(Fault::client_crash) > 0)
      add(NfsAction::crash_client, rule, setting_.program.clients[rule.client] + " stops and boots");
  }
  list_evictions(rule);
  for (std::uint32_t slot = 0; slot < setting_.fields.slots.size(); ++slot) {
    rule.object = slot;
    rule.client = setting_.client_of(slot);
    const bool process = slot < setting_.process_count();
    const std::string name =
        process ? trace.actors[slot].name : setting_.program.clients[rule.client] + "'s cache";
    rule.detail = 0;
    rule.outcomes = 3;
    if (budgets.of(Fault::loss) > 0) add(NfsAction::lose, rule, fmt::format("a message of {} is lost", name));
    if (budgets.of(Fault::duplicate) == 0 || !process) continue;
    rule.outcomes = 4;
    for (rule.detail = 0; rule.detail < setting_.program.block_count(); ++rule.detail) {
      add(NfsAction::deliver_late, rule,
          fmt::format("a late call of {} about {} arrives", name, setting_.program.blocks[rule.detail].name));
    }
  }
}

void NfsProtocol::list_evictions(Rule rule) {
  if (setting_.budgets.of(Fault::evict) == 0) return;
  for (rule.client = 0; rule.client < setting_.program.clients.size(); ++rule.client) {
    for (rule.detail = 0; rule.detail < setting_.program.block_count(); ++rule.detail) {
      if (setting_.fields.buffer(rule.client, rule.detail).present.width == 0) continue;
      add(NfsAction::evict, rule,
          fmt::format("{}'s memory drops {}", setting_.program.clients[rule.client],
                      setting_.program.blocks[rule.detail].name));
    }
  }
}

namespace {

/// How many events a process can leave out in one step, and the one that it is at.
std::int64_t longest_jump(const NfsSetting& setting) {
  const bool fails = std::any_of(setting.fields.slots.begin(), setting.fields.slots.end(),
                                 [](const NfsFields::Slot& slot) { return slot.status.width != 0; });
  if (!fails && setting.budgets.of(Fault::client_crash) == 0) return 1;
  std::int64_t longest = 1;
  for (const NfsProcess& process : setting.program.processes) {
    for (std::size_t event = 0; event < process.events.size(); ++event)
      longest = std::max(longest,
                         std::int64_t{process.events[event].next_session} - static_cast<std::int64_t>(event));
  }
  return longest;
}

}  // namespace

/// See nfs_protocol.h.
void NfsProtocol::weigh() {
  const NfsFields& fields = setting_.fields;
  std::int64_t blocks = 1;
  for (const NfsFile& file : setting_.program.files) blocks = std::max<std::int64_t>(blocks, file.blocks);
  const auto all_blocks = static_cast<std::int64_t>(setting_.program.blocks.size());
  const auto slots = static_cast<std::int64_t>(fields.slots.size());
  const std::int64_t phases = fields.phases[static_cast<std::size_t>(NfsPhase::dropping)];
  const std::int64_t dirty_weight = phases;  // a WRITE's phases end one before
  const bool in_vain = greatest_verifier(setting_.options, setting_.budgets) > 0 && setting_.options.commits;
  const std::int64_t call_weight = phases + 1 + (in_vain ? dirty_weight * blocks : 0);
  const auto calls = static_cast<std::int64_t>(fields.greatest_calls);
  const std::int64_t retransmit_weight = phases + 1;
  const std::int64_t duplicate_weight = 3;
  const std::int64_t client_crash_weight = slots + phases + 1;
  const std::int64_t server_crash_weight = 2 * slots + 1;
  shape_.event_weight = call_weight * calls + phases + 2 * dirty_weight * blocks + 1;

  const auto weigh_field = [&](Field field, std::int64_t weight) {
    if (field.width != 0) shape_.progress.push_back({field, weight});
  };
  for (const NfsFields::Slot& slot : fields.slots) {
    weigh_field(slot.phase, 1);
    weigh_field(slot.calls, call_weight);
    weigh_field(slot.hit, -1);
  }
  for (const NfsFields::Late& late : fields.late) weigh_field(late.pending, -2);
  for (const NfsFields::Buffer& buffer : fields.buffers) {
    weigh_field(buffer.dirty, -dirty_weight);
    weigh_field(buffer.again, -dirty_weight);
  }
  for (const NfsFields::Block& block : fields.blocks) weigh_field(block.unsafe, -1);
  weigh_field(fields.now, 1);
  weigh_field(fields.evictions, 1);
  weigh_field(fields.losses, 1);
  weigh_field(fields.errors, 1);
  weigh_field(fields.retransmits, retransmit_weight);
  weigh_field(fields.duplicates, duplicate_weight);
  weigh_field(fields.server_crashes, server_crash_weight);
  weigh_field(fields.client_crashes, client_crash_weight);
  // The greatest is that of the end of events, of a call, of a WRITE, or of a crash.
  const std::int64_t growth =
      std::max({shape_.event_weight * longest_jump(setting_) + 1, call_weight + phases,
                client_crash_weight + 2 * dirty_weight * all_blocks, server_crash_weight + all_blocks,
                retransmit_weight, 2 * dirty_weight + phases});
  shape_.greatest_growth = static_cast<std::uint32_t>(growth);
}

}  // namespace braid::models
