// Which rules NFSv4 has, by actor.
#include <fmt/format.h>

#include <algorithm>

#include "braid/checker/models/nfs4/nfs4.h"
#include "braid/checker/models/nfs4/nfs4_outcomes.h"

namespace braid::models {
namespace {

class RuleLister {
 public:
  explicit RuleLister(std::vector<Rule>& rules) : rules_(rules) {}

  void next_actor() { ++actor_; }
  Rule& add(Nfs4::Action action, std::string name, std::uint32_t outcomes = 1) {
    Rule rule;
    rule.actor = actor_;
    rule.outcomes = outcomes;
    rule.action = static_cast<std::uint32_t>(action);
    rule.name = std::move(name);
    rules_.push_back(std::move(rule));
    return rules_.back();
  }
  void of_process(Nfs4::Action action, std::uint32_t process, std::uint32_t client, std::string name,
                  std::uint32_t outcomes = 1, std::uint32_t block = 0) {
    Rule& rule = add(action, std::move(name), outcomes);
    rule.process = process;
    rule.client = client;
    rule.detail = block;
  }
  void of_client(Nfs4::Action action, std::uint32_t client, std::uint32_t file, std::string name,
                 std::uint32_t outcomes = 1) {
    Rule& rule = add(action, std::move(name), outcomes);
    rule.client = client;
    rule.object = file;
  }

 private:
  std::vector<Rule>& rules_;
  std::uint32_t actor_ = 0;
};

/// Behind a rule's name; of a file's first block nothing.
std::string block_suffix(std::uint32_t block) {
  return block == 0 ? "" : fmt::format(", block {}", block);
}

}  // namespace

void Nfs4::list_rules(const Trace& trace) {
  RuleLister list(shape_.rules);
  const auto process_name = [&](Process process) { return trace.actors[process].name; };
  const bool time = budgets_.of(Fault::tick) > 0;
  const bool crash = budgets_.of(Fault::server_crash) > 0;
  const bool leases = time && budgets_.of(Fault::partition) > 0;
  const bool delegations = options_.delegations != Delegations::none;
  const auto each_copy = [&](bool used, auto&& visit) {
    for (Client client = 0; used && client < clients(); ++client)
      for (FileNumber file = 0; file < files(); ++file)
        visit(client, file, program_.clients[client], file_names_[file]);
  };
  const bool several = program_.longest_read() > 1;
  const bool names = program_.names;
  const auto each_block = [&](Action action, Process process, const std::string& name,
                              std::uint32_t outcomes) {
    Rule rule;
    rule.action = static_cast<std::uint32_t>(action);
    const std::vector<Nfs4Event>& events = program_.processes[process].events;
    for (rule.detail = 0; rule.detail < program_.most_blocks; ++rule.detail) {
      const bool used = rule.detail == 0 || std::any_of(events.begin(), events.end(),
                                                        [&](const Nfs4Event& e) { return fits(rule, e); });
      if (!used) continue;
      list.of_process(action, process, client_of_process(process), name + block_suffix(rule.detail), outcomes,
                      rule.detail);
    }
  };
  for (Process process = 0; process < processes(); ++process) {
    each_block(Action::act, process, process_name(process),
               names     ? kActOutcomesOfNames
               : several ? kActOutcomesOfBlocks
                         : kActOutcomes);
    each_block(Action::receive, process, process_name(process) + " takes its reply",
               names     ? kReceiptOutcomesOfNames
               : several ? kReceiptOutcomesOfBlocks
                         : kReceiptOutcomes);
    list.next_actor();
  }
  for (Client client = 0; client < clients(); ++client) {
    const std::string& name = program_.clients[client];
    for (FileNumber file = 0; delegations && file < files(); ++file) {
      list.of_client(Action::take_recall, client, file,
                     fmt::format("{} takes the recall of {}", name, file_names_[file]), kRecallOutcomes);
      list.of_client(Action::begin_return, client, file,
                     fmt::format("{} returns {}", name, file_names_[file]));
      if (time || crash) {
        list.of_client(Action::discard, client, file,
                       fmt::format("{} gives up its revoked delegation of {}", name, file_names_[file]));
      }
    }
    if (leases) list.of_client(Action::renew, client, 0, name + " renews its lease");
    if (crash) list.of_client(Action::reclaim, client, 0, name + " reclaims", kReclaimOutcomes);
    list.next_actor();
  }
  const std::uint32_t service_outcomes = names         ? kServiceOutcomesOfNames
                                         : delegations ? kServiceOutcomesWithGrants
                                                       : kServiceOutcomes;
  for (Process process = 0; process < processes(); ++process) {
    each_block(Action::serve, process, "server serves " + process_name(process), service_outcomes);
    each_block(Action::proceed, process, "server goes on for " + process_name(process), service_outcomes);
  }
  each_copy(delegations, [&](Client client, FileNumber file, const std::string& name, const std::string& of) {
    for (std::uint32_t block = 0; block < program_.files[file].blocks; ++block) {
      list.of_client(Action::take_return, client, file,
                     fmt::format("server takes {} back from {}", of, name) + block_suffix(block),
                     program_.most_blocks > 1 ? kReturnOutcomesOfBlocks : kReturnOutcomes);
      shape_.rules.back().detail = block;
    }
    if (budgets_.of(Fault::loss) > 0 && options_.status == LeaseStatus::heeded)
      list.of_client(Action::resend, client, file, fmt::format("server recalls {} from {} again", of, name));
    if (time) list.of_client(Action::revoke, client, file, fmt::format("server revokes {}'s {}", name, of));
  });
  for (Client client = 0; leases && client < clients(); ++client)
    list.of_client(Action::expire, client, 0,
                   fmt::format("server drops {}'s state", program_.clients[client]));
  if (crash) list.add(Action::end_grace, "server ends the grace period");
  for (Process process = 0; options_.free_stateid == FreeStateid::unlocked && process < processes();
       ++process) {
    for (FileNumber file = 0; program_.locks && file < files(); ++file) {
      Rule& rule = list.add(Action::free_stateid, fmt::format("server frees {}'s lock stateid of {}",
                                                              process_name(process), file_names_[file]));
      rule.detail = process;
      rule.object = file;
    }
  }
  list.next_actor();
  if (time) list.add(Action::tick, "a lease period passes");
  if (crash) list.add(Action::restart, "server restarts");
  for (Client client = 0; budgets_.of(Fault::partition) > 0 && client < clients(); ++client) {
    list.of_client(Action::cut, client, 0, program_.clients[client] + " is cut off");
    list.of_client(Action::heal, client, 0, program_.clients[client] + " is back");
  }
  for (Process process = 0; budgets_.of(Fault::loss) > 0 && process < processes(); ++process) {
    list.of_process(Action::lose_reply, process, client_of_process(process),
                    fmt::format("the reply to {} is lost", process_name(process)));
  }
  each_copy(delegations && budgets_.of(Fault::loss) > 0,
            [&](Client client, FileNumber file, const std::string& name, const std::string& of) {
              list.of_client(Action::lose_recall, client, file,
                             fmt::format("the recall of {} to {} is lost", of, name));
            });
  each_copy(budgets_.of(Fault::evict) > 0,
            [&](Client client, FileNumber file, const std::string& name, const std::string&) {
              for (Block block = first_of(file); block != end_of(file); ++block) {
                list.of_client(Action::evict, client, file,
                               fmt::format("{}'s memory drops {}", name, program_.blocks[block].name));
                shape_.rules.back().detail = block;
              }
            });
}

}  // namespace braid::models
