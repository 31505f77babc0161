// The rules of SMB, in the order of their actors: processes, caches, the server, the environment.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "braid/checker/models/smb/smb_protocol.h"

namespace braid::models {
namespace {

class RuleLister {
 public:
  explicit RuleLister(Protocol::Shape& shape) : shape_(shape) {}

  void actor(std::string name) { shape_.actors.push_back(std::move(name)); }
  void add(SmbAction action, std::uint32_t outcomes, const std::string& what, std::uint32_t client = 0,
           std::uint32_t object = 0, std::uint32_t process = kNoProcess) {
    Rule rule;
    rule.actor = static_cast<std::uint32_t>(shape_.actors.size() - 1);
    rule.process = process;
    rule.outcomes = outcomes;
    rule.action = static_cast<std::uint32_t>(action);
    rule.client = client;
    rule.object = object;
    rule.name = fmt::format("{}: {}", shape_.actors.back(), what);
    shape_.rules.push_back(std::move(rule));
  }

 private:
  Protocol::Shape& shape_;
};

}  // namespace

void SmbProtocol::list_rules(const Trace& trace, const FaultBudgets& budgets) {
  const SmbProgram& program = world_.program;
  const bool ticks = budgets.of(Fault::tick) > 0;
  const bool removals =
      std::find(program.removable.begin(), program.removable.end(), true) != program.removable.end();
  const bool refusals = ticks || removals;
  const std::uint32_t breaks = world_.options.pending_open == SmbOptions::PendingOpen::ignored ? 3 : 2;
  RuleLister lister(shape_);
  for (std::uint32_t process = 0; process < program.processes.size(); ++process) {
    const std::uint32_t client = program.processes[process].client;
    lister.actor(trace.actors[process].name);
    lister.add(SmbAction::start, 2, "next", client, 0, process);
    lister.add(SmbAction::receive, refusals ? 4 : 2, "receive", client, 0, process);
    if (world_.options.write_check == SmbOptions::WriteCheck::separate)
      lister.add(SmbAction::write_to_cache, 1, "write to cache", client, 0, process);
  }
  for (std::uint32_t client = 0; client < program.clients.size(); ++client) {
    lister.actor(program.clients[client] + "'s cache");
    for (std::uint32_t file = 0; file < program.files; ++file) {
      const std::uint32_t pair = program.pair_of[client][file];
      if (pair == SmbProgram::kNone) continue;
      lister.add(SmbAction::take_break, breaks, "break of " + files_[file], client, pair);
      lister.add(SmbAction::take_flush_reply, ticks ? 2 : 1, "flushed " + files_[file], client, pair);
    }
  }
  lister.actor("server");
  for (std::uint32_t pair = 0; pair < program.pairs.size(); ++pair) {
    const std::uint32_t client = program.pairs[pair].client;
    const std::string of = fmt::format("{} {}", program.clients[client], files_[program.pairs[pair].file]);
    const auto add = [&](SmbAction action, std::uint32_t outcomes, const char* what) {
      lister.add(action, outcomes, fmt::format("{} {}", what, of), client, pair);
    };
    const bool removable = program.removable[program.pairs[pair].file];
    add(SmbAction::serve_open, removable ? 3 : 2, "open");
    add(SmbAction::serve_read, 1, "read");
    add(SmbAction::serve_write, 2, "write");
    add(SmbAction::serve_flush, ticks ? 3 : 2, "flush");
    add(SmbAction::serve_close, 2, "close");
    if (removable) add(SmbAction::serve_remove, 5, "remove");
    add(SmbAction::serve_break_flush, ticks ? 3 : 2, "flush for break");
    add(SmbAction::take_answer, 1, "answer");
    if (world_.options.close == SmbOptions::Close::deferred)
      add(SmbAction::take_deferred_close, 1, "deferred close");
    if (ticks) add(SmbAction::take_late_answer, 2, "late answer");
    if (ticks) add(SmbAction::time_out, 1, "time-out");
    if (resent_limit_ > 0 && lost_limit_ > 0) add(SmbAction::resend_break, 1, "resend");
  }
  if (!ticks && lost_limit_ == 0) return;
  lister.actor("environment");
  if (ticks) lister.add(SmbAction::tick, 1, "tick");
  for (std::uint32_t pair = 0; pair < program.pairs.size() && lost_limit_ > 0; ++pair) {
    const std::uint32_t client = program.pairs[pair].client;
    lister.add(SmbAction::lose_break, 1,
               fmt::format("lose break {} {}", program.clients[client], files_[program.pairs[pair].file]),
               client, pair);
  }
}

}  // namespace braid::models
