// SMB: clients that cache files under oplocks or leases, and a server that breaks them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "braid/checker/models/protocol/protocol.h"
#include "braid/checker/models/smb/smb_observables.h"
#include "braid/checker/models/smb/smb_state.h"

namespace braid::models {

/// What a rule of SMB is: Rule::action. The objects of all but starts and the clock are pairs.
enum class SmbAction : std::uint32_t {
  start,           ///< a process begins its event
  receive,         ///< ... takes the reply to its call
  write_to_cache,  ///< ... writes into the cache, after its look at the lease
  take_break,      ///< a cache takes a break
  take_flush_reply,
  serve_open,
  serve_read,
  serve_write,
  serve_flush,
  serve_close,
  serve_remove,
  serve_break_flush,
  take_answer,
  take_late_answer,
  take_deferred_close,
  time_out,
  resend_break,
  tick,
  lose_break,
};

class SmbProtocol final : public Protocol {
 public:
  [[nodiscard]] static explore::Signature signature(const Trace& trace);

  /// Both throw InputError for traces that SMB cannot take.
  SmbProtocol(const Trace& trace, const std::vector<explore::ObservableId>& tracked);

  void initialize(Data data) const override;
  [[nodiscard]] bool possible(const Rule& rule, std::span<const explore::Position> events) const override;
  [[nodiscard]] explore::Branch take(const Rule& rule, explore::Position event, Data data) const override;
  [[nodiscard]] explore::Position next_event(const Rule& rule, explore::Position event,
                                             explore::Branch outcome) const override;
  [[nodiscard]] std::vector<explore::EventInstance> events(const Rule& rule, explore::Position event,
                                                           explore::Branch outcome) const override;
  [[nodiscard]] std::string describe(const Rule& rule, explore::Position event,
                                     explore::Branch outcome) const override;
  [[nodiscard]] explore::Reading reading(explore::ObservableId observable,
                                         std::span<const explore::Position> events) const override;

 private:
  void list_rules(const Trace& trace, const FaultBudgets& budgets);
  [[nodiscard]] const SmbEvent& event_of(const Rule& rule, explore::Position event) const {
    return world_.program.processes[rule.process].events[event];
  }
  [[nodiscard]] std::uint32_t pair_of(const Rule& rule, const SmbEvent& event) const {
    return world_.program.pair_of[rule.client][event.file];
  }
  /// Whether some process of the pair's client is before an operation of this kind on its file.
  [[nodiscard]] bool any_before(std::uint32_t pair, std::span<const explore::Position> events,
                                std::initializer_list<Operation> operations) const;
  [[nodiscard]] explore::Branch take_of_process(const Rule& rule, explore::Position event,
                                                const Data& data) const;
  [[nodiscard]] explore::Branch serve(const Rule& rule, const Data& data) const;
  [[nodiscard]] explore::Branch take_of_environment(const Rule& rule, const Data& data) const;
  [[nodiscard]] std::string describe_process(const Rule& rule, explore::Position event,
                                             explore::Branch outcome) const;
  [[nodiscard]] std::string describe_server(const Rule& rule, explore::Branch outcome) const;

  SmbWorld world_;
  std::uint32_t lost_limit_ = 0;
  std::uint32_t resent_limit_ = 0;
  std::vector<SmbObservable> observables_;
  std::vector<std::string> files_;
};

}  // namespace braid::models
